package claviger.bench.authorization;

import java.util.Set;

/** What there is to decide. Question i is whether {@link #user} i may sign with {@link #key} i. */
public enum Shape {
    FLAT_1K("1,000 grants to 1,000 users", 1_000, true),
    FLAT_100K("100,000 grants to 100,000 users", 100_000, true),
    FLAT_100K_DENIED("the same, denied", 100_000, false),
    ONE_100K("100,000 grants to one user", 100_000, true),
    CHAIN_10("100 chains of 10 steps", 100, true),
    GRAPH_50K_DENIED("50,000 certificates in circles, denied", 224, false),
    GROUPS("10 rules, 1,000 users in groups, keys in folders", 1_000, true);

    /** How long a chain is, and how many groups and folders there are. */
    static final int TEN = 10;

    private final String title;
    private final int size;
    private final boolean allowed;

    Shape(String title, int size, boolean allowed) {
        this.title = title;
        this.size = size;
        this.allowed = allowed;
    }

    String title() {
        return title;
    }

    /** How many grants, chains, or users. */
    int size() {
        return size;
    }

    /** The answer to all questions. */
    boolean allowed() {
        return allowed;
    }

    Set<Engine> engines() {
        return this == GRAPH_50K_DENIED ? Set.of(Engine.CLAVIGER) : Set.of(Engine.values());
    }

    /** Who asks question i. */
    String user(int i) {
        return switch (this) {
            case ONE_100K -> "u0";
            case CHAIN_10 -> member(i, TEN);
            case GRAPH_50K_DENIED -> "u" + i % size;
            default -> "u" + i;
        };
    }

    /** What question i is about; a denied one about a key that is another user's. */
    String key(int i) {
        return this == GROUPS ? folder(i) + "-k" + i : this == FLAT_100K_DENIED ? "k" + (i + 1) % size : "k" + i;
    }

    /** Who stands in a chain at that place; 0 is who has the grant. */
    static String member(int chain, int place) {
        return "c" + chain + "-" + place;
    }

    static String group(int i) {
        return "g" + i % TEN;
    }

    static String folder(int i) {
        return "f" + i % TEN;
    }
}
