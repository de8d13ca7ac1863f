package claviger.conformance;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Cko.CKO_DATA;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.util.HexFormat;

/** Templates, keys and mechanisms that many tests use. Objects are of the session unless a test adds TOKEN. */
final class Templates {
    /** Two values, so that two different AES keys are at hand. */
    static final byte[] AES_128 = hex("000102030405060708090a0b0c0d0e0f");
    static final byte[] AES_256 = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
    static final byte[] IV = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    /** The named curve P-256. */
    static final byte[] P_256 = hex("06082a8648ce3d030107");

    static final Mechanism SHA_256 = Mechanism.of(Ckm.CKM_SHA256);
    static final Mechanism HMAC = Mechanism.of(Ckm.CKM_SHA256_HMAC);
    static final Mechanism ECB = Mechanism.of(Ckm.CKM_AES_ECB);
    static final Mechanism CBC = new Mechanism(Ckm.CKM_AES_CBC, new Parameters.Iv(IV));
    static final Mechanism CBC_PAD = new Mechanism(Ckm.CKM_AES_CBC_PAD, new Parameters.Iv(IV));
    static final Mechanism AES_KEY_GEN = Mechanism.of(Ckm.CKM_AES_KEY_GEN);
    static final Mechanism KWP = Mechanism.of(Ckm.CKM_AES_KEY_WRAP_KWP);
    static final Mechanism EC_KEY_PAIR_GEN = Mechanism.of(Ckm.CKM_EC_KEY_PAIR_GEN);
    static final Mechanism ECDSA_SHA_256 = Mechanism.of(Ckm.CKM_ECDSA_SHA256);

    static final Template TOKEN = Template.EMPTY.with(CKA_TOKEN, true);
    static final Template PRIVATE = Template.EMPTY.with(CKA_PRIVATE, true);
    static final Template PUBLIC = Template.EMPTY.with(CKA_PRIVATE, false);

    private Templates() {
    }

    /** A public data object of the session. */
    static Template data(String label) {
        return Template.EMPTY.with(CKA_CLASS, CKO_DATA).with(CKA_LABEL, label).with(CKA_VALUE, new byte[] {1, 2, 3})
            .with(CKA_PRIVATE, false);
    }

    static Template labelled(String label) {
        return Template.EMPTY.with(CKA_LABEL, label);
    }

    /** A secret key that also a public session may make and use. */
    static Template aes(byte[] value) {
        return Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY).with(CKA_KEY_TYPE, CKK_AES).with(CKA_VALUE, value.clone())
            .with(CKA_PRIVATE, false).with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true);
    }

    static Template hmacKey(byte[] value) {
        return Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY).with(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
            .with(CKA_VALUE, value.clone()).with(CKA_PRIVATE, false).with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false)
            .with(CKA_SIGN, true).with(CKA_VERIFY, true);
    }

    /** For C_GenerateKey. */
    static Template newAes(int length) {
        return Template.EMPTY.with(CKA_VALUE_LEN, (long) length).with(CKA_PRIVATE, false);
    }

    /** For C_GenerateKey: a key that wraps and unwraps and does nothing else (Z1). */
    static Template newWrappingKey() {
        return newAes(32).with(CKA_WRAP, true).with(CKA_UNWRAP, true).with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false);
    }

    /** For C_GenerateKey: a key that may leave the token, wrapped. */
    static Template newExtractableAes() {
        return newAes(32).with(CKA_EXTRACTABLE, true).with(CKA_SENSITIVE, true);
    }

    static Template newP256PublicKey() {
        return Template.EMPTY.with(CKA_EC_PARAMS, P_256).with(CKA_VERIFY, true);
    }

    static Template newPrivateKey() {
        return Template.EMPTY.with(CKA_SIGN, true).with(CKA_PRIVATE, false);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
