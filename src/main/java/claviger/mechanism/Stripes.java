package claviger.mechanism;

/**
 * Places in an array, so far apart that no two share a line of a processor's cache: threads that use one thing at once,
 * such as a key, have a place each as far as they go round, and do not fight for one word of memory.
 */
public final class Stripes {
    /** From one place to the next: 128 bytes of numbers or references, two lines, which processors fetch together. */
    public static final int APART = 32;

    private static final int MOST = 16;
    private static final int COUNT =
        Math.min(MOST, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) << 2);

    /** Of an array with all places: 0, {@link #APART} and so on. */
    public static final int LENGTH = COUNT * APART;

    private Stripes() {
    }

    /** That of this thread. Threads get their numbers one after the other, and so places of their own. */
    public static int mine() {
        return (int) (Thread.currentThread().getId() & COUNT - 1) * APART;
    }
}
