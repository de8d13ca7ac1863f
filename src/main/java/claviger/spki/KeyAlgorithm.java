package claviger.spki;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The keys that signatures are verified with, by what stands in {@code (public-key (name ..))} (AC63). The names of RSA are
 * those of SPKI's structure drafts, which put the hash into the key; without one, the signature tells it.
 */
enum KeyAlgorithm {
    RSA_PKCS1_SHA256("rsa-pkcs1-sha256", RsaKey::read),
    RSA_PKCS1_SHA384("rsa-pkcs1-sha384", RsaKey::read),
    RSA_PKCS1_SHA512("rsa-pkcs1-sha512", RsaKey::read),
    RSA_PKCS1(       "rsa-pkcs1",        RsaKey::read),
    ECDSA(           "ecdsa",            EcdsaKey::read),
    ED25519(         "ed25519",          Ed25519Key::read),
    ML_DSA_44(       "ml-dsa-44",        MlDsaKey::read),
    ML_DSA_65(       "ml-dsa-65",        MlDsaKey::read),
    ML_DSA_87(       "ml-dsa-87",        MlDsaKey::read);

    private final String word;
    private final Form form;

    KeyAlgorithm(String word, Form form) {
        this.word = word;
        this.form = form;
    }

    /** Reads what stands after the name. */
    interface Form {
        VerificationKey read(KeyAlgorithm algorithm, List<Sexp> fields);
    }

    static Optional<KeyAlgorithm> of(String word) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.word.equals(word)).findFirst();
    }

    String word() {
        return word;
    }

    VerificationKey read(List<Sexp> fields) {
        return form.read(this, fields);
    }
}
