package claviger.store;

/**
 * A piece of a token's objects in the order of their numbers.
 *
 * @param after the number before the first
 * @param upTo  the last number
 * @param most  how many at most
 */
public record Span(long after, long upTo, int most) {
    /** For {@code upTo}: all there are. */
    public static final long NO_END = Long.MAX_VALUE;
}
