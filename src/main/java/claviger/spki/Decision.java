package claviger.spki;

import java.time.Instant;
import java.util.Objects;

/** What an {@link Authority} answers, with the reason. Immutable. */
public sealed interface Decision {
    /** Whether the request is authorized. */
    boolean isAllowed();

    /**
     * It is.
     *
     * @param proof why, for {@link ProofChecker} and for people
     * @param until the first instant at which this proof no longer holds, {@link Instant#MAX} if it always will; another
     *     proof may hold longer
     */
    record Allowed(Proof proof, Instant until) implements Decision {
        public Allowed {
            Objects.requireNonNull(proof);
            Objects.requireNonNull(until);
        }

        @Override public boolean isAllowed() {
            return true;
        }
    }

    /**
     * It is not.
     *
     * @param miss what came nearest to authorizing it
     */
    record Denied(NearestMiss miss) implements Decision {
        public Denied {
            Objects.requireNonNull(miss);
        }

        @Override public boolean isAllowed() {
            return false;
        }
    }
}
