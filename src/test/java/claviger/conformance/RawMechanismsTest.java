package claviger.conformance;

import static claviger.conformance.Attacker.assertAllowed;
import static claviger.conformance.Attacker.assertAlwaysRefused;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckr.CKR_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.Arrays;

/** Arithmetic without a wrapping around it: raw RSA, and keys that are encrypted data (Z10, Z16, K2). */
class RawMechanismsTest {
    private static final Mechanism RAW = Mechanism.of(Ckm.CKM_RSA_X_509);
    private static final Template NAMED = Template.EMPTY.with(CKA_ALLOWED_MECHANISMS, new long[] {RAW.type().code()});
    private static final Template READABLE = Template.EMPTY.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);

    @InEveryWorld void rawRsaIsForKeysThatNameIt(World world) {   // Z10
        assertAlwaysRefused(world, CKR_MECHANISM_INVALID, attacker ->
            attacker.a().signInit(attacker.session(), RAW, attacker.create(RsaSample.PRIVATE)));
        assertAlwaysRefused(world, CKR_MECHANISM_INVALID, attacker ->
            attacker.a().decryptInit(attacker.session(), RAW, attacker.create(RsaSample.PRIVATE)));
        assertAllowed(world, attacker -> {
            ObjectHandle key = attacker.create(RsaSample.PRIVATE.with(NAMED));
            attacker.a().signInit(attacker.session(), RAW, key);
            byte[] signature = attacker.a().sign(attacker.session(), new byte[] {2});
            byte[] two = new byte[signature.length];
            two[two.length - 1] = 2;
            attacker.a().decryptInit(attacker.session(), RAW, key);
            assertArrayEquals(signature, attacker.a().decrypt(attacker.session(), two));
        });
        assertAlwaysRefused(world, CKR_DATA_INVALID, attacker -> {
            attacker.a().signInit(attacker.session(), RAW, attacker.create(RsaSample.PRIVATE.with(NAMED)));
            byte[] large = new byte[256];
            Arrays.fill(large, (byte) 0xff);
            attacker.a().sign(attacker.session(), large);
        });
    }

    /** FIPS 197 and SP 800-38A, F.1.5 and F.2.5: the first blocks of the example are the derived keys. */
    @InEveryWorld void keysAreDerivedByEncryptingData(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle base = a.createObject(session, base(READABLE));
        byte[] data = Templates.hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
        Mechanism ecb = new Mechanism(Ckm.CKM_AES_ECB_ENCRYPT_DATA, new Parameters.StringData(data));
        Mechanism cbc = new Mechanism(Ckm.CKM_AES_CBC_ENCRYPT_DATA,
            new Parameters.CbcEncryptData(Templates.hex("000102030405060708090a0b0c0d0e0f"), data));
        Template aes = READABLE.with(CKA_KEY_TYPE, Ckk.CKK_AES);
        assertArrayEquals(
            Templates.hex("f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870"),
            value(a, session, a.deriveKey(session, ecb, base, aes.with(CKA_VALUE_LEN, 32L))));
        assertArrayEquals(Templates.hex("f58c4c04d6e5f1ba779eabfb5f7bfbd6"),
            value(a, session, a.deriveKey(session, cbc, base, aes.with(CKA_VALUE_LEN, 16L))));
        assertEquals(32, value(a, session, a.deriveKey(session, cbc, base, READABLE)).length);
        assertCkr(CKR_DATA_LEN_RANGE, () -> a.deriveKey(session, ecb, base, READABLE.with(CKA_VALUE_LEN, 33L)));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.deriveKey(session, new Mechanism(
            Ckm.CKM_AES_ECB_ENCRYPT_DATA, new Parameters.StringData(new byte[17])), base, READABLE));
    }

    /** K2, family b. */
    @InEveryWorld void encryptedDataAreAsSecretAsTheirKey(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle base = a.createObject(session, base(Template.EMPTY));
        Mechanism ecb = new Mechanism(Ckm.CKM_AES_ECB_ENCRYPT_DATA, new Parameters.StringData(new byte[32]));
        assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> a.deriveKey(session, ecb, base, READABLE));
        Template seen = a.attributes(session, a.deriveKey(session, ecb, base, Template.EMPTY), CKA_SENSITIVE,
            CKA_EXTRACTABLE);
        assertTrue(seen.is(CKA_SENSITIVE));
        assertFalse(seen.is(CKA_EXTRACTABLE));
    }

    /** One name with two meanings elsewhere; here it opens what RFC 5649 wrapped, and wraps nothing. */
    @InEveryWorld void theOldNameOfPaddedWrappingOnlyUnwraps(World world) {
        Mechanism old = Mechanism.of(Ckm.CKM_AES_KEY_WRAP_PAD);
        assertAllowed(world, attacker -> {
            ObjectHandle wrapping = attacker.generate(Templates.newWrappingKey());
            byte[] blob = attacker.wrap(wrapping, attacker.generate(Templates.newExtractableAes()));
            attacker.a().unwrapKey(attacker.session(), old, wrapping, blob, Attacker.AES);
        });
        assertAlwaysRefused(world, CKR_MECHANISM_INVALID, attacker -> attacker.a().wrapKey(attacker.session(), old,
            attacker.generate(Templates.newWrappingKey()), attacker.generate(Templates.newExtractableAes())));
    }

    private static Template base(Template more) {
        return Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_KEY_TYPE, Ckk.CKK_AES)
            .with(CKA_VALUE, Templates.AES_256.clone()).with(CKA_DERIVE, true).with(CKA_ENCRYPT, false)
            .with(CKA_DECRYPT, false).with(more);
    }

    private static byte[] value(Cryptoki a, SessionHandle session, ObjectHandle object) {
        return a.attributes(session, object, CKA_VALUE).require(CKA_VALUE);
    }
}
