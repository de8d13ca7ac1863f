package claviger.token;

import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;

import claviger.mechanism.Computation;
import claviger.mechanism.Computation.Signing;
import java.time.Instant;
import java.util.List;

/**
 * What the ACLs have answered to one request that they allow.
 *
 * @param until     from when on it no longer holds, also for what has begun
 * @param approvals what operators have approved, of which it takes one: the first, or of those that are for given data the one
 *                  for the data; empty if it takes none
 */
record Grant(Instant until, List<Approval> approvals) {
    /** Where there are no ACLs: PKCS#11's own rules are all there is. */
    static final Grant STOCK = new Grant(Instant.MAX, List.of());

    Grant {
        approvals = List.copyOf(approvals);
    }

    /** Uses up one use of the approval, if it takes one: called before the result of the one use comes out. */
    void spend(Token token) {
        if (!approvals.isEmpty() && approvals.get(0).digest().isEmpty()) {
            approvals.get(0).spend(token);
        }
    }

    /** @throws claviger.cryptoki.CkrException CKR_KEY_FUNCTION_NOT_PERMITTED if it is for a number of uses */
    void requireUnbounded() {
        if (!approvals.isEmpty()) {
            throw CKR_KEY_FUNCTION_NOT_PERMITTED.because("denied: an approval is for single uses, not for any number of messages");
        }
    }

    /** A computation that computes what was approved, and nothing else; the one that is given belongs to it, or is closed. */
    Computation bound(Computation computation, Token token) {
        if (approvals.isEmpty() || approvals.get(0).digest().isEmpty()) {
            return computation;
        }
        if (computation instanceof Signing signing) {
            return new ApprovedSigning(signing, approvals, token);
        }
        computation.close();
        throw CKR_KEY_FUNCTION_NOT_PERMITTED.because("denied: what was approved is a signature over given data");
    }

    /** @throws claviger.cryptoki.CkrException CKR_KEY_FUNCTION_NOT_PERMITTED once the grant has ended */
    void requireStanding() {
        if (until != Instant.MAX && !Instant.now().isBefore(until)) {
            throw CKR_KEY_FUNCTION_NOT_PERMITTED.because("the grant for this operation ended at %s", until);
        }
    }
}
