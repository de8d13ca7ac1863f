package claviger.cryptoki;

import java.util.Objects;

/** CK_MECHANISM: what to compute, and with which parameter. */
public record Mechanism(Ckm type, Parameters parameters) {
    public Mechanism {
        Objects.requireNonNull(type);
        Objects.requireNonNull(parameters);
    }

    /** A mechanism without a parameter. */
    public static Mechanism of(Ckm type) {
        return new Mechanism(type, Parameters.NONE);
    }

    /** Prints the type alone: a parameter may hold what the caller wants kept. */
    @Override public String toString() {
        return type.name();
    }
}
