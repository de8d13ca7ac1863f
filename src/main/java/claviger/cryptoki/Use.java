package claviger.cryptoki;

/** What a mechanism can be used for, and how: the flags of CK_MECHANISM_INFO (3.5 of PKCS#11 3.2). */
public enum Use implements Flag {
    CKF_HW(0x1),
    CKF_MESSAGE_ENCRYPT(0x2),
    CKF_MESSAGE_DECRYPT(0x4),
    CKF_MESSAGE_SIGN(0x8),
    CKF_MESSAGE_VERIFY(0x10),
    CKF_MULTI_MESSAGE(0x20),
    CKF_FIND_OBJECTS(0x40),
    CKF_ENCRYPT(0x100),
    CKF_DECRYPT(0x200),
    CKF_DIGEST(0x400),
    CKF_SIGN(0x800),
    CKF_SIGN_RECOVER(0x1000),
    CKF_VERIFY(0x2000),
    CKF_VERIFY_RECOVER(0x4000),
    CKF_GENERATE(0x8000),
    CKF_GENERATE_KEY_PAIR(0x1_0000),
    CKF_WRAP(0x2_0000),
    CKF_UNWRAP(0x4_0000),
    CKF_DERIVE(0x8_0000),
    CKF_EC_F_P(0x10_0000),
    CKF_EC_F_2M(0x20_0000),
    CKF_EC_ECPARAMETERS(0x40_0000),
    CKF_EC_OID(0x80_0000),
    CKF_EC_UNCOMPRESS(0x100_0000),
    CKF_EC_COMPRESS(0x200_0000),
    CKF_EC_CURVENAME(0x400_0000),
    CKF_ENCAPSULATE(0x1000_0000),
    CKF_DECAPSULATE(0x2000_0000),
    CKF_EXTENSION(0x8000_0000L);

    private final long bit;

    Use(long bit) {
        this.bit = bit;
    }

    @Override public long bit() {
        return bit;
    }
}
