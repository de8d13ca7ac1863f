package claviger.faults;

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
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.HexFormat;

/** Objects that these tests make. Token objects unless a template says otherwise. */
public final class Samples {
    public static final Mechanism ECDSA = Mechanism.of(Ckm.CKM_ECDSA_SHA256);
    static final byte[] P_256 = HexFormat.of().parseHex("06082a8648ce3d030107");
    static final Template ON_TOKEN = Template.EMPTY.with(CKA_TOKEN, true);

    private Samples() {
    }

    public static Template labelled(String label) {
        return Template.EMPTY.with(CKA_LABEL, label);
    }

    static Template data(String label, boolean isPrivate, byte[] value) {
        return ON_TOKEN.with(CKA_CLASS, Cko.CKO_DATA).with(CKA_LABEL, label).with(CKA_PRIVATE, isPrivate)
            .with(CKA_VALUE, value);
    }

    /** A private AES key for C_CreateObject. */
    static Template aes(String label, byte[] value) {
        return ON_TOKEN.with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_KEY_TYPE, Ckk.CKK_AES).with(CKA_LABEL, label)
            .with(CKA_PRIVATE, true).with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true).with(CKA_VALUE, value);
    }

    public static ObjectHandle newAes(Cryptoki cryptoki, SessionHandle session, Template more) {
        return cryptoki.generateKey(session, Mechanism.of(Ckm.CKM_AES_KEY_GEN), Template.EMPTY
            .with(CKA_VALUE_LEN, 32L).with(CKA_PRIVATE, true).with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true)
            .with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false).with(more));
    }

    public static KeyPair newEcPair(Cryptoki cryptoki, SessionHandle session, Template more) {
        return cryptoki.generateKeyPair(session, Mechanism.of(Ckm.CKM_EC_KEY_PAIR_GEN),
            more.with(CKA_EC_PARAMS, P_256).with(CKA_VERIFY, true).with(CKA_PRIVATE, false),
            more.with(CKA_SIGN, true).with(CKA_PRIVATE, true));
    }
}
