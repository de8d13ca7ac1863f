package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_BASE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_PRIME;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_BITS;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_DH;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_DOMAIN_PARAMS_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import javax.crypto.KeyAgreement;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.util.BigIntegers;

/** Diffie-Hellman keys of PKCS #3 (6.4): made, brought in, agreed with. */
class DhTest {
    private static final Mechanism GENERATE = Mechanism.of(Ckm.CKM_DH_PKCS_KEY_PAIR_GEN);
    private static final BigInteger PRIME = DHStandardGroups.rfc7919_ffdhe2048.getP();
    private static final BigInteger BASE = DHStandardGroups.rfc7919_ffdhe2048.getG();
    private static final Template GROUP = Template.EMPTY.with(CKA_PRIME, BigIntegers.asUnsignedByteArray(PRIME))
        .with(CKA_BASE, BigIntegers.asUnsignedByteArray(BASE));
    private static final Template DERIVES = Template.EMPTY.with(CKA_DERIVE, true);
    private static final Template SHOWN = Template.EMPTY.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);

    @InEveryWorld void aPairAgreesWithTheJdk(Token token) throws Exception {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, GENERATE, GROUP, DERIVES.with(CKA_VALUE_BITS, 256L));
        Template seen = a.attributes(session, pair.privateKey(), CKA_KEY_TYPE, CKA_LOCAL, CKA_VALUE_BITS);
        assertEquals(CKK_DH, seen.require(CKA_KEY_TYPE));
        assertTrue(seen.is(CKA_LOCAL));
        assertEquals(256L, seen.require(CKA_VALUE_BITS));
        assertFalse(a.attributes(session, pair.privateKey(), CKA_VALUE).has(CKA_VALUE));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DH", "SunJCE");
        generator.initialize(new DHParameterSpec(PRIME, BASE));
        java.security.KeyPair theirs = generator.generateKeyPair();
        ObjectHandle secret = a.deriveKey(session, with(((DHPublicKey) theirs.getPublic()).getY()), pair.privateKey(), SHOWN);
        BigInteger y = new BigInteger(1, value(a, session, pair.publicKey()));
        KeyAgreement agreement = KeyAgreement.getInstance("DH", "SunJCE");
        agreement.init(theirs.getPrivate());
        agreement.doPhase(KeyFactory.getInstance("DH", "SunJCE").generatePublic(new DHPublicKeySpec(y, PRIME, BASE)), true);
        assertArrayEquals(agreement.generateSecret(), value(a, session, secret));
        ObjectHandle aes = a.deriveKey(session, with(((DHPublicKey) theirs.getPublic()).getY()), pair.privateKey(),
            Template.EMPTY.with(CKA_KEY_TYPE, CKK_AES).with(CKA_VALUE_LEN, 32L));
        assertEquals(32L, a.attributes(session, aes, CKA_VALUE_LEN).require(CKA_VALUE_LEN));
    }

    @InEveryWorld void anImportedKeyIsTheSameKey(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair pair = a.generateKeyPair(session, GENERATE, GROUP, DERIVES.with(SHOWN));
        ObjectHandle copy = a.createObject(session, GROUP.with(CKA_CLASS, CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, CKK_DH)
            .with(CKA_VALUE, value(a, session, pair.privateKey())).with(DERIVES));
        BigInteger peer = new BigInteger(1, value(a, session,
            a.generateKeyPair(session, GENERATE, GROUP, DERIVES).publicKey()));
        assertArrayEquals(value(a, session, a.deriveKey(session, with(peer), pair.privateKey(), SHOWN)),
            value(a, session, a.deriveKey(session, with(peer), copy, SHOWN)));
    }

    /** Z18, O10. */
    @InEveryWorld void whatLeaksTheKeyIsRefused(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        assertCkr(CKR_TEMPLATE_INCOMPLETE,
            () -> a.generateKeyPair(session, GENERATE, GROUP.without(CKA_BASE), DERIVES));
        assertCkr(CKR_DOMAIN_PARAMS_INVALID,
            () -> a.generateKeyPair(session, GENERATE, GROUP.with(CKA_BASE, new byte[] {5}), DERIVES));
        assertCkr(CKR_ATTRIBUTE_VALUE_INVALID,
            () -> a.generateKeyPair(session, GENERATE, GROUP, DERIVES.with(CKA_VALUE_BITS, 100L)));
        KeyPair pair = a.generateKeyPair(session, GENERATE, GROUP, DERIVES);
        for (BigInteger wrong : new BigInteger[] {BigInteger.ONE, PRIME.subtract(BigInteger.ONE), PRIME}) {
            assertCkr(CKR_PUBLIC_KEY_INVALID, () -> a.deriveKey(session, with(wrong), pair.privateKey(), SHOWN));
        }
        KeyPair silent = a.generateKeyPair(session, GENERATE, GROUP, Template.EMPTY);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED,
            () -> a.deriveKey(session, with(BASE.pow(7)), silent.privateKey(), SHOWN));
    }

    private static Mechanism with(BigInteger peer) {
        return new Mechanism(Ckm.CKM_DH_PKCS_DERIVE,
            new Parameters.PublicValue(BigIntegers.asUnsignedByteArray(peer)));
    }

    private static byte[] value(Cryptoki a, SessionHandle session, ObjectHandle object) {
        return a.attributes(session, object, CKA_VALUE).require(CKA_VALUE);
    }
}
