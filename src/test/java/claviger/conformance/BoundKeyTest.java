package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_COPYABLE;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_END_DATE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_GEN_MECHANISM;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_START_DATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_UNWRAP_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Cka.CKA_WRAP_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_WRAP_WITH_TRUSTED;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_KEY_UNEXTRACTABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.CkpParameterSet;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.IvGenerator;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** CKM_CLAVIGER_KEY_WRAP: a key goes into a blob with what it may be used for, and comes back as a copy of it (Z3). */
class BoundKeyTest {
    static final Mechanism BLOB = Mechanism.of(Ckm.CKM_CLAVIGER_KEY_WRAP);

    /** A user's session with a wrapping key. */
    private record Place(Cryptoki a, SessionHandle session, ObjectHandle wrapper) {
        static Place of(Token token) {
            SessionHandle session = token.user(token.a());
            return new Place(token.a(), session,
                token.a().generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey()));
        }

        ObjectHandle generate(Template template) {
            return a.generateKey(session, Templates.AES_KEY_GEN, template);
        }

        byte[] wrap(ObjectHandle key) {
            return a.wrapKey(session, BLOB, wrapper, key);
        }

        ObjectHandle unwrap(byte[] blob, Template template) {
            return a.unwrapKey(session, BLOB, wrapper, blob, template);
        }

        ObjectHandle roundTrip(ObjectHandle key) {
            return unwrap(wrap(key), Template.EMPTY);
        }

        Template read(ObjectHandle key, Cka<?>... attributes) {
            return a.attributes(session, key, attributes);
        }

        byte[] encrypted(ObjectHandle key) {
            a.encryptInit(session, Templates.ECB, key);
            return a.encrypt(session, Templates.IV);
        }
    }

    @InEveryWorld void aKeyComesBackWithAllThatSaysWhatItMayBeUsedFor(Token token) {   // Z3
        Place at = Place.of(token);
        Cka<?>[] kept = {CKA_CLASS, CKA_KEY_TYPE, CKA_LABEL, CKA_ID, CKA_START_DATE, CKA_END_DATE, CKA_ALLOWED_MECHANISMS,
            CKA_PRIVATE, CKA_MODIFIABLE, CKA_COPYABLE, CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_WRAP_WITH_TRUSTED, CKA_ENCRYPT,
            CKA_DECRYPT, CKA_SIGN, CKA_VERIFY, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE, CKA_VALUE_LEN, CKA_CHECK_VALUE};
        ObjectHandle key = at.generate(Templates.newExtractableAes().with(CKA_LABEL, "pay").with(CKA_ID, new byte[] {7})
            .with(CKA_PRIVATE, true).with(CKA_START_DATE, "20260101").with(CKA_END_DATE, "20271231")
            .with(CKA_ALLOWED_MECHANISMS, new long[] {Ckm.CKM_AES_ECB.code()}).with(CKA_DECRYPT, false));
        ObjectHandle again = at.roundTrip(key);
        Template before = at.read(key, kept);
        Template after = at.read(again, kept);
        assertEquals(kept.length, before.attributes().size());
        assertTrue(after.matches(before) && before.matches(after), () -> before + " and " + after);
        assertArrayEquals(at.encrypted(key), at.encrypted(again));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> at.a().decryptInit(at.session(), Templates.ECB, again));
        assertCkr(CKR_MECHANISM_INVALID, () -> at.a().encryptInit(at.session(), Templates.CBC, again));
    }

    @InEveryWorld void whatItWasInOneTokenIsNotClaimedInAnother(Token token) {   // C4, C5, Z13
        Place at = Place.of(token);
        ObjectHandle key = at.generate(Templates.newExtractableAes().with(CKA_TOKEN, true));
        ObjectHandle again = at.roundTrip(key);
        Template now = at.read(again, CKA_TOKEN, CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE, CKA_UNIQUE_ID,
            CKA_KEY_GEN_MECHANISM);
        assertTrue(at.read(key, CKA_LOCAL).is(CKA_LOCAL) && at.read(key, CKA_ALWAYS_SENSITIVE).is(CKA_ALWAYS_SENSITIVE));
        for (Cka<Boolean> history : List.of(CKA_TOKEN, CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE)) {
            assertTrue(now.has(history) && !now.is(history), history::name);
        }
        assertFalse(now.has(CKA_KEY_GEN_MECHANISM));
        assertNotEquals(at.read(key, CKA_UNIQUE_ID).require(CKA_UNIQUE_ID), now.require(CKA_UNIQUE_ID));
    }

    @InEveryWorld void aPrivateKeyComesBackAndSigns(Token token) {   // W2, W7, L9
        Place at = Place.of(token);
        Map<Mechanism, Template> pairs = Map.of(
            Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Mechanism.of(Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN),
            Template.EMPTY.with(CKA_EC_PARAMS, Templates.hex("06032b6570")),
            Mechanism.of(Ckm.CKM_ML_DSA_KEY_PAIR_GEN),
            Template.EMPTY.with(Cka.CKA_PARAMETER_SET, CkpParameterSet.CKP_ML_DSA_44.code()));
        Map<Ckk, Ckm> signing = Map.of(Ckk.CKK_EC, Ckm.CKM_ECDSA_SHA256, Ckk.CKK_EC_EDWARDS, Ckm.CKM_EDDSA,
            Ckk.CKK_ML_DSA, Ckm.CKM_ML_DSA);
        pairs.forEach((mechanism, template) -> {
            KeyPair pair = at.a().generateKeyPair(at.session(), mechanism, template,
                Template.EMPTY.with(CKA_EXTRACTABLE, true).with(CKA_SIGN, true).with(CKA_PRIVATE, true));
            ObjectHandle again = at.roundTrip(pair.privateKey());
            Mechanism sign = Mechanism.of(signing.get(at.read(again, CKA_KEY_TYPE).require(CKA_KEY_TYPE)));
            at.a().signInit(at.session(), sign, again);
            byte[] signature = at.a().sign(at.session(), Templates.IV);
            at.a().verifyInit(at.session(), sign, pair.publicKey());
            at.a().verify(at.session(), Templates.IV, signature);
        });
        KeyPair careful = at.a().generateKeyPair(at.session(), Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Template.EMPTY.with(CKA_EXTRACTABLE, true).with(CKA_PRIVATE, true).with(CKA_ALWAYS_AUTHENTICATE, true));
        assertTrue(at.read(at.roundTrip(careful.privateKey()), CKA_ALWAYS_AUTHENTICATE).is(CKA_ALWAYS_AUTHENTICATE));
        assertCkr(CKR_KEY_NOT_WRAPPABLE, () -> at.wrap(careful.publicKey()));
    }

    @InEveryWorld void aWrappingKeyComesBackAsOneAndOpensWhatItHasWrapped(Token token) {   // Z3
        Place at = Place.of(token);
        ObjectHandle backedUp = at.generate(Templates.newWrappingKey().with(CKA_EXTRACTABLE, true));
        ObjectHandle target = at.generate(Templates.newExtractableAes());
        byte[] blob = at.a().wrapKey(at.session(), BLOB, backedUp, target);
        ObjectHandle again = at.roundTrip(backedUp);
        at.a().destroyObject(at.session(), backedUp);
        assertArrayEquals(at.encrypted(target),
            at.encrypted(at.a().unwrapKey(at.session(), BLOB, again, blob, Template.EMPTY)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> at.a().setAttributeValue(at.session(), again, Template.EMPTY.with(CKA_DECRYPT, true)));
    }

    @InEveryWorld void theTemplateChangesWhatACopyMayChange(Token token) {   // C7, W3
        Place at = Place.of(token);
        byte[] blob = at.wrap(at.generate(Templates.newExtractableAes().with(CKA_LABEL, "old")));
        ObjectHandle key = at.unwrap(blob, Attacker.AES.with(CKA_TOKEN, true).with(CKA_PRIVATE, true)
            .with(CKA_LABEL, "new").with(CKA_EXTRACTABLE, false).with(CKA_DECRYPT, false).with(CKA_VALUE_LEN, 32L)
            .with(CKA_WRAP_WITH_TRUSTED, true).with(CKA_COPYABLE, false));
        Template now = at.read(key, CKA_TOKEN, CKA_PRIVATE, CKA_LABEL, CKA_EXTRACTABLE, CKA_DECRYPT, CKA_ENCRYPT,
            CKA_WRAP_WITH_TRUSTED, CKA_COPYABLE);
        assertEquals("new", now.require(CKA_LABEL));
        assertTrue(now.is(CKA_TOKEN) && now.is(CKA_PRIVATE) && now.is(CKA_WRAP_WITH_TRUSTED) && now.is(CKA_ENCRYPT));
        assertFalse(now.is(CKA_EXTRACTABLE) || now.is(CKA_DECRYPT) || now.is(CKA_COPYABLE));
        assertCkr(CKR_WRAPPED_KEY_LEN_RANGE, () -> at.unwrap(blob, Template.EMPTY.with(CKA_VALUE_LEN, 16L)));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> at.unwrap(blob, Template.EMPTY.with(CKA_LOCAL, true)));
        assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> at.unwrap(blob, Template.EMPTY.with(Cka.CKA_MODULUS_BITS, 2048L)));
        SessionHandle readOnly = token.ro(at.a());
        assertCkr(CKR_SESSION_READ_ONLY,
            () -> at.a().unwrapKey(readOnly, BLOB, at.wrapper(), blob, Template.EMPTY.with(CKA_TOKEN, true)));
        at.a().unwrapKey(readOnly, BLOB, at.wrapper(), blob, Template.EMPTY);
    }

    @InEveryWorld void whatCannotBeChangedOrCopiedStaysSo(Token token) {   // C6, C7
        Place at = Place.of(token);
        ObjectHandle key = at.generate(Templates.newExtractableAes().with(CKA_MODIFIABLE, false).with(CKA_COPYABLE, false)
            .with(CKA_CHECK_VALUE, new byte[0]));
        byte[] blob = at.wrap(key);
        ObjectHandle again = at.unwrap(blob, Template.EMPTY.with(CKA_TOKEN, true));
        assertArrayEquals(new byte[0], at.read(again, CKA_CHECK_VALUE).get(CKA_CHECK_VALUE, new byte[0]));
        assertCkr(CKR_ACTION_PROHIBITED,
            () -> at.a().setAttributeValue(at.session(), again, Template.EMPTY.with(CKA_LABEL, "mine")));
        assertCkr(CKR_ACTION_PROHIBITED, () -> at.a().copyObject(at.session(), again, Template.EMPTY));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> at.unwrap(blob, Template.EMPTY.with(CKA_LABEL, "mine")));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> at.unwrap(blob, Template.EMPTY.with(CKA_MODIFIABLE, true)));
    }

    @InEveryWorld void theTemplatesOfTheWrappingKeyHold(Token token) {   // W1, W3
        Place at = Place.of(token);
        ObjectHandle strict = at.generate(Templates.newWrappingKey()
            .with(CKA_WRAP_TEMPLATE, Template.EMPTY.with(CKA_LABEL, "may leave"))
            .with(CKA_UNWRAP_TEMPLATE, Template.EMPTY.with(CKA_EXTRACTABLE, false)));
        ObjectHandle stays = at.generate(Templates.newExtractableAes());
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> at.a().wrapKey(at.session(), BLOB, strict, stays));
        byte[] blob = at.a().wrapKey(at.session(), BLOB, strict,
            at.generate(Templates.newExtractableAes().with(CKA_LABEL, "may leave")));
        ObjectHandle again = at.a().unwrapKey(at.session(), BLOB, strict, blob, Template.EMPTY);
        assertFalse(at.read(again, CKA_EXTRACTABLE).is(CKA_EXTRACTABLE));
        assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> at.a().unwrapKey(at.session(), BLOB, strict, blob,
            Template.EMPTY.with(CKA_EXTRACTABLE, true)));
        ObjectHandle other = at.generate(Templates.newWrappingKey()
            .with(CKA_UNWRAP_TEMPLATE, Template.EMPTY.with(CKA_SENSITIVE, false)));
        byte[] sensitive = at.a().wrapKey(at.session(), BLOB, other, stays);
        assertCkr(CKR_ATTRIBUTE_READ_ONLY,
            () -> at.a().unwrapKey(at.session(), BLOB, other, sensitive, Template.EMPTY));
    }

    @InEveryWorld void refusalsAreThoseOfWrapping(Token token) {   // W1, W3, B1, B2, E3, O10
        Place at = Place.of(token);
        ObjectHandle key = at.generate(Templates.newExtractableAes());
        byte[] blob = at.wrap(key);
        Output query = Output.lengthQuery();
        at.a().wrapKey(at.session(), BLOB, at.wrapper(), key, query);
        assertEquals(blob.length, query.length());
        assertCkr(CKR_BUFFER_TOO_SMALL,
            () -> at.a().wrapKey(at.session(), BLOB, at.wrapper(), key, Output.room(blob.length - 1)));
        assertCkr(CKR_ARGUMENTS_BAD, () -> at.unwrap(null, Template.EMPTY));
        assertCkr(CKR_KEY_UNEXTRACTABLE, () -> at.wrap(at.generate(Templates.newAes(32))));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> at.a().wrapKey(at.session(), BLOB, key, key));
        assertCkr(CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT, () -> at.a().unwrapKey(at.session(), BLOB,
            at.a().createObject(at.session(), Templates.hmacKey(Templates.AES_256)), blob, Template.EMPTY));
        assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> at.a().wrapKey(at.session(),
            new Mechanism(Ckm.CKM_CLAVIGER_KEY_WRAP, new Parameters.Iv(new byte[16])), at.wrapper(), key));
        MessageParameters message = new MessageParameters.Gcm(new byte[12], 0, IvGenerator.CKG_GENERATE, 128);
        assertCkr(CKR_MECHANISM_INVALID, () -> at.a().wrapKeyAuthenticated(
            at.session(), BLOB, message, at.wrapper(), key, new byte[0]));
        assertCkr(CKR_MECHANISM_INVALID, () -> at.a().unwrapKeyAuthenticated(
            at.session(), BLOB, message, at.wrapper(), blob, Template.EMPTY, new byte[0]));
        assertCkr(CKR_MECHANISM_INVALID, () -> at.a().encryptInit(at.session(), BLOB, key));
    }

    @InEveryWorld void aKeyGoesFromOneTokenToAnother(World world) {   // Z3, Z5: by a key that both SOs have made trusted
        Template shared = Templates.aes(Templates.AES_256).with(CKA_TOKEN, true).with(CKA_WRAP, true).with(CKA_UNWRAP, true)
            .with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false).with(Cka.CKA_TRUSTED, true).with(CKA_LABEL, "shared");
        try (Token one = world.token(); Token other = world.token()) {
            for (Token each : List.of(one, other)) {
                SessionHandle so = each.so(each.b());
                each.b().createObject(so, shared);
                each.b().closeSession(so);
            }
            SessionHandle here = one.user(one.a());
            SessionHandle there = other.user(other.a());
            ObjectHandle key = one.a().generateKey(here, Templates.AES_KEY_GEN, Templates.newExtractableAes());
            byte[] blob = one.a().wrapKey(here, BLOB, one.a().find(here, Templates.labelled("shared")).get(0), key);
            ObjectHandle again = other.a().unwrapKey(
                there, BLOB, other.a().find(there, Templates.labelled("shared")).get(0), blob, Template.EMPTY);
            one.a().encryptInit(here, Templates.ECB, key);
            other.a().encryptInit(there, Templates.ECB, again);
            assertArrayEquals(one.a().encrypt(here, Templates.IV), other.a().encrypt(there, Templates.IV));
        }
    }

    /** What was cut short or changed is refused, wherever that was. */
    @InEveryWorld void aBlobThatWasTamperedWithIsNoKey(Token token) {   // W3
        Place at = Place.of(token);
        byte[] blob = at.wrap(at.generate(Templates.newExtractableAes()));
        for (int i = 0; i < blob.length; i++) {
            byte[] bent = blob.clone();
            bent[i] ^= (byte) (1 << i % 8);
            assertCkr(CKR_WRAPPED_KEY_INVALID, () -> at.unwrap(bent, Template.EMPTY));
        }
        for (int length = 0; length < blob.length; length++) {
            byte[] cut = Arrays.copyOf(blob, length);
            assertCkr(length < 57 ? CKR_WRAPPED_KEY_LEN_RANGE : CKR_WRAPPED_KEY_INVALID,
                () -> at.unwrap(cut, Template.EMPTY));
        }
        assertCkr(CKR_WRAPPED_KEY_INVALID, () -> at.unwrap(Arrays.copyOf(blob, blob.length + 1), Template.EMPTY));
        assertCkr(CKR_WRAPPED_KEY_LEN_RANGE, () -> at.unwrap(Arrays.copyOf(blob, 3 << 20), Template.EMPTY));
        at.unwrap(blob, Template.EMPTY);
    }
}
