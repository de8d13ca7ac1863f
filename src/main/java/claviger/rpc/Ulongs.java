package claviger.rpc;

/** The part {@code au}: numbers, or only how many there would be. */
sealed interface Ulongs {
    record Values(long... values) implements Ulongs {
    }

    record Count(long count) implements Ulongs {
    }
}
