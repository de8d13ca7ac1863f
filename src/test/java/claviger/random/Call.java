package claviger.random;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One call of a sequence. What it is about is told by numbers that are taken modulo what there is when it is made, so
 * that a sequence from which calls were dropped is still one.
 *
 * @param application 0 or 1
 * @param session     which of the application's sessions, mostly of those that are open
 * @param object      which of the objects, or of the application's handles, mostly of those that are there
 * @param flags       bits: 1 token object, 2 private object, 4 key, none of them a R/O session; 1 and 2 the SO; two of
 *                    the next three bits an object that is not to be modified, copied or destroyed, all a wrong PIN; 64
 *                    and 128 one of the other kinds of objects; 256 and 512 which flag is set, and what it is
 */
record Call(Verb verb, int application, int session, int object, int flags) {
    private static final int RANGE = 1 << 20;
    private static final int FLAGS = 1 << 10;

    /** The function, and how often it is called among all others. */
    enum Verb {
        OPEN(30), CLOSE(8), CLOSE_ALL(1), LOGIN(30), LOGOUT(12), INIT_PIN(8), SET_PIN(3), INIT_TOKEN(1), STATE(10),
        /** C_CreateObject and C_GenerateKeyPair. */
        CREATE(60), PAIR(16),
        /** A search by label, and one for each class. */
        FIND(50), COUNT(30),
        READ(30), READ_VALUE(30), RELABEL(20), SET(40), COPY(30), USE(60), DESTROY(16),
        /** C_Finalize and C_Initialize. */
        RESTART(1),
        /** The application's connection breaks, and it comes back as another (A7). */
        BREAK(1),
        /** The process in which both applications are is killed, and there is another (A7). */
        KILL(1);

        private final int weight;

        Verb(int weight) {
            this.weight = weight;
        }

        private static Verb any(Random random, Map<Verb, Integer> weights) {
            int at = random.nextInt(weights.values().stream().mapToInt(Integer::intValue).sum());
            for (Verb verb : values()) {
                at -= weights.get(verb);
                if (at < 0) {
                    return verb;
                }
            }
            throw new AssertionError("weights");
        }
    }

    /** Any calls, of which each time others are frequent, so that what is rare comes up often in some sequences. */
    static Stream<Call> any(Random random) {
        Map<Verb, Integer> weights = new EnumMap<>(Verb.class);
        for (Verb verb : Verb.values()) {
            weights.put(verb, verb.weight << random.nextInt(3));
        }
        return Stream.generate(() -> new Call(Verb.any(random, weights), random.nextInt(2), random.nextInt(RANGE),
            random.nextInt(RANGE), random.nextInt(FLAGS)));
    }

    boolean isToken() {
        return (flags & 1) != 0;
    }

    /** Seldom not: the SO logs in where there is no R/O session. */
    boolean isReadWrite() {
        return (flags & 7) != 0;
    }

    /** Less often than the user. */
    boolean isSo() {
        return (flags & 3) == 3;
    }

    /** Whether both applications close all sessions first. */
    boolean isAlone() {
        return (flags & 3) == 3;
    }

    /** Whether half a minute goes by, after which nothing is left of a killed process (A7). */
    boolean isLater() {
        return (flags & 1) == 0;
    }

    boolean isPrivate() {
        return (flags & 2) != 0;
    }

    boolean isWrong() {
        return (flags & 56) == 56;
    }

    boolean isModifiable() {
        return (flags & 24) != 24;
    }

    boolean isDestroyable() {
        return (flags & 40) != 40;
    }

    /** Of an object that is made, or that a key is used as. */
    ObjectKind kind() {
        boolean other = (flags & 64) != 0;
        if ((flags & 4) == 0) {
            return other ? ObjectKind.CERTIFICATE : ObjectKind.DATA;
        }
        return (flags & 128) == 0 ? other ? ObjectKind.PUBLIC_KEY : ObjectKind.SECRET_KEY
            : other ? ObjectKind.SECRET_KEY : ObjectKind.PRIVATE_KEY;
    }

    /** Whether a key is tried as one of another kind. */
    boolean isMistaken() {
        return (flags & 48) == 48;
    }

    /** Which flag is set. */
    Changeable flag() {
        return Changeable.values()[(flags >> 7) & 3];
    }

    /** What a flag is set to. */
    boolean isOn() {
        return (flags & 512) != 0;
    }

    /** What a new object says of itself. */
    boolean says(Changeable flag) {
        return switch (flag) {
            case COPYABLE -> (flags & 48) != 48;
            case SENSITIVE -> (flags & 256) != 0;
            case EXTRACTABLE -> (flags & 512) != 0;
            case PERMISSION -> true;
        };
    }
}
