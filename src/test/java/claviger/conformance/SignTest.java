package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.token.Policy;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** Signatures and MACs; the rules that hold for every operation are in {@link OperationTest}. */
class SignTest {
    private static final byte[] MESSAGE = Token.utf8("what do ya want for nothing?");

    @InEveryWorld void anHmacIsTheOneOfTheRfc(Token token) {   // RFC 4231, test case 2
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        ObjectHandle key = a.createObject(session, Templates.hmacKey(Token.utf8("Jefe")));
        byte[] expected = Templates.hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        a.signInit(session, Templates.HMAC, key);
        assertArrayEquals(expected, a.sign(session, MESSAGE));
        a.verifyInit(session, Templates.HMAC, key);
        a.verify(session, MESSAGE, expected);
    }

    @InEveryWorld void aVerdictEndsTheOperationAndTheWrongLengthGoesFirst(Token token) {   // O3, O8
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        ObjectHandle key = a.createObject(session, Templates.hmacKey(Token.utf8("Jefe")));
        a.signInit(session, Templates.HMAC, key);
        byte[] right = a.sign(session, MESSAGE);
        byte[] wrong = right.clone();
        wrong[0] ^= 1;
        a.verifyInit(session, Templates.HMAC, key);
        assertCkr(CKR_SIGNATURE_INVALID, () -> a.verify(session, MESSAGE, wrong));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verify(session, MESSAGE, right));
        a.verifyInit(session, Templates.HMAC, key);
        assertCkr(CKR_SIGNATURE_LEN_RANGE, () -> a.verify(session, MESSAGE, Arrays.copyOf(wrong, 31)));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verify(session, MESSAGE, right));
        a.verifyInit(session, Templates.HMAC, key);
        a.verifyUpdate(session, MESSAGE);
        assertCkr(CKR_SIGNATURE_LEN_RANGE, () -> a.verifyFinal(session, new byte[0]));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.verifyFinal(session, right));
    }

    /** O10, D22: collisions of SHA-1 can be made, so on `safe` a key has to name what signs them. */
    @InEveryWorld void sha1IsSignedByKeysThatNameItAndOnSpecByAll(World world) {
        Mechanism sha1 = Mechanism.of(Ckm.CKM_ECDSA_SHA1);
        try (Token safe = world.token(); Token spec = world.made(settings -> settings.withPolicy(Policy.SPEC))) {
            SessionHandle session = safe.user(safe.a());
            ObjectHandle plain = ecPair(safe.a(), session).privateKey();
            assertCkr(CKR_MECHANISM_INVALID, () -> safe.a().signInit(session, sha1, plain));
            assertCkr(CKR_MECHANISM_INVALID, () -> safe.a().messageSignInit(session, sha1, plain));
            long[] named = {Ckm.CKM_ECDSA_SHA1.code()};
            KeyPair naming = safe.a().generateKeyPair(session, Templates.EC_KEY_PAIR_GEN,
                Templates.newP256PublicKey(), Templates.newPrivateKey().with(CKA_ALLOWED_MECHANISMS, named));
            safe.a().signInit(session, sha1, naming.privateKey());
            byte[] signature = safe.a().sign(session, MESSAGE);
            safe.a().verifyInit(session, sha1, naming.publicKey());
            safe.a().verify(session, MESSAGE, signature);
            SessionHandle free = spec.user(spec.a());
            spec.a().signInit(free, sha1, ecPair(spec.a(), free).privateKey());
            assertEquals(64, spec.a().sign(free, MESSAGE).length);
        }
    }

    @InEveryWorld void anEcdsaSignatureIsWhatTheJdkTakes(Token token) throws Exception {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = ecPair(a, session);
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        a.signUpdate(session, Arrays.copyOf(MESSAGE, 10));
        a.signUpdate(session, Arrays.copyOfRange(MESSAGE, 10, MESSAGE.length));
        byte[] signature = a.signFinal(session);
        assertEquals(64, signature.length);
        Signature jdk = Signature.getInstance("SHA256withECDSAinP1363Format");
        jdk.initVerify(publicKey(a, session, pair, "EC"));
        jdk.update(MESSAGE);
        assertTrue(jdk.verify(signature));
        a.verifyInit(session, Templates.ECDSA_SHA_256, pair.publicKey());
        a.verify(session, MESSAGE, signature);
        signature[40] ^= 1;
        a.verifyInit(session, Templates.ECDSA_SHA_256, pair.publicKey());
        assertCkr(CKR_SIGNATURE_INVALID, () -> a.verify(session, MESSAGE, signature));
    }

    @InEveryWorld void anRsaSignatureIsWhatTheJdkTakes(Token token) throws Exception {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN),
            Template.EMPTY.with(CKA_MODULUS_BITS, 2048L).with(CKA_VERIFY, true), Templates.newPrivateKey());
        PublicKey key = publicKey(a, session, pair, "RSA");
        Signature pkcs1 = Signature.getInstance("SHA256withRSA");
        pkcs1.initVerify(key);
        pkcs1.update(MESSAGE);
        a.signInit(session, Mechanism.of(Ckm.CKM_SHA256_RSA_PKCS), pair.privateKey());
        assertTrue(pkcs1.verify(a.sign(session, MESSAGE)));
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        pss.initVerify(key);
        pss.update(MESSAGE);
        a.signInit(session, new Mechanism(Ckm.CKM_SHA256_RSA_PKCS_PSS,
            new Parameters.Pss(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, 32)), pair.privateKey());
        byte[] signature = a.sign(session, MESSAGE);
        assertTrue(pss.verify(signature));
        a.verifyInit(session, Mechanism.of(Ckm.CKM_SHA256_RSA_PKCS), pair.publicKey());
        assertCkr(CKR_SIGNATURE_LEN_RANGE, () -> a.verify(session, MESSAGE, Arrays.copyOf(signature, 255)));
        a.signInit(session, Mechanism.of(Ckm.CKM_RSA_PKCS), pair.privateKey());
        assertCkr(CKR_DATA_LEN_RANGE, () -> a.sign(session, new byte[300]));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.sign(session, MESSAGE));   // O3
    }

    @InEveryWorld void aKeyThatIsDestroyedUnderAnOperationSignsToTheEnd(Token token) {   // O13
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = ecPair(a, session);
        a.signInit(session, Templates.ECDSA_SHA_256, pair.privateKey());
        a.signUpdate(session, MESSAGE);
        a.destroyObject(token.rw(a), pair.privateKey());
        byte[] signature = a.signFinal(session);
        a.verifyInit(session, Templates.ECDSA_SHA_256, pair.publicKey());
        a.verify(session, MESSAGE, signature);
    }

    private static KeyPair ecPair(Cryptoki a, SessionHandle session) {
        return a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey());
    }

    private static PublicKey publicKey(Cryptoki a, SessionHandle session, KeyPair pair, String algorithm)
            throws Exception {
        byte[] info = a.attributes(session, pair.publicKey(), CKA_PUBLIC_KEY_INFO).require(CKA_PUBLIC_KEY_INFO);
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(info));
    }
}
