package claviger.cryptoki;

/** The flags of CK_C_INITIALIZE_ARGS (3.7 of PKCS#11 3.2). */
public enum InitializeFlag implements Flag {
    CKF_LIBRARY_CANT_CREATE_OS_THREADS(0x1),
    CKF_OS_LOCKING_OK(0x2);

    private final long bit;

    InitializeFlag(long bit) {
        this.bit = bit;
    }

    @Override public long bit() {
        return bit;
    }
}
