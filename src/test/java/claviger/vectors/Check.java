package claviger.vectors;

import claviger.vectors.Wycheproof.Vector;
import java.security.GeneralSecurityException;
import java.util.function.Predicate;

/** How the vectors of a group are checked. */
@FunctionalInterface
interface Check {
    /**
     * Runs one vector.
     *
     * @return true if it was accepted and the result is right, false if the result is wrong
     * @throws GeneralSecurityException if it was refused
     */
    boolean accepts(Vector vector) throws GeneralSecurityException;

    /** Why a vector cannot run, or null. */
    default String unfit(Vector vector) {
        return null;
    }

    /** For groups that fit no service of the provider. */
    static Check unfit(String reason) {
        return new Check() {
            @Override public boolean accepts(Vector vector) {
                throw new IllegalStateException(reason);
            }

            @Override public String unfit(Vector vector) {
                return reason;
            }
        };
    }

    /** This check, but not for some vectors. */
    default Check but(Predicate<Vector> which, String reason) {
        Check all = this;
        return new Check() {
            @Override public boolean accepts(Vector vector) throws GeneralSecurityException {
                return all.accepts(vector);
            }

            @Override public String unfit(Vector vector) {
                return which.test(vector) ? reason : all.unfit(vector);
            }
        };
    }
}
