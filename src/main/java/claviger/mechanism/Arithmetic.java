package claviger.mechanism;

import static claviger.mechanism.Engine.BOUNCY_CASTLE;
import static claviger.mechanism.Engine.CORRETTO;
import static claviger.mechanism.Engine.JDK;

import java.util.List;

/**
 * The families of computations and who computes each: the first engine of the row that is present. The order is the
 * measured one, see the decisions page on arithmetic. Results do not depend on it. Safe between threads.
 */
public enum Arithmetic {
    //           what                                              first choice ... last
    HASH(        "SHA-1, SHA-2, SHA-3",                            JDK),
    MAC(         "HMAC, CMAC, CCM, key derivation",                BOUNCY_CASTLE),
    AES_GCM(     "AES-GCM",                                        CORRETTO, JDK),
    AES(         "AES in the other modes, AES key wrap",           JDK),
    RSA(         "RSA, 2048 to 8192 bits, exponent 65537",         CORRETTO, JDK),
    RSA_OTHER(   "other RSA keys, RSA key pairs",                  JDK),
    ECDSA_P(     "ECDSA on P-256, P-384, P-521",                   CORRETTO, BOUNCY_CASTLE),
    ECDH_P(      "ECDH on P-256, P-384, P-521",                    CORRETTO, JDK),
    CURVES(      "other curves, EC key pairs",                     BOUNCY_CASTLE),
    POST_QUANTUM("ML-KEM, ML-DSA, SLH-DSA",                        BOUNCY_CASTLE),
    CHACHA20(    "ChaCha20-Poly1305",                              JDK),
    RANDOM(      "random numbers",                                 JDK);

    private final String what;
    private final List<Engine> order;

    Arithmetic(String what, Engine... order) {
        this.what = what;
        this.order = List.of(order);
    }

    /** The computations of the family, for people. */
    public String what() {
        return what;
    }

    /** Who can compute it, the fastest first. */
    public List<Engine> order() {
        return order;
    }

    /** Who computes it now. */
    public Engine engine() {
        Engine first = order.get(0);
        return first.isPresent() ? first : order.get(1);
    }
}
