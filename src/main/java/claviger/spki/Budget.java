package claviger.spki;

/** What a computation may still spend, so that no input keeps it busy for long (AC47). */
final class Budget {
    private static final int KEPT = 32;

    private long left;
    private boolean truncated;

    Budget(long steps) {
        left = steps;
    }

    /** Whether one more of the things that are kept until the end may be made: it costs memory, not only time. */
    boolean keep() {
        return spend(KEPT);
    }

    /** Whether there is enough left for this; from the first no on there is nothing left for anything. */
    boolean spend(long steps) {
        if (steps > left) {
            left = 0;
            truncated = true;
            return false;
        }
        left -= steps;
        return true;
    }

    /** Says that something was left out. */
    void leaveOut() {
        truncated = true;
    }

    /** Nothing is left for anything. */
    void stop() {
        left = 0;
        truncated = true;
    }

    boolean truncated() {
        return truncated;
    }
}
