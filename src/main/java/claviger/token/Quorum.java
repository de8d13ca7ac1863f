package claviger.token;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;

import claviger.cryptoki.Authorizations;
import claviger.spki.Principal;
import claviger.spki.SpkiException;
import claviger.store.ApprovalRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The approvals that are left with a token, for the session whose turn it is (D30). Stateless. */
final class Quorum {
    private static final Duration LONGEST = Duration.ofDays(400);

    private Quorum() {
    }

    /** Takes an approval, or more signatures for one that is there. */
    static void approve(Session session, byte[] given) {
        AclFunctions.requireShort(given, Authorizations.APPROVAL_BYTES);
        requireLogin(session);
        Approval approval = Approval.read(given).orElseThrow(() ->
            CKR_ARGUMENTS_BAD.because("no approval: it is written (sequence (request ..) (signature ..) ..)"));
        requireUseful(session, approval);
        requireSigned(session, approval);
        Token token = session.attachment().token();
        token.store().write(writer -> {
            Optional<Approval> before = writer.approval(token.serial(), approval.request().nonce())
                .flatMap(row -> Approval.read(row.approval()));
            if (before.filter(there -> !there.isOf(approval)).isPresent()) {
                throw CKR_ARGUMENTS_BAD.because("no approval: another request has its nonce");
            }
            Approval both = before.map(there -> there.and(approval)).orElse(approval);
            if (both.signatures().size() > Approval.MOST_SIGNATURES) {
                throw CKR_ARGUMENTS_BAD.because("no approval: more than %d signatures", Approval.MOST_SIGNATURES);
            }
            writer.putApproval(token.serial(), new ApprovalRow(approval.request().nonce(), approval.request().uniqueId(),
                both.sexp().canonical(), 0, approval.expires()));
            return approval;
        });
    }

    private static void requireUseful(Session session, Approval approval) {
        if (!approval.request().serial().equals(session.attachment().token().serial())) {
            throw CKR_ARGUMENTS_BAD.because("no approval: it is for another token");
        }
        if (approval.expires().isAfter(Instant.now().plus(LONGEST))) {
            throw CKR_ARGUMENTS_BAD.because("no approval: it holds for more than %d days", LONGEST.toDays());
        }
    }

    /** What nobody has signed whom a list names is of no use, and would fill the token's room. */
    private static void requireSigned(Session session, Approval approval) {
        Set<Principal> operators;
        try {
            operators = approval.operators();
        } catch (SpkiException e) {
            throw CKR_SIGNATURE_INVALID.because(e, "an approval: %s", e.getMessage());
        }
        StorageObject object = session.attachment().object(approval.request().uniqueId())
            .filter(session.attachment()::maySee)
            .orElseThrow(() -> CKR_OBJECT_HANDLE_INVALID.because("the object of the approval"));
        if (operators.isEmpty() || !operators.stream().allMatch(key -> session.attachment().grants().knows(key, object))) {
            throw CKR_SIGNATURE_INVALID.because("an approval: somebody has signed it, or nobody, whom no list here names");
        }
    }

    /** Who has no PIN does not fill the token's room. */
    private static void requireLogin(Session session) {
        if (session.attachment().login() == LoginState.PUBLIC) {
            throw CKR_USER_NOT_LOGGED_IN.because("approvals are left and listed after a login");
        }
    }

    /** Those for objects that the session sees. */
    static List<byte[]> approvals(Session session) {
        requireLogin(session);
        Attachment ours = session.attachment();
        return ours.token().store().read(reader -> reader.approvals(ours.token().serial())).stream()
            .filter(row -> Approval.read(row.approval()).filter(approval -> row.used() < approval.request().uses()).isPresent())
            .filter(row -> ours.object(row.uniqueId()).filter(ours::maySee).isPresent()).map(ApprovalRow::approval).toList();
    }
}
