package claviger.token;

import claviger.cryptoki.Use;
import java.util.EnumSet;
import java.util.Set;

/** The kinds of operation that a session can have running, at most one of each (section 8 of the digest, O1 to O4). */
enum OperationKind {
    FIND(Use.CKF_FIND_OBJECTS),
    ENCRYPT(Use.CKF_ENCRYPT),
    DECRYPT(Use.CKF_DECRYPT),
    DIGEST(Use.CKF_DIGEST),
    SIGN(Use.CKF_SIGN),
    SIGN_RECOVER(Use.CKF_SIGN_RECOVER),
    VERIFY(Use.CKF_VERIFY),
    VERIFY_RECOVER(Use.CKF_VERIFY_RECOVER),
    VERIFY_SIGNATURE(Use.CKF_VERIFY),
    MESSAGE_ENCRYPT(Use.CKF_MESSAGE_ENCRYPT),
    MESSAGE_DECRYPT(Use.CKF_MESSAGE_DECRYPT),
    MESSAGE_SIGN(Use.CKF_MESSAGE_SIGN),
    MESSAGE_VERIFY(Use.CKF_MESSAGE_VERIFY);

    /** What the dual-function updates work with (O12). */
    private static final Set<Set<OperationKind>> PAIRS = Set.of(EnumSet.of(DIGEST, ENCRYPT),
        EnumSet.of(DECRYPT, DIGEST), EnumSet.of(SIGN, ENCRYPT), EnumSet.of(DECRYPT, VERIFY));

    private final Use use;

    OperationKind(Use use) {
        this.use = use;
    }

    /** The flag that a mechanism needs for it. */
    Use use() {
        return use;
    }

    /**
     * Whether the two may run in one session at once (O2): the four pairs of O12 may. The standard's own example has a
     * running search refuse C_EncryptInit; a setting lifts that (D23).
     */
    boolean mayRunBeside(OperationKind other, Settings settings) {
        if (this == other) {
            return false;
        }
        return this == FIND || other == FIND ? settings.findBesideCrypto() : PAIRS.contains(EnumSet.of(this, other));
    }
}
