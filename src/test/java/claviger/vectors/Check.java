package claviger.vectors;

import claviger.vectors.Wycheproof.Vector;
import java.util.function.Predicate;

/** How the vectors of a group are checked. */
@FunctionalInterface
public interface Check {
    /**
     * Runs one vector.
     *
     * @return true if it was accepted and the result is right, false if the result is wrong
     * @throws Exception if it was refused, by an exception of the kind that refuses; any other is a fault
     */
    boolean accepts(Vector vector) throws Exception;

    /** Why a vector cannot run, or null. */
    default String unfit(Vector vector) {
        return null;
    }

    /** Why a vector has to be refused whatever it says of itself, or null. */
    default String forbidden(Vector vector) {
        return null;
    }

    /** This check, which has to refuse some vectors: what they try would be right, and is not done here. */
    default Check forbidden(Predicate<Vector> which, String reason) {
        Check all = this;
        return new Check() {
            @Override public boolean accepts(Vector vector) throws Exception {
                return all.accepts(vector);
            }

            @Override public String unfit(Vector vector) {
                return all.unfit(vector);
            }

            @Override public String forbidden(Vector vector) {
                return which.test(vector) ? reason : all.forbidden(vector);
            }
        };
    }

    /** For groups that nothing here computes. */
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
            @Override public boolean accepts(Vector vector) throws Exception {
                return all.accepts(vector);
            }

            @Override public String unfit(Vector vector) {
                return which.test(vector) ? reason : all.unfit(vector);
            }

            @Override public String forbidden(Vector vector) {
                return all.forbidden(vector);
            }
        };
    }
}
