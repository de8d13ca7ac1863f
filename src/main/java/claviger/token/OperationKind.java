package claviger.token;

import claviger.cryptoki.Use;

/** The kinds of operation that a session can have running, at most one of each (section 8 of the digest, O1 to O4). */
enum OperationKind {
    FIND(Use.CKF_FIND_OBJECTS),
    ENCRYPT(Use.CKF_ENCRYPT),
    DECRYPT(Use.CKF_DECRYPT),
    DIGEST(Use.CKF_DIGEST),
    SIGN(Use.CKF_SIGN),
    VERIFY(Use.CKF_VERIFY);

    private final Use use;

    OperationKind(Use use) {
        this.use = use;
    }

    /** The flag that a mechanism needs for it. */
    Use use() {
        return use;
    }

    /**
     * Whether the two may run in one session at once (O2). The standard's own example has a running search refuse
     * C_EncryptInit; a setting lifts that (D23).
     */
    boolean mayRunBeside(OperationKind other, Settings settings) {
        return this != other && (this == FIND || other == FIND) && settings.findBesideCrypto();
    }
}
