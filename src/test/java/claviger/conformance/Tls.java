package claviger.conformance;

import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckm.CKM_SHA256;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyMatOut;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Returned;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.token.Policy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One TLS 1.2 connection, whose random numbers count upwards. */
final class Tls {
    static final Parameters.RandomInfo RANDOM = new Parameters.RandomInfo(counted(0, 32), counted(0x40, 32));

    private Tls() {
    }

    /** A secret that may be told, of so many bytes. */
    static Template secret(int length) {
        return Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY).with(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
            .with(CKA_VALUE, counted(1, length)).with(CKA_DERIVE, true);
    }

    /** As a client sends it by RSA. */
    static ObjectHandle premaster(Cryptoki a, SessionHandle session) {
        byte[] value = counted(-1, 48);
        value[0] = 3;
        value[1] = 3;
        return a.createObject(session, secret(48).with(CKA_VALUE, value));
    }

    static ObjectHandle master(Cryptoki a, SessionHandle session, Template wanted) {
        return a.deriveKey(session, new Mechanism(Ckm.CKM_TLS12_MASTER_KEY_DERIVE,
            new Parameters.Tls12MasterKey(RANDOM, Optional.empty(), CKM_SHA256)), premaster(a, session), wanted);
    }

    /** What a master secret may be that somebody brings: one that is said to be none other. */
    static Template imported(Ckm... mechanisms) {
        long[] codes = new long[mechanisms.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = mechanisms[i].code();
        }
        return secret(48).with(CKA_ALLOWED_MECHANISMS, codes);
    }

    static Mechanism keys(int macBits, int keyBits, int ivBits, Returned<KeyMatOut> out) {
        return new Mechanism(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE,
            new Parameters.Tls12KeyMat(macBits, keyBits, ivBits, false, RANDOM, out, CKM_SHA256));
    }

    static Mechanism kdf(String label) {
        return new Mechanism(Ckm.CKM_TLS_KDF, new Parameters.TlsKdf(CKM_SHA256,
            label.getBytes(StandardCharsets.US_ASCII), RANDOM, Optional.empty()));
    }

    static Mechanism hkdf() {
        return new Mechanism(Ckm.CKM_HKDF_DERIVE,
            new Parameters.Hkdf(false, true, CKM_SHA256, new byte[0], Optional.empty(), new byte[0]));
    }

    /** A token that allows what the standard allows. */
    static Token spec(World world) {
        return world.made(settings -> settings.withPolicy(Policy.SPEC));
    }

    private static byte[] counted(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }
}
