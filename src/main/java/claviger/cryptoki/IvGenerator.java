package claviger.cryptoki;

/** CK_GENERATOR_FUNCTION, who makes the IV of a message and how (6.13.1 of PKCS#11 3.2). */
public enum IvGenerator {
    CKG_NO_GENERATE(0x0),
    CKG_GENERATE(0x1),
    CKG_GENERATE_COUNTER(0x2),
    CKG_GENERATE_RANDOM(0x3),
    CKG_GENERATE_COUNTER_XOR(0x4);

    private final long code;

    IvGenerator(long code) {
        this.code = code;
    }

    /** The number that the standard gives this value. */
    public long code() {
        return code;
    }
}
