package claviger.mechanism;

/** Who computes. */
public enum Engine {
    /** Amazon Corretto Crypto Provider, where its jar and its native library are, see {@link Corretto}. */
    CORRETTO("Amazon Corretto Crypto Provider"),
    JDK("JDK"),
    BOUNCY_CASTLE("Bouncy Castle");

    private final String title;

    Engine(String title) {
        this.title = title;
    }

    /** Whether it computes now. The last two always do; the first may begin to while the process runs. */
    boolean isPresent() {
        return this != CORRETTO || Corretto.provider() != null;
    }

    @Override public String toString() {
        return title;
    }
}
