package claviger.random;

import static claviger.random.Sequence.Verdict.APART;
import static claviger.random.Sequence.Verdict.KNOWN;

import claviger.random.Call.Verb;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where SoftHSM2 2.6.1 answers otherwise than the model and we do, the rule that decides who is right, and the calls
 * that show it.
 */
enum KnownDifference {
    /** L5: a logout needs a login, and the standard names the code. */
    LOGOUT_OF_NOBODY(Verb.LOGOUT, "CKR_USER_NOT_LOGGED_IN", "CKR_OK", KNOWN,
        open(0), call(Verb.LOGOUT, 0, 0)),

    /** P4: so many tries; SoftHSM2 counts none. From here on one is logged in and the other is not. */
    NO_LOCK_FOR_THE_RIGHT_PIN(Verb.LOGIN, "CKR_PIN_LOCKED", "CKR_OK", APART,
        afterTheLastTry(call(Verb.LOGIN, 0, 0))),

    /** P4 again. */
    NO_LOCK_FOR_A_WRONG_PIN(Verb.LOGIN, "CKR_PIN_LOCKED", "CKR_PIN_INCORRECT", KNOWN,
        afterTheLastTry(call(Verb.LOGIN, 0, Flags.WRONG))),

    /** D19: what is secret is sealed in the store also when it is public, and opens with a login alone. */
    A_SECRET_WITHOUT_A_LOGIN(Verb.CREATE, "CKR_USER_NOT_LOGGED_IN", "handle [0-9]+", APART,
        open(0), call(Verb.CREATE, 0, Flags.KEY | Flags.TOKEN)),

    /** D19 again. */
    A_COPY_WITHOUT_A_LOGIN(Verb.COPY, "CKR_USER_NOT_LOGGED_IN", "handle [0-9]+", APART,
        open(0), call(Verb.CREATE, 0, Flags.KEY), call(Verb.COPY, 0, Flags.TOKEN)),

    A_PAIR_WITHOUT_A_LOGIN(Verb.PAIR, "CKR_USER_NOT_LOGGED_IN", "handle [0-9]+, handle [0-9]+", APART,
        open(0), call(Verb.PAIR, 0, Flags.TOKEN)),

    A_SEALED_KEY(Verb.USE, "CKR_USER_NOT_LOGGED_IN", "CKR_OK", KNOWN,
        open(0), call(Verb.LOGIN, 0, 0), call(Verb.CREATE, 0, Flags.KEY | Flags.TOKEN), call(Verb.LOGOUT, 0, 0),
        call(Verb.USE, 0, 0)),

    A_CHANGE_OF_A_SEALED_KEY(Verb.RELABEL, "CKR_USER_NOT_LOGGED_IN", "CKR_OK", APART,
        open(0), call(Verb.LOGIN, 0, 0), call(Verb.CREATE, 0, Flags.KEY | Flags.TOKEN), call(Verb.LOGOUT, 0, 0),
        call(Verb.RELABEL, 0, 0)),

    A_FLAG_OF_A_SEALED_KEY(Verb.SET, "CKR_USER_NOT_LOGGED_IN", "CKR_OK|CKR_ATTRIBUTE_READ_ONLY", APART,
        open(0), call(Verb.LOGIN, 0, 0), call(Verb.CREATE, 0, Flags.KEY | Flags.TOKEN), call(Verb.LOGOUT, 0, 0),
        call(Verb.SET, 0, Flags.OF_PERMISSION)),

    A_SEALED_VALUE(Verb.READ_VALUE, "CKR_USER_NOT_LOGGED_IN", "its value", KNOWN,
        open(0), call(Verb.LOGIN, 0, 0), call(Verb.CREATE, 0, Flags.KEY | Flags.TOKEN | Flags.EXTRACTABLE),
        call(Verb.LOGOUT, 0, 0), call(Verb.READ_VALUE, 0, 0)),

    /** H3: what is no key has no valid handle of a key. */
    DATA_AS_A_KEY(Verb.USE, "CKR_KEY_HANDLE_INVALID", "CKR_KEY_FUNCTION_NOT_PERMITTED", KNOWN,
        open(0), call(Verb.CREATE, 0, 0), call(Verb.USE, 0, 0)),

    /** H3: nor has a key that is gone. */
    A_LOST_KEY(Verb.USE, "CKR_KEY_HANDLE_INVALID", "CKR_OBJECT_HANDLE_INVALID", KNOWN,
        open(0), call(Verb.CREATE, 0, Flags.KEY), call(Verb.DESTROY, 0, 0), call(Verb.USE, 0, 0)),

    /** E2: the type is asked for before the use, and before any arithmetic. */
    A_KEY_OF_ANOTHER_TYPE(Verb.USE, "CKR_KEY_TYPE_INCONSISTENT",
        "CKR_KEY_FUNCTION_NOT_PERMITTED|CKR_GENERAL_ERROR|CKR_SIGNATURE_LEN_RANGE", KNOWN,
        open(0), call(Verb.CREATE, 0, Flags.PRIVATE_KEY), call(Verb.USE, 0, Flags.KEY | Flags.MISTAKEN)),

    /** C1: an attribute of the standard that other objects have contradicts the object, and is not unknown. */
    A_FLAG_OF_OTHER_OBJECTS(Verb.SET, "CKR_TEMPLATE_INCONSISTENT", "CKR_ATTRIBUTE_TYPE_INVALID", KNOWN,
        open(0), call(Verb.CREATE, 0, 0), call(Verb.SET, 0, Flags.OF_SENSITIVE)),

    /** C7: CKA_COPYABLE becomes false by C_SetAttributeValue too. */
    COPYABLE_TAKEN_BACK(Verb.SET, Changeable.COPYABLE, "CKR_OK", "CKR_ATTRIBUTE_READ_ONLY", APART,
        open(0), call(Verb.CREATE, 0, 0), call(Verb.SET, 0, 0)),

    /** C6: what sticks may be given the value that it has. */
    SENSITIVE_AGAIN(Verb.SET, Changeable.SENSITIVE, "CKR_OK", "CKR_ATTRIBUTE_READ_ONLY", KNOWN,
        open(0), call(Verb.CREATE, 0, Flags.KEY | Flags.SENSITIVE), call(Verb.SET, 0, Flags.OF_SENSITIVE | Flags.ON)),

    UNEXTRACTABLE_AGAIN(Verb.SET, Changeable.EXTRACTABLE, "CKR_OK", "CKR_ATTRIBUTE_READ_ONLY", KNOWN,
        open(0), call(Verb.CREATE, 0, Flags.KEY), call(Verb.SET, 0, Flags.OF_EXTRACTABLE)),

    /** C7: a copy changes what it may not and may not be made either; both are true, and nothing orders them (E2). */
    COPY_WITH_TWO_FAULTS(Verb.COPY, "CKR_ATTRIBUTE_READ_ONLY",
        "CKR_USER_NOT_LOGGED_IN|CKR_TEMPLATE_INCONSISTENT|CKR_SESSION_READ_ONLY", KNOWN,
        open(0), call(Verb.CREATE, 0, Flags.UNMODIFIABLE), call(Verb.COPY, 0, Flags.PRIVATE)),

    /**
     * F4: a search finds what there is when it starts. A process of SoftHSM2 that makes a token object misses what
     * another process made just before.
     */
    OBJECTS_OF_OTHERS_ARE_MISSED(Verb.FIND, "handle [0-9]+", "none", APART,
        open(0), open(1), call(Verb.CREATE, 1, Flags.TOKEN), call(Verb.CREATE, 1, Flags.TOKEN),
        call(Verb.CREATE, 0, Flags.TOKEN), new Call(Verb.FIND, 0, 1, 9, 0)),

    OBJECTS_OF_OTHERS_ARE_NOT_COUNTED(Verb.COUNT, "\\[.*", "\\[.*", APART,
        open(0), open(1), call(Verb.CREATE, 1, Flags.TOKEN), call(Verb.CREATE, 1, Flags.TOKEN),
        call(Verb.CREATE, 0, Flags.TOKEN), call(Verb.COUNT, 0, 0));

    private final Verb verb;
    private final Changeable flag;      // null if it does not matter
    private final String ours;
    private final String theirs;
    private final Sequence.Verdict verdict;
    private final Sequence shown;

    KnownDifference(Verb verb, String ours, String theirs, Sequence.Verdict verdict, Call... shown) {
        this(verb, null, ours, theirs, verdict, shown);
    }

    /**
     * @param ours   our answer, a regular expression
     * @param theirs that of SoftHSM2
     * @param shown  calls that end with it
     */
    KnownDifference(Verb verb, Changeable flag, String ours, String theirs, Sequence.Verdict verdict, Call... shown) {
        this.verb = verb;
        this.flag = flag;
        this.ours = ours;
        this.theirs = theirs;
        this.verdict = verdict;
        this.shown = new Sequence(List.of(shown));
    }

    static Optional<KnownDifference> of(Step step, String ours, String theirs) {
        return Stream.of(values()).filter(row -> row.verb == step.call().verb()
            && (row.flag == null || row.flag == step.call().flag())
            && ours.matches(row.ours) && theirs.matches(row.theirs)).findFirst();
    }

    Sequence.Verdict verdict() {
        return verdict;
    }

    Sequence shown() {
        return shown;
    }

    private static Call open(int application) {
        return call(Verb.OPEN, application, Flags.TOKEN);
    }

    private static Call[] afterTheLastTry(Call last) {
        Stream<Call> wrong = Stream.generate(() -> call(Verb.LOGIN, 0, Flags.WRONG)).limit(Model.TRIES);
        return Stream.of(Stream.of(open(0)), wrong, Stream.of(last)).flatMap(part -> part).toArray(Call[]::new);
    }

    private static Call call(Verb verb, int application, int flags) {
        return new Call(verb, application, 0, 0, flags);
    }

    /** The bits of {@link Call#flags}. */
    private static final class Flags {
        private static final int TOKEN = 1;
        private static final int PRIVATE = 2;
        private static final int KEY = 4;
        private static final int PRIVATE_KEY = 4 | 128;
        private static final int MISTAKEN = 48;
        private static final int SENSITIVE = 256;
        private static final int EXTRACTABLE = 512;
        private static final int OF_SENSITIVE = 128;
        private static final int OF_EXTRACTABLE = 256;
        private static final int OF_PERMISSION = 384;
        private static final int ON = 512;
        private static final int WRONG = 56;
        private static final int UNMODIFIABLE = 24;
    }
}
