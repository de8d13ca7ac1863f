package claviger.conformance;

import static claviger.conformance.Attacker.assertAllowed;
import static claviger.conformance.Attacker.assertAlwaysRefused;
import static claviger.conformance.Attacker.assertRefusedWhenSafe;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Cka.CKA_WRAP_WITH_TRUSTED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_SENSITIVE;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.IvGenerator;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.token.Policy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Attacks that take keys out by wrapping, or bring keys in by unwrapping: Z3, Z5, Z6, Z8, Z10, Z13. */
class WrapAttackTest {
    private static final Template READABLE = Template.EMPTY.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
    private static final Mechanism GCM =
        new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Gcm(new byte[12], new byte[0], 128));

    /** The three calls that give a sensitive key away where they are allowed: wrap it, decrypt the blob, read it. */
    @InEveryWorld void aSensitiveKeyIsNotWrappedAndDecrypted(World world) {   // Z1, the known attack
        Attacker.Attack attack = attacker -> {
            ObjectHandle target = attacker.generate(Templates.newExtractableAes());
            assertCkr(CKR_ATTRIBUTE_SENSITIVE, () -> attacker.a().getAttributeValue(attacker.session(), target,
                List.of(new AttributeRequest(CKA_VALUE, Output.unbounded()))));
            ObjectHandle both = attacker.generate(Templates.newAes(32).with(CKA_WRAP, true).with(CKA_DECRYPT, true));
            byte[] blob = attacker.a().wrapKey(attacker.session(), GCM, both, target);
            attacker.a().decryptInit(attacker.session(), GCM, both);
            byte[] stolen = attacker.a().decrypt(attacker.session(), blob);
            attacker.a().encryptInit(attacker.session(), Templates.ECB, target);
            byte[] byTheToken = attacker.a().encrypt(attacker.session(), Templates.IV);
            ObjectHandle known = attacker.create(Templates.aes(stolen));
            attacker.a().encryptInit(attacker.session(), Templates.ECB, known);
            assertArrayEquals(byTheToken, attacker.a().encrypt(attacker.session(), Templates.IV));
        };
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attack);
    }

    /** Four calls: a wrapping key, wrapped by another, comes back as one that decrypts what it has wrapped. */
    @InEveryWorld void aWrappingKeyDoesNotComeBackAsADecryptingOne(World world) {   // Z1, Z3
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> {
            ObjectHandle target = attacker.generate(Templates.newExtractableAes());
            ObjectHandle wrapping = attacker.generate(Templates.newWrappingKey().with(CKA_EXTRACTABLE, true));
            ObjectHandle carrier = attacker.generate(Templates.newWrappingKey());
            MessageParameters sent = fresh();
            byte[] blob = attacker.a().wrapKeyAuthenticated(
                attacker.session(), Mechanism.of(Ckm.CKM_AES_GCM), sent, wrapping, target, new byte[0]);
            ObjectHandle decrypting = attacker.unwrap(carrier, attacker.wrap(carrier, wrapping),
                Attacker.AES.with(CKA_DECRYPT, true));
            attacker.a().messageDecryptInit(attacker.session(), Mechanism.of(Ckm.CKM_AES_GCM), decrypting);
            assertEquals(32, attacker.a().decryptMessage(attacker.session(),
                MessageParameters.Gcm.received(sent.iv(), sent.tag(), 128), new byte[0], blob).length);
        });
    }

    private static MessageParameters fresh() {
        return new MessageParameters.Gcm(new byte[12], 0, IvGenerator.CKG_GENERATE, 128);
    }

    /** Two blobs under one IV: the key that the attacker knows tells the stream, and the stream the other key. */
    @InEveryWorld void aKnownKeyUnderTheSameIvDoesNotTellTheOther(World world) {   // Z8
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> {
            ObjectHandle target = attacker.generate(Templates.newExtractableAes());
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            byte[] hidden = attacker.a().wrapKey(attacker.session(), GCM, wrapper, target);
            byte[] known = attacker.a().wrapKey(attacker.session(), GCM, wrapper,
                attacker.create(Templates.aes(Templates.AES_256).with(CKA_EXTRACTABLE, true)));
            byte[] stolen = new byte[32];
            for (int i = 0; i < stolen.length; i++) {
                stolen[i] = (byte) (hidden[i] ^ known[i] ^ Templates.AES_256[i]);
            }
            assertArrayEquals(encrypted(attacker, target), encrypted(attacker, attacker.create(Templates.aes(stolen))));
        });
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> attacker.a().wrapKeyAuthenticated(
            attacker.session(), Mechanism.of(Ckm.CKM_AES_GCM),
            new MessageParameters.Gcm(new byte[12], 0, IvGenerator.CKG_NO_GENERATE, 128),
            attacker.generate(Templates.newWrappingKey()), attacker.generate(Templates.newExtractableAes()),
            new byte[0]));
    }

    /** A wrapping key that also encrypts gives the stream by encrypting zeros under the counters of the blob. */
    @InEveryWorld void whatEncryptsDoesNotWrapByCounting(World world) {   // Z1
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> {
            ObjectHandle target = attacker.generate(Templates.newExtractableAes());
            ObjectHandle both = attacker.generate(
                Templates.newAes(32).with(CKA_WRAP, true).with(CKA_ENCRYPT, true).with(CKA_DECRYPT, false));
            MessageParameters sent = fresh();
            byte[] blob = attacker.a().wrapKeyAuthenticated(
                attacker.session(), Mechanism.of(Ckm.CKM_AES_GCM), sent, both, target, new byte[0]);
            byte[] counter = Arrays.copyOf(sent.iv(), 16);
            counter[15] = 2;
            attacker.a().encryptInit(attacker.session(),
                new Mechanism(Ckm.CKM_AES_CTR, new Parameters.Ctr(32, counter)), both);
            byte[] stolen = attacker.a().encrypt(attacker.session(), blob);
            assertArrayEquals(encrypted(attacker, target), encrypted(attacker, attacker.create(Templates.aes(stolen))));
        });
        for (Cka<Boolean> use : List.of(CKA_ENCRYPT, CKA_SIGN)) {      // the whole life counts; CKM_AES_GMAC signs
            assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> {
                ObjectHandle wrapper = attacker.generate(Templates.newAes(32).with(CKA_WRAP, true)
                    .with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false).with(use, true));
                attacker.set(wrapper, Template.EMPTY.with(use, false));
                attacker.a().wrapKeyAuthenticated(attacker.session(), Mechanism.of(Ckm.CKM_AES_GCM), fresh(), wrapper,
                    attacker.generate(Templates.newExtractableAes()), new byte[0]);
            });
        }
        assertAllowed(world, attacker -> attacker.wrap(attacker.generate(
            Templates.newAes(32).with(CKA_WRAP, true).with(CKA_ENCRYPT, true).with(CKA_DECRYPT, false)),
            attacker.generate(Templates.newExtractableAes())));
    }

    private static byte[] encrypted(Attacker attacker, ObjectHandle key) {
        attacker.a().encryptInit(attacker.session(), Templates.ECB, key);
        return attacker.a().encrypt(attacker.session(), Templates.IV);
    }

    @InEveryWorld void whatOnceWrappedIsNotWrapped(World world) {   // Z1: the whole life counts
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> {
            ObjectHandle wrapping = attacker.generate(Templates.newWrappingKey().with(CKA_EXTRACTABLE, true));
            attacker.set(wrapping, Template.EMPTY.with(CKA_WRAP, false).with(CKA_UNWRAP, false));
            attacker.wrap(attacker.generate(Templates.newWrappingKey()), wrapping);
        });
    }

    @InEveryWorld void aKeyThatDerivesDoesNotComeBackAsOneThatSigns(World world) {   // Z16, Z3
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> attacker.wrap(
            attacker.generate(Templates.newWrappingKey()),
            attacker.create(Templates.hmacKey(Templates.AES_256).with(CKA_SIGN, false).with(CKA_DERIVE, true)
                .with(CKA_EXTRACTABLE, true))));
    }

    @InEveryWorld void whoKnowsThePasswordDoesNotGetAWrappingKey(World world) {   // Z5
        Template wrapping = Attacker.AES.with(CKA_VALUE_LEN, 32L).with(CKA_WRAP, true).with(CKA_DECRYPT, false);
        Mechanism known = new Mechanism(Ckm.CKM_PKCS5_PBKD2, new Parameters.Pbkdf2(
            new byte[16], 1000, Ckm.CKM_SHA256_HMAC, "password".getBytes(StandardCharsets.UTF_8)));
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT,
            attacker -> attacker.a().generateKey(attacker.session(), known, wrapping));
        assertAllowed(world, attacker -> attacker.a().generateKey(attacker.session(), known,
            wrapping.with(CKA_WRAP, false)));
    }

    @InEveryWorld void aForeignBlobGivesNoKeyThatTouchesOtherKeys(World world) {   // Z3, Z13
        for (Cka<Boolean> role : List.of(CKA_WRAP, CKA_UNWRAP, CKA_DERIVE)) {
            assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker ->
                reimported(attacker, Attacker.AES.with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false).with(role, true)));
            assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
                reimported(attacker, Attacker.AES.with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false)),
                Template.EMPTY.with(role, true)));
        }
        assertAllowed(world, attacker -> reimported(attacker, Attacker.AES));
    }

    @InEveryWorld void whatWasUnwrappedStays(World world) {   // Z3: CKA_EXTRACTABLE is forced to false
        for (Policy policy : Policy.values()) {
            assertEquals(CKR_OK, Attacker.tried(world, policy, false, attacker -> {
                ObjectHandle key = reimported(attacker, Attacker.AES.with(CKA_EXTRACTABLE, true));
                assertEquals(policy == Policy.SPEC,
                    attacker.a().attributes(attacker.session(), key, CKA_EXTRACTABLE).is(CKA_EXTRACTABLE));
            }));
        }
    }

    @InEveryWorld void trustIsLostOnUnwrap(World world) {   // Z13
        assertAllowed(world, attacker -> assertFalse(attacker.a().attributes(attacker.session(),
            reimported(attacker, Attacker.AES), CKA_TRUSTED).is(CKA_TRUSTED)));
        assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY,
            attacker -> reimported(attacker, Attacker.AES.with(CKA_TRUSTED, true)));
        assertEquals(CKR_TEMPLATE_INCONSISTENT, Attacker.tried(world, Policy.SAFE, true,
            attacker -> reimported(attacker, Attacker.AES.with(CKA_TRUSTED, true))));
    }

    /** Three calls: a wrapping key that shows its value, a blob, and any computer to open it. */
    @InEveryWorld void aKeyThatCanBeReadDoesNotWrap(World world) {   // Z5
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> {
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey().with(READABLE));
            ObjectHandle target = attacker.generate(Templates.newExtractableAes());
            byte[] value = attacker.a().attributes(attacker.session(), wrapper, CKA_VALUE).require(CKA_VALUE);
            byte[] stolen = unwrappedOutside(value, attacker.wrap(wrapper, target));
            assertArrayEquals(encrypted(attacker, target), encrypted(attacker, attacker.create(Templates.aes(stolen))));
        });
        Mechanism generator = Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN);
        Template publicKey = Template.EMPTY.with(CKA_MODULUS_BITS, 2048L).with(CKA_ENCRYPT, false);
        Template privateKey = Template.EMPTY.with(CKA_DECRYPT, false).with(READABLE);
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> attacker.a().generateKeyPair(
            attacker.session(), generator, publicKey.with(CKA_WRAP, true), privateKey));
        assertAllowed(world, attacker -> attacker.a().generateKeyPair(
            attacker.session(), generator, publicKey, privateKey));
    }

    private static byte[] unwrappedOutside(byte[] wrappingKey, byte[] blob) {
        try {
            Cipher outside = Cipher.getInstance("AES/KWP/NoPadding");
            outside.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrappingKey, "AES"));
            return outside.unwrap(blob, "AES", Cipher.SECRET_KEY).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @InEveryWorld void whoImportsAKeyDoesNotMakeItWrap(World world) {   // Z5
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker ->
            attacker.create(RsaSample.publicKey(65537).with(CKA_ENCRYPT, false).with(CKA_WRAP, true)));
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker ->
            attacker.create(Templates.aes(Templates.AES_256).with(CKA_DECRYPT, false).with(CKA_WRAP, true)));
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.create(RsaSample.publicKey(65537).with(CKA_ENCRYPT, false)), Template.EMPTY.with(CKA_WRAP, true)));
    }

    @InEveryWorld void theSoMakesAnImportedKeyWrapAsATrustedOne(World world) {   // Z5
        Template key = RsaSample.publicKey(65537).with(CKA_ENCRYPT, false).with(CKA_WRAP, true);
        assertEquals(CKR_TEMPLATE_INCONSISTENT, Attacker.tried(world, Policy.SAFE, true,
            attacker -> attacker.create(key)));
        assertEquals(CKR_OK, Attacker.tried(world, Policy.SAFE, true,
            attacker -> attacker.create(key.with(CKA_TRUSTED, true).with(CKA_TOKEN, true))));
        assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.create(key.with(CKA_TRUSTED, true)));
    }

    @InEveryWorld void aWeakerKeyDoesNotWrapAStrongerOne(World world) {   // Z6
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> attacker.wrap(
            attacker.generate(Templates.newWrappingKey().with(CKA_VALUE_LEN, 16L)),
            attacker.generate(Templates.newExtractableAes())));
        assertAllowed(world, attacker -> attacker.wrap(attacker.generate(Templates.newWrappingKey()),
            attacker.generate(Templates.newExtractableAes())));
    }

    @InEveryWorld void rsaOf2048BitsDoesNotWrapAes256(World world) {   // Z6
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> {
            KeyPair pair = attacker.a().generateKeyPair(attacker.session(),
                Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN), Template.EMPTY.with(CKA_MODULUS_BITS, 2048L)
                    .with(CKA_ENCRYPT, false).with(CKA_WRAP, true),
                Template.EMPTY.with(CKA_DECRYPT, false).with(CKA_UNWRAP, true));
            attacker.a().wrapKey(attacker.session(), oaep(), pair.publicKey(),
                attacker.generate(Templates.newExtractableAes()));
        });
    }

    @InEveryWorld void noKeyIsWrappedUnauthenticated(World world) {   // Z8, Z10
        for (Mechanism mechanism : List.of(Templates.ECB, Templates.CBC, Templates.CBC_PAD)) {
            assertAlwaysRefused(world, CKR_MECHANISM_INVALID, attacker -> attacker.a().wrapKey(attacker.session(),
                mechanism, attacker.generate(Templates.newWrappingKey()),
                attacker.generate(Templates.newExtractableAes())));
            assertAlwaysRefused(world, CKR_MECHANISM_INVALID, attacker -> attacker.a().unwrapKey(attacker.session(),
                mechanism, attacker.generate(Templates.newWrappingKey()), new byte[32], Attacker.AES));
        }
        for (Ckm rsa : List.of(Ckm.CKM_RSA_PKCS, Ckm.CKM_RSA_X_509)) {
            assertAlwaysRefused(world, CKR_MECHANISM_INVALID, attacker -> attacker.a().wrapKey(attacker.session(),
                Mechanism.of(rsa), attacker.create(RsaSample.publicKey(65537)),
                attacker.generate(Templates.newExtractableAes())));
        }
    }

    @InEveryWorld void aSmallExponentDoesNotEncrypt(World world) {   // Z10
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT,
            attacker -> attacker.create(RsaSample.publicKey(3).with(CKA_ENCRYPT, true)));
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.create(RsaSample.publicKey(3).with(CKA_ENCRYPT, false)), Template.EMPTY.with(CKA_ENCRYPT, true)));
        assertAllowed(world, attacker -> attacker.create(RsaSample.publicKey(3).with(CKA_ENCRYPT, false)
            .with(CKA_VERIFY, true)));
    }

    @InEveryWorld void onlyATrustedKeyWrapsWhatAsksForOne(World world) {   // Z20, W1
        assertAlwaysRefused(world, CKR_KEY_NOT_WRAPPABLE, attacker -> attacker.wrap(
            attacker.generate(Templates.newWrappingKey()),
            attacker.generate(Templates.newExtractableAes().with(CKA_WRAP_WITH_TRUSTED, true))));
    }

    private static ObjectHandle reimported(Attacker attacker, Template template) {
        ObjectHandle wrapping = attacker.generate(Templates.newWrappingKey());
        ObjectHandle target = attacker.generate(Templates.newExtractableAes().with(CKA_SENSITIVE, true));
        return attacker.unwrap(wrapping, attacker.wrap(wrapping, target), template.with(CKA_PRIVATE, false));
    }

    private static Mechanism oaep() {
        return new Mechanism(Ckm.CKM_RSA_PKCS_OAEP,
            new Parameters.Oaep(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, new byte[0]));
    }
}
