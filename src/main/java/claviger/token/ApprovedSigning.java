package claviger.token;

import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;

import claviger.mechanism.Computation.Signing;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** A signature over the data that operators have approved, and no others (D30). */
final class ApprovedSigning implements Signing {
    private final Signing signing;
    private final List<Approval> approvals;
    private final Token token;
    private final MessageDigest seen;

    /** @param approvals each with the SHA-256 digest of what may be given to C_Sign, or to C_SignUpdate in parts */
    ApprovedSigning(Signing signing, List<Approval> approvals, Token token) {
        this.signing = signing;
        this.approvals = approvals;
        this.token = token;
        try {
            this.seen = MessageDigest.getInstance("SHA-256", "SUN");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256", e);
        }
    }

    @Override public int length() {
        return signing.length();
    }

    @Override public boolean multiPart() {
        return signing.multiPart();
    }

    @Override public void update(byte[] part) {
        seen.update(part);
        signing.update(part);
    }

    @Override public byte[] sign() {
        byte[] digest = seen.digest();
        approvals.stream().filter(approval -> MessageDigest.isEqual(digest, approval.digest().orElseThrow())).findFirst()
            .orElseThrow(() -> CKR_KEY_FUNCTION_NOT_PERMITTED.because("denied: other data than those that were approved"))
            .spend(token);
        return signing.sign();
    }

    /** Whoever went on with a state would have to know what was digested before: it stays here. */
    @Override public Optional<byte[]> state() {
        return Optional.empty();
    }

    @Override public void close() {
        signing.close();
    }
}
