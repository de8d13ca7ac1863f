package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;

/** CKM_PUB_KEY_FROM_PRIV_KEY: a public key that was lost comes back (6.43). */
class PublicHalfTest {
    private static final Mechanism PUBLIC_HALF = Mechanism.of(Ckm.CKM_PUB_KEY_FROM_PRIV_KEY);
    private static final byte[] DATA = {1, 2, 3};

    @InEveryWorld void anEmptyTemplateIsEnough(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Template.EMPTY.with(CKA_SIGN, true).with(CKA_ID, new byte[] {9}));
        ObjectHandle again = a.deriveKey(session, PUBLIC_HALF, pair.privateKey(), Template.EMPTY);
        Template seen = a.attributes(session, again, CKA_CLASS, CKA_KEY_TYPE, CKA_TOKEN, CKA_PRIVATE, CKA_LOCAL, CKA_ID,
            CKA_VERIFY, CKA_ENCRYPT, CKA_EC_POINT, CKA_PUBLIC_KEY_INFO);
        assertEquals(CKO_PUBLIC_KEY, seen.require(CKA_CLASS));
        assertEquals(CKK_EC, seen.require(CKA_KEY_TYPE));
        assertArrayEquals(new byte[] {9}, seen.require(CKA_ID));
        assertTrue(seen.is(CKA_VERIFY));
        assertFalse(seen.is(CKA_TOKEN) || seen.is(CKA_PRIVATE) || seen.is(CKA_LOCAL) || seen.is(CKA_ENCRYPT));
        Template first = a.attributes(session, pair.publicKey(), CKA_EC_POINT, CKA_PUBLIC_KEY_INFO);
        assertArrayEquals(first.require(CKA_EC_POINT), seen.require(CKA_EC_POINT));
        assertArrayEquals(first.require(CKA_PUBLIC_KEY_INFO), seen.require(CKA_PUBLIC_KEY_INFO));
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        byte[] signature = a.sign(session, DATA);
        a.verifyInit(session, Templates.ECDSA_SHA_256, again);
        a.verify(session, DATA, signature);
    }

    @InEveryWorld void theTemplateOverridesWhatItMay(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = rsa(a, session, Template.EMPTY.with(CKA_SIGN, true).with(CKA_DECRYPT, false));
        ObjectHandle made = a.deriveKey(session, PUBLIC_HALF, key,
            Templates.TOKEN.with(CKA_LABEL, "back").with(CKA_VERIFY, false).with(CKA_ENCRYPT, true));
        Template seen = a.attributes(session, made, CKA_TOKEN, CKA_LABEL, CKA_VERIFY, CKA_ENCRYPT, CKA_MODULUS_BITS);
        assertTrue(seen.is(CKA_TOKEN) && seen.is(CKA_ENCRYPT));
        assertFalse(seen.is(CKA_VERIFY));
        assertEquals("back", seen.require(CKA_LABEL));
        assertEquals(2048L, seen.require(CKA_MODULUS_BITS));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> a.deriveKey(session, PUBLIC_HALF, key, Template.EMPTY.with(CKA_MODULUS, new byte[] {1})));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.deriveKey(session, PUBLIC_HALF, key, Template.EMPTY.with(CKA_PUBLIC_EXPONENT, new byte[] {3})));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.deriveKey(session, PUBLIC_HALF, key, Template.EMPTY.with(CKA_KEY_TYPE, CKK_EC)));
    }

    /** Z5: the safe token does not let a key wrap whose private half somebody may know. */
    @InEveryWorld void onASafeTokenItDoesNotWrap(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = rsa(a, session, Template.EMPTY.with(CKA_UNWRAP, true).with(CKA_DECRYPT, false));
        ObjectHandle made = a.deriveKey(session, PUBLIC_HALF, key, Template.EMPTY);
        assertFalse(a.attributes(session, made, CKA_WRAP).is(CKA_WRAP));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.deriveKey(session, PUBLIC_HALF, key, Template.EMPTY.with(CKA_WRAP, true)));
    }

    @InEveryWorld void onlyPrivateKeysHaveOne(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN,
            Template.EMPTY.with(CKA_EC_PARAMS, Templates.P_256), Template.EMPTY);
        assertCkr(CKR_KEY_TYPE_INCONSISTENT,
            () -> a.deriveKey(session, PUBLIC_HALF, pair.publicKey(), Template.EMPTY));
        ObjectHandle aes = a.createObject(session, Templates.aes(Templates.AES_128));
        assertCkr(CKR_KEY_TYPE_INCONSISTENT, () -> a.deriveKey(session, PUBLIC_HALF, aes, Template.EMPTY));
    }

    private static ObjectHandle rsa(Cryptoki a, SessionHandle session, Template more) {
        return a.generateKeyPair(session, Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN),
            Template.EMPTY.with(CKA_MODULUS_BITS, 2048L), more).privateKey();
    }
}
