package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.rpc.AnswerRows.values;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import java.util.Optional;

/** The rows of {@link Answers} for {@link Authorizations}, calls of our own block (D2, D4). */
final class AuthorizationAnswers {
    private AuthorizationAnswers() {
    }

    static void into(AnswerRows rows) {
        rows.answer(Call.X_GetAcl, (to, in) -> to.authorizations().acl(in.session(), in.object())
            .map(acl -> values(1, copy(acl))).orElseGet(() -> values(0, new Octets.Null())));
        rows.on(Call.X_SetAcl, AuthorizationAnswers::setAcl);
        rows.answer(Call.X_GetOwner, (to, in) -> values(copy(to.authorizations().owner(in.session()))));
        rows.on(Call.X_SetOwner, (to, in) -> to.authorizations().setOwner(in.session(),
            in.within("an owner", Authorizations.ACL_BYTES)));
        rows.answer(Call.X_Challenge, (to, in) -> values(copy(to.authorizations().challenge(in.session()))));
        rows.on(Call.X_Present, (to, in) -> to.authorizations().present(in.session(),
            in.within("credentials", Authorizations.CREDENTIALS_BYTES)));
        rows.on(Call.X_Approve, (to, in) -> to.authorizations().approve(in.session(),
            in.within("an approval", Authorizations.APPROVAL_BYTES)));
        rows.answer(Call.X_Approvals, (to, in) -> values(to.authorizations().approvals(in.session())));
        rows.answer(Call.X_Denial, (to, in) -> values(Texts.denial(to.authorizations().denial(in.session()))));
    }

    /** A reply is overwritten when it has gone out, and what the token gave may be what it keeps. */
    private static Octets copy(byte[] bytes) {
        return new Octets.Data(bytes.clone());
    }

    /** That there is to be none is said apart from the bytes: what came without them by mistake must not remove an ACL. */
    private static void setAcl(Cryptoki to, Arguments in) {
        SessionHandle session = in.session();
        ObjectHandle object = in.object();
        boolean remains = in.flag();
        byte[] acl = in.within("an ACL", Authorizations.ACL_BYTES);
        if (!remains && acl.length > 0) {
            throw CKR_ARGUMENTS_BAD.because("an ACL to be removed and set");
        }
        to.authorizations().setAcl(session, object, remains ? Optional.of(acl) : Optional.empty());
    }
}
