package claviger.cryptoki;

/** The flags of C_OpenSession and CK_SESSION_INFO (3.3 of PKCS#11 3.2). */
public enum SessionFlag implements Flag {
    CKF_RW_SESSION(0x2),
    CKF_SERIAL_SESSION(0x4),
    CKF_ASYNC_SESSION(0x8);

    private final long bit;

    SessionFlag(long bit) {
        this.bit = bit;
    }

    @Override public long bit() {
        return bit;
    }
}
