package claviger.random;

import java.util.Random;

/**
 * One call of a sequence. What it is about is told by numbers that are taken modulo what there is when it is made, so
 * that a sequence from which calls were dropped is still one.
 *
 * @param application 0 or 1
 * @param session     which of the sessions that the application has ever had
 * @param object      which of the objects, or of the application's handles, that there have ever been
 * @param flags       bits: 1 R/W session or token object, 2 private object, 4 key; 1 and 2 together the SO; two of the
 *                    next three bits an object that is not to be modified, copied or destroyed, or a wrong PIN
 */
record Call(Verb verb, int application, int session, int object, int flags) {
    private static final int RANGE = 1 << 20;

    /** The function, and how often it is called among all others. */
    enum Verb {
        OPEN(20), CLOSE(6), CLOSE_ALL(1), LOGIN(14), LOGOUT(4), INIT_PIN(6), SET_PIN(3), INIT_TOKEN(1), STATE(12),
        CREATE(32), FIND(40), READ(32), RELABEL(16), COPY(12), USE(16), DESTROY(8), RESTART(1);

        private final int weight;

        Verb(int weight) {
            this.weight = weight;
        }

        private static Verb any(Random random) {
            int total = 0;
            for (Verb verb : values()) {
                total += verb.weight;
            }
            int at = random.nextInt(total);
            for (Verb verb : values()) {
                at -= verb.weight;
                if (at < 0) {
                    return verb;
                }
            }
            throw new AssertionError("weights");
        }
    }

    static Call any(Random random) {
        return new Call(Verb.any(random), random.nextInt(2), random.nextInt(RANGE), random.nextInt(RANGE),
            random.nextInt(64));
    }

    boolean isFirst() {
        return (flags & 1) != 0;
    }

    /** Less often than the user. */
    boolean isSo() {
        return (flags & 3) == 3;
    }

    /** Whether both applications close all sessions first. */
    boolean isAlone() {
        return isFirst();
    }

    boolean isPrivate() {
        return (flags & 2) != 0;
    }

    boolean isWrong() {
        return (flags & 24) == 24;
    }

    boolean isModifiable() {
        return (flags & 24) != 24;
    }

    boolean isCopyable() {
        return (flags & 48) != 48;
    }

    boolean isDestroyable() {
        return (flags & 40) != 40;
    }

    /** A key that is public and a token object is left out: whether it can be sealed depends on other logins (D19). */
    boolean isKey() {
        return (flags & 4) != 0 && (isPrivate() || !isFirst());
    }
}
