package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ACLs, credentials and approvals of a token at a server of ours (D4). An older one, or one whose token has none,
 * answers CKR_FUNCTION_NOT_SUPPORTED. Safe between threads.
 */
final class AuthorizationCalls implements Authorizations {
    private static final String WHAT = "ACLs";
    private static final byte[] NONE = {};

    private final Supplier<Link> link;

    /** @param link what there is between C_Initialize and C_Finalize */
    AuthorizationCalls(Supplier<Link> link) {
        this.link = link;
    }

    /** Refuses if the server has no such calls, as far as that can be known without one. */
    Authorizations required() {
        link.get().requireOurs(WHAT);
        return this;
    }

    @Override public Optional<byte[]> acl(SessionHandle session, ObjectHandle object) {
        List<Object> reply = call(Call.X_GetAcl, session, given(object));
        return (Integer) reply.get(0) == 0 ? Optional.empty() : Optional.of(bytes(reply.get(1), ACL_BYTES));
    }

    @Override public void setAcl(SessionHandle session, ObjectHandle object, Optional<byte[]> acl) {
        byte[] bytes = Arguments.within("an ACL", given(acl).orElse(NONE), ACL_BYTES);
        call(Call.X_SetAcl, session, given(object), acl.isPresent(), bytes);
    }

    @Override public byte[] owner(SessionHandle session) {
        return bytes(call(Call.X_GetOwner, session).get(0), ACL_BYTES);
    }

    @Override public void setOwner(SessionHandle session, byte[] subject) {
        call(Call.X_SetOwner, session, Arguments.within("an owner", subject, ACL_BYTES));
    }

    @Override public byte[] challenge(SessionHandle session) {
        return bytes(call(Call.X_Challenge, session).get(0), CHALLENGE_BYTES);
    }

    @Override public void present(SessionHandle session, byte[] credentials) {
        call(Call.X_Present, session, Arguments.within("credentials", credentials, CREDENTIALS_BYTES));
    }

    @Override public void approve(SessionHandle session, byte[] approval) {
        call(Call.X_Approve, session, Arguments.within("an approval", approval, APPROVAL_BYTES));
    }

    @Override public List<byte[]> approvals(SessionHandle session) {
        return ((List<?>) call(Call.X_Approvals, session).get(0)).stream().map(byte[].class::cast)
            .map(approval -> within(approval, APPROVAL_BYTES)).toList();
    }

    @Override public String denial(SessionHandle session) {
        return Texts.words(call(Call.X_Denial, session).get(0));
    }

    private List<Object> call(Call call, Object... arguments) {
        return link.get().own(call, WHAT, arguments);
    }

    /** No object is the token, so it has to be said. */
    private static <T> T given(T argument) {
        if (argument == null) {
            throw CKR_ARGUMENTS_BAD.because("null where an object or an ACL is asked for");
        }
        return argument;
    }

    private byte[] bytes(Object octets, int most) {
        return within(((Octets) octets).orNull(), most);
    }

    /** What a server answers is input from outside. */
    private byte[] within(byte[] answered, int most) {
        if (answered == null || answered.length > most) {
            throw CKR_DEVICE_ERROR.because("an answer of up to %d bytes was expected from %s", most, link.get().endpoint());
        }
        return answered;
    }
}
