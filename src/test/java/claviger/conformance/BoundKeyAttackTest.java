package claviger.conformance;

import static claviger.conformance.Attacker.assertAllowed;
import static claviger.conformance.Attacker.assertAlwaysRefused;
import static claviger.conformance.Attacker.assertRefusedWhenSafe;
import static claviger.conformance.BoundKeyTest.BLOB;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Cka.CKA_WRAP_WITH_TRUSTED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.token.Policy;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Attacks on keys that travel with their attributes, and by them: Z1, Z3 to Z6, Z13, Z20. */
class BoundKeyAttackTest {
    private static final Template NO_ROLE = Templates.newExtractableAes().with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false);
    private static final byte[] LABEL = "claviger key blob\0".getBytes();
    private static final int HEAD = 8;
    private static final int SALTED = 40;

    private static byte[] wrap(Attacker attacker, ObjectHandle wrapper, ObjectHandle key) {
        return attacker.a().wrapKey(attacker.session(), BLOB, wrapper, key);
    }

    private static ObjectHandle unwrap(Attacker attacker, ObjectHandle wrapper, byte[] blob, Template template) {
        return attacker.a().unwrapKey(attacker.session(), BLOB, wrapper, blob, template);
    }

    /** An honest round trip, and then the same with a template that wants more. */
    private static void assertBound(World world, Template made, Template wanted) {
        assertAllowed(world, attacker -> {
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            byte[] blob = wrap(attacker, wrapper, attacker.generate(made));
            unwrap(attacker, wrapper, blob, Template.EMPTY);
            assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> unwrap(attacker, wrapper, blob, wanted));
        });
    }

    @InEveryWorld void theTemplateGivesNoOtherPowers(World world) {   // Z3, Z4
        Template decrypting = Templates.newExtractableAes().with(CKA_ENCRYPT, false);
        for (Template wanted : List.of(Template.EMPTY.with(CKA_WRAP, true), Template.EMPTY.with(CKA_UNWRAP, true),
                Template.EMPTY.with(CKA_DERIVE, true), Template.EMPTY.with(CKA_SIGN, true),
                Template.EMPTY.with(CKA_SENSITIVE, false), Template.EMPTY.with(CKA_TRUSTED, true),
                Template.EMPTY.with(CKA_ALLOWED_MECHANISMS, new long[0]),
                Template.EMPTY.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY),
                Template.EMPTY.with(CKA_KEY_TYPE, Ckk.CKK_GENERIC_SECRET))) {
            assertBound(world, decrypting, wanted);
        }
        assertBound(world, decrypting.with(CKA_WRAP_WITH_TRUSTED, false)
            .with(CKA_ALLOWED_MECHANISMS, new long[] {Ckm.CKM_AES_CBC.code()}),
            Template.EMPTY.with(CKA_ALLOWED_MECHANISMS, new long[] {Ckm.CKM_AES_ECB.code()}));
        assertAllowed(world, attacker -> {
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            byte[] blob = wrap(attacker, wrapper, attacker.generate(decrypting.with(CKA_PRIVATE, true)));
            assertCkr(CKR_TEMPLATE_INCONSISTENT,
                () -> unwrap(attacker, wrapper, blob, Template.EMPTY.with(CKA_PRIVATE, false)));
        });
    }

    @InEveryWorld void aPrivateKeyDoesNotComeBackAsASecret(World world) {   // Z3: which could then be read or derived from
        assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> {
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            KeyPair pair = attacker.a().generateKeyPair(attacker.session(), Templates.EC_KEY_PAIR_GEN,
                Templates.newP256PublicKey(), Templates.newPrivateKey().with(CKA_EXTRACTABLE, true));
            byte[] blob = wrap(attacker, wrapper, pair.privateKey());
            unwrap(attacker, wrapper, blob, Template.EMPTY);
            unwrap(attacker, wrapper, blob, Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY)
                .with(CKA_KEY_TYPE, Ckk.CKK_GENERIC_SECRET).with(CKA_SENSITIVE, false));
        });
    }

    /** One blob, two keys: neither gets what contradicts the other, nor what the first has had. */
    @InEveryWorld void twoKeysOfOneBlobDoNotGetOneRoleEach(World world) {   // Z1, Z4
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> {
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            byte[] blob = wrap(attacker, wrapper, attacker.generate(NO_ROLE));
            attacker.set(unwrap(attacker, wrapper, blob, Template.EMPTY), Template.EMPTY.with(CKA_DECRYPT, true));
            attacker.set(unwrap(attacker, wrapper, blob, Template.EMPTY), Template.EMPTY.with(CKA_WRAP, true));
        });
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> {
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            ObjectHandle once = attacker.generate(NO_ROLE.with(CKA_WRAP, true));
            attacker.set(once, Template.EMPTY.with(CKA_WRAP, false));
            byte[] blob = wrap(attacker, wrapper, once);
            unwrap(attacker, wrapper, blob, Template.EMPTY.with(CKA_DECRYPT, true));
        });
    }

    @InEveryWorld void whatATokenDoesNotRememberIsNotTaken(World world) {   // Z3: a token of the policy spec forgets
        Template shared = Templates.aes(Templates.AES_256).with(CKA_TOKEN, true).with(CKA_WRAP, true).with(CKA_UNWRAP, true)
            .with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false).with(CKA_TRUSTED, true);
        byte[][] blob = new byte[1][];
        try (Token forgetful = world.made(settings -> settings.withPolicy(Policy.SPEC)); Token safe = world.token()) {
            for (Token each : List.of(forgetful, safe)) {
                SessionHandle so = each.so(each.a());
                ObjectHandle key = each.a().createObject(so, shared);
                if (each == forgetful) {
                    blob[0] = each.a().wrapKey(so, BLOB, key, each.a().generateKey(so, Templates.AES_KEY_GEN,
                        Templates.newExtractableAes().with(CKA_WRAP, true)));
                    each.a().unwrapKey(so, BLOB, key, blob[0], Template.EMPTY);
                } else {
                    assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> each.a().unwrapKey(so, BLOB, key, blob[0], Template.EMPTY));
                }
            }
        }
    }

    /** The attacker knows the key, and has made the blob outside: that of a wrapping key that everybody knows (Z5). */
    @InEveryWorld void aKnownKeyOpensNoBlob(World world) {   // Z3, Z5
        byte[] history = {64};
        byte[] blob = blob(Attacker.AES.with(CKA_WRAP, true)
            .with(new Cka<>("the history", 0x8043_4c01L, Kind.BYTES), history), Templates.AES_128);
        Template known = Templates.aes(Templates.AES_256).with(CKA_ENCRYPT, false);
        assertRefusedWhenSafe(world, CKR_MECHANISM_INVALID, attacker ->
            unwrap(attacker, attacker.create(known.with(CKA_UNWRAP, true)), blob, Template.EMPTY));
    }

    /** A blob that a token has made under a key that everybody knows, of a key that wraps. */
    private static byte[] madeInPublic(World world) {
        byte[][] blob = new byte[1][];
        assertEquals(CKR_OK, Attacker.tried(world, Policy.SPEC, false, attacker -> blob[0] = wrap(attacker,
            attacker.create(Templates.aes(Templates.AES_256).with(CKA_WRAP, true)),
            attacker.create(Templates.aes(Templates.AES_128).with(CKA_WRAP, true).with(CKA_EXTRACTABLE, true)))));
        return blob[0];
    }

    @InEveryWorld void anotherKeyOpensNoBlob(World world) {   // Z3: another of this token, or any of another token
        try (Token other = world.token()) {
            SessionHandle there = other.user(other.a());
            assertAllowed(world, attacker -> {
                byte[] blob = wrap(attacker, attacker.generate(Templates.newWrappingKey()),
                    attacker.generate(Templates.newExtractableAes()));
                assertCkr(CKR_WRAPPED_KEY_INVALID,
                    () -> unwrap(attacker, attacker.generate(Templates.newWrappingKey()), blob, Template.EMPTY));
                assertCkr(CKR_WRAPPED_KEY_INVALID, () -> other.a().unwrapKey(there, BLOB, other.a().generateKey(there,
                    Templates.AES_KEY_GEN, Templates.newWrappingKey()), blob, Template.EMPTY));
            });
        }
    }

    @InEveryWorld void aWeakerKeyDoesNotWrapAndAWrappingKeyLeavesInNoOtherBlob(World world) {   // Z3, Z6
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> wrap(attacker,
            attacker.generate(Templates.newWrappingKey().with(CKA_VALUE_LEN, 16L)),
            attacker.generate(Templates.newExtractableAes())));
        assertRefusedWhenSafe(world, CKR_KEY_NOT_WRAPPABLE, attacker -> {
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            ObjectHandle again = unwrap(attacker, wrapper, wrap(attacker, wrapper,
                attacker.generate(Templates.newWrappingKey().with(CKA_EXTRACTABLE, true))), Template.EMPTY);
            attacker.wrap(wrapper, again);
        });
    }

    @InEveryWorld void trustStaysBehind(World world) {   // Z13, Z20: also when the SO unwraps
        Template trusted = Templates.aes(Templates.AES_128).with(CKA_WRAP, true).with(CKA_ENCRYPT, false)
            .with(CKA_DECRYPT, false).with(CKA_TRUSTED, true).with(CKA_EXTRACTABLE, true);
        assertEquals(CKR_OK, Attacker.tried(world, Policy.SAFE, true, so -> {
            ObjectHandle wrapper = so.generate(Templates.newWrappingKey());
            byte[] blob = wrap(so, wrapper, so.create(trusted));
            ObjectHandle again = unwrap(so, wrapper, blob, Template.EMPTY);
            assertFalse(so.a().attributes(so.session(), again, CKA_TRUSTED).is(CKA_TRUSTED));
            assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> unwrap(so, wrapper, blob, Template.EMPTY.with(CKA_TRUSTED, true)));
            ObjectHandle careful = so.generate(
                Templates.newExtractableAes().with(CKA_WRAP_WITH_TRUSTED, true));
            assertCkr(CKR_KEY_NOT_WRAPPABLE, () -> wrap(so, again, careful));
        }));
    }

    /** With the wrapping key's own DECRYPT, where a policy allows that: the key of the blob is another one. */
    @InEveryWorld void theWrappingKeyItselfDecryptsNoBlob(World world) {   // Z1
        assertEquals(CKR_OK, Attacker.tried(world, Policy.SPEC, false, attacker -> {
            ObjectHandle both = attacker.generate(Templates.newAes(32).with(CKA_WRAP, true).with(CKA_DECRYPT, true));
            byte[] blob = wrap(attacker, both, attacker.generate(Templates.newExtractableAes()));
            byte[] sealed = Arrays.copyOfRange(blob, SALTED, blob.length);
            for (byte[] iv : List.of(new byte[12], Arrays.copyOfRange(blob, HEAD, HEAD + 12),
                    Arrays.copyOfRange(blob, HEAD, SALTED))) {
                for (byte[] aad : List.of(new byte[0], Arrays.copyOf(blob, SALTED))) {
                    attacker.a().decryptInit(attacker.session(),
                        new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Gcm(iv, aad, 128)), both);
                    assertCkr(CKR_ENCRYPTED_DATA_INVALID, () -> attacker.a().decrypt(attacker.session(), sealed));
                }
            }
        }));
    }

    /** The formula of the page, by the JDK alone, for a key that everybody knows: what the token makes is what it says. */
    @InEveryWorld void theBlobIsWhatThePageSays(World world) throws GeneralSecurityException {   // Z3
        byte[] blob = madeInPublic(world);
        byte[] opened = opened(blob, expanded(Templates.AES_256, blob));
        ByteBuffer in = ByteBuffer.wrap(opened);
        byte[] value = new byte[in.getInt()];
        in.get(value);
        assertArrayEquals(Templates.AES_128, value);
        long before = -1;
        boolean wraps = false;
        while (in.hasRemaining()) {
            long type = in.getLong();
            byte[] attribute = new byte[in.getInt()];
            in.get(attribute);
            assertTrue(before < type, "in the order of their numbers");
            before = type;
            wraps |= type == CKA_WRAP.code() && attribute[0] == 1;
        }
        assertTrue(wraps);
    }

    /** Blobs that no token has made, by somebody who knows the wrapping key. */
    @InEveryWorld void onlyWhatTravelsIsTakenFromABlob(World world) {   // W3, Z13
        Template key = Attacker.AES.with(CKA_ENCRYPT, true);
        assertEquals(CKR_OK, taken(world, blob(key, Templates.AES_128)));
        assertEquals(CKR_WRAPPED_KEY_LEN_RANGE, taken(world, new byte[SALTED + 16]));
        for (Template odd : List.of(key.with(CKA_TRUSTED, true), key.with(CKA_TOKEN, true), key.with(Cka.CKA_LOCAL, true),
                key.with(Cka.CKA_UNIQUE_ID, "1"), key.with(Cka.CKA_ALWAYS_SENSITIVE, true), key.with(CKA_VALUE_LEN, 16L),
                key.with(Cka.CKA_CHECK_VALUE, new byte[3]), key.with(Cka.CKA_MODULUS_BITS, 8L), key.without(CKA_CLASS),
                key.without(CKA_KEY_TYPE), key.with(CKA_CLASS, Cko.CKO_DATA),
                key.with(new Cka<>("unknown", 0x8043_4cffL, Kind.BYTES), new byte[1]))) {
            assertEquals(CKR_WRAPPED_KEY_INVALID, taken(world, blob(odd, Templates.AES_128)), odd::toString);
        }
        byte[] whole = plain(key, Templates.AES_128);
        byte[] twice = Arrays.copyOf(whole, whole.length + 13);
        System.arraycopy(whole, whole.length - 13, twice, whole.length, 13);
        for (byte[] odd : List.of(twice, Arrays.copyOf(whole, whole.length - 1), Arrays.copyOf(whole, whole.length + 1),
                new byte[] {127, -1, -1, -1}, new byte[4])) {
            assertEquals(CKR_WRAPPED_KEY_INVALID, taken(world, sealed(odd)));
        }
        assertEquals(CKR_WRAPPED_KEY_INVALID, taken(world, blob(key, new byte[15])));
    }

    private static Ckr taken(World world, byte[] blob) {
        return Attacker.tried(world, Policy.SPEC, false, attacker -> unwrap(attacker,
            attacker.create(Templates.aes(Templates.AES_256).with(CKA_UNWRAP, true)), blob, Template.EMPTY));
    }

    private static byte[] blob(Template attributes, byte[] value) {
        return sealed(plain(attributes, value));
    }

    private static byte[] plain(Template attributes, byte[] value) {
        ByteBuffer out = ByteBuffer.allocate(1000).putInt(value.length).put(value);
        attributes.encoded().stream().sorted(Comparator.comparing(Attribute::type)).forEach(each ->
            out.putLong(each.type()).putInt(each.value().length).put(each.value()));
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] sealed(byte[] plain) {
        byte[] blob = Arrays.copyOf("ClavKey1".getBytes(), SALTED + plain.length + 16);
        try {
            byte[] keyAndNonce = expanded(Templates.AES_256, blob);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keyAndNonce, 0, 32, "AES"),
                new GCMParameterSpec(128, keyAndNonce, 32, 12));
            cipher.updateAAD(blob, 0, SALTED);
            cipher.doFinal(plain, 0, plain.length, blob, SALTED);
            return blob;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** C_DigestKey behind a block of the caller's is the inner hash of an HMAC with a known key: HKDF's extraction. */
    @InEveryWorld void whatDigestsOfTheWrappingKeyTellOpensNoBlob(World world) {   // Z14: wrapping keys can be digested
        assertAllowed(world, attacker -> {
            ObjectHandle wrapper = attacker.generate(Templates.newWrappingKey());
            byte[] blob = wrap(attacker, wrapper, attacker.generate(Templates.newExtractableAes()));
            byte[] salt = Arrays.copyOfRange(blob, HEAD, SALTED);
            byte[] known = extracted(attacker, attacker.create(Templates.aes(Templates.AES_256)), salt);
            byte[] stolen = extracted(attacker, wrapper, salt);
            try {
                Mac extraction = Mac.getInstance("HmacSHA256");
                extraction.init(new SecretKeySpec(salt, "HMAC"));
                assertArrayEquals(extraction.doFinal(Templates.AES_256), known, "the attack works on an extraction");
                for (byte[] key : List.of(stolen, digested(attacker, wrapper, new byte[0]))) {
                    assertThrows(AEADBadTagException.class, () -> opened(blob, expanded(key, blob)));
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static byte[] extracted(Attacker attacker, ObjectHandle key, byte[] salt) {
        byte[] inner = digested(attacker, key, padded(salt, 0x36));
        attacker.a().digestInit(attacker.session(), Templates.SHA_256);
        attacker.a().digestUpdate(attacker.session(), padded(salt, 0x5c));
        attacker.a().digestUpdate(attacker.session(), inner);
        return attacker.a().digestFinal(attacker.session());
    }

    private static byte[] digested(Attacker attacker, ObjectHandle key, byte[] before) {
        attacker.a().digestInit(attacker.session(), Templates.SHA_256);
        attacker.a().digestUpdate(attacker.session(), before);
        attacker.a().digestKey(attacker.session(), key);
        return attacker.a().digestFinal(attacker.session());
    }

    private static byte[] padded(byte[] key, int pad) {
        byte[] block = Arrays.copyOf(key, 64);
        for (int i = 0; i < block.length; i++) {
            block[i] ^= (byte) pad;
        }
        return block;
    }

    /** HKDF-Expand of RFC 5869 to the 44 bytes of a key and a nonce. */
    private static byte[] expanded(byte[] key, byte[] blob) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HMAC"));
        byte[] before = new byte[0];
        byte[] all = new byte[64];
        for (int block = 1; block <= 2; block++) {
            mac.update(before);
            mac.update(LABEL);
            mac.update(blob, HEAD, SALTED - HEAD);
            mac.update((byte) block);
            before = mac.doFinal();
            System.arraycopy(before, 0, all, 32 * (block - 1), 32);
        }
        return Arrays.copyOf(all, 44);
    }

    private static byte[] opened(byte[] blob, byte[] keyAndNonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keyAndNonce, 0, 32, "AES"),
            new GCMParameterSpec(128, keyAndNonce, 32, 12));
        cipher.updateAAD(blob, 0, SALTED);
        return cipher.doFinal(blob, SALTED, blob.length - SALTED);
    }
}
