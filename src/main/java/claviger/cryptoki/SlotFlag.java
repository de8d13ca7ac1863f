package claviger.cryptoki;

/** The flags of CK_SLOT_INFO (3.2 of PKCS#11 3.2). */
public enum SlotFlag implements Flag {
    CKF_TOKEN_PRESENT(0x1),
    CKF_REMOVABLE_DEVICE(0x2),
    CKF_HW_SLOT(0x4);

    private final long bit;

    SlotFlag(long bit) {
        this.bit = bit;
    }

    @Override public long bit() {
        return bit;
    }
}
