package claviger.conformance;

import static claviger.conformance.Attacker.assertAllowed;
import static claviger.conformance.Attacker.assertAlwaysRefused;
import static claviger.conformance.Attacker.assertRefusedWhenSafe;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_EXPONENT_1;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Cka.CKA_WRAP_WITH_TRUSTED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_SENSITIVE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.token.Policy;
import java.util.Arrays;
import java.util.List;

/** Attacks on a key's value itself: Z5, Z7, Z9, Z11, Z12, Z18, Z20, Z21, Z22. */
class ValueAttackTest {
    private static final Template READABLE = Template.EMPTY.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);

    @InEveryWorld void noSecretIsCutIntoSearchablePieces(World world) {   // Z7
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> derived(attacker, Template.EMPTY
            .with(CKA_KEY_TYPE, Ckk.CKK_GENERIC_SECRET).with(CKA_VALUE_LEN, 1L)));
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> derived(attacker, Template.EMPTY
            .with(CKA_KEY_TYPE, Ckk.CKK_GENERIC_SECRET).with(CKA_VALUE_LEN, 15L)));
        assertAllowed(world, attacker -> derived(attacker, Template.EMPTY
            .with(CKA_KEY_TYPE, Ckk.CKK_GENERIC_SECRET).with(CKA_VALUE_LEN, 16L)));
    }

    @InEveryWorld void theMechanismsThatCutKeysAreOff(World world) {   // Z7
        Template base = Templates.hmacKey(Templates.AES_256).with(CKA_SIGN, false).with(CKA_DERIVE, true);
        for (Ckm cutting : List.of(Ckm.CKM_EXTRACT_KEY_FROM_KEY, Ckm.CKM_XOR_BASE_AND_DATA,
                Ckm.CKM_SHA256_KEY_DERIVATION)) {
            assertEquals(CKR_MECHANISM_INVALID, Attacker.tried(world, Policy.SAFE, false, attacker ->
                attacker.a().deriveKey(attacker.session(), Mechanism.of(cutting), attacker.create(base),
                    Attacker.AES.with(CKA_VALUE_LEN, 16L))));
        }
    }

    @InEveryWorld void whoKnowsThePeersKeyKnowsTheSecretSoItDoesNotWrap(World world) {   // Z5, Z3
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> derived(attacker,
            Attacker.AES.with(CKA_VALUE_LEN, 32L).with(CKA_WRAP, true).with(CKA_DECRYPT, false)));
    }

    @InEveryWorld void pkcs1DecryptionIsOffUnlessTheKeyNamesIt(World world) {   // Z9
        assertAlwaysRefused(world, CKR_MECHANISM_INVALID, attacker ->
            attacker.a().decryptInit(attacker.session(), Mechanism.of(Ckm.CKM_RSA_PKCS),
                attacker.create(RsaSample.PRIVATE)));
        assertAllowed(world, attacker -> attacker.a().decryptInit(attacker.session(), Mechanism.of(Ckm.CKM_RSA_PKCS),
            attacker.create(RsaSample.PRIVATE.with(CKA_ALLOWED_MECHANISMS, new long[] {Ckm.CKM_RSA_PKCS.code()}))));
    }

    @InEveryWorld void aPrivateKeyThatContradictsItselfIsNotImported(World world) {   // Z11
        byte[] prime = RsaSample.PRIVATE.require(CKA_EXPONENT_1).clone();
        prime[prime.length - 1] ^= 2;
        assertAlwaysRefused(world, CKR_ATTRIBUTE_VALUE_INVALID, attacker ->
            attacker.create(RsaSample.PRIVATE.with(CKA_EXPONENT_1, prime)));
        assertAlwaysRefused(world, CKR_ATTRIBUTE_VALUE_INVALID, attacker -> attacker.create(Template.EMPTY
            .with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, Ckk.CKK_EC).with(CKA_EC_PARAMS, Templates.P_256)
            .with(CKA_VALUE, new byte[32])));
    }

    @InEveryWorld void noFlagThatHidesAValueIsTakenBack(World world) {   // Z12, G2, C7
        for (Template hidden : List.of(READABLE.with(CKA_SENSITIVE, true), READABLE.with(CKA_EXTRACTABLE, false))) {
            assertAlwaysRefused(world, CKR_ATTRIBUTE_SENSITIVE, attacker -> value(attacker,
                attacker.generate(Templates.newAes(32).with(hidden))));
            assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
                attacker.generate(Templates.newAes(32).with(hidden)), READABLE));
            assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.copy(
                attacker.generate(Templates.newAes(32).with(hidden)), READABLE));
        }
    }

    @InEveryWorld void aPeersPointIsChecked(World world) {   // Z18
        byte[] offCurve = new byte[65];
        offCurve[0] = 4;
        offCurve[64] = 1;
        assertAlwaysRefused(world, CKR_PUBLIC_KEY_INVALID, attacker -> {
            KeyPair own = ecdhPair(attacker);
            attacker.a().deriveKey(attacker.session(), ecdh(offCurve), own.privateKey(), wanted(Attacker.AES
                .with(CKA_VALUE_LEN, 32L)));
        });
        assertAlwaysRefused(world, CKR_PUBLIC_KEY_INVALID, attacker -> {
            KeyPair own = attacker.a().generateKeyPair(attacker.session(),
                Mechanism.of(Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN),
                Template.EMPTY.with(CKA_EC_PARAMS, Templates.hex("06032b656e")), Template.EMPTY.with(CKA_DERIVE, true));
            attacker.a().deriveKey(attacker.session(), ecdh(new byte[32]), own.privateKey(), wanted(Attacker.AES
                .with(CKA_VALUE_LEN, 32L)));
        });
    }

    @InEveryWorld void onlyTheSoTrustsAndNobodyTakesBackTheWishForTrust(World world) {   // Z20
        assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY,
            attacker -> attacker.generate(Templates.newAes(32).with(CKA_TRUSTED, true)));
        assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.generate(Templates.newAes(32)), Template.EMPTY.with(CKA_TRUSTED, true)));
        Template trusting = Templates.newAes(32).with(CKA_WRAP_WITH_TRUSTED, true);
        Template taken = Template.EMPTY.with(CKA_WRAP_WITH_TRUSTED, false);
        assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY,
            attacker -> attacker.set(attacker.generate(trusting), taken));
        assertAlwaysRefused(world, CKR_ATTRIBUTE_READ_ONLY,
            attacker -> attacker.copy(attacker.generate(trusting), taken));
    }

    @InEveryWorld void neitherSearchNorSizeTellsAValue(World world) {   // Z21
        assertAllowed(world, attacker -> {
            ObjectHandle hidden = attacker.create(Templates.aes(Templates.AES_256));
            assertEquals(List.of(), attacker.a().find(attacker.session(),
                Template.EMPTY.with(CKA_VALUE, Templates.AES_256)));
            byte[] other = Templates.AES_256.clone();
            other[0] = 0;
            assertEquals(attacker.a().getObjectSize(attacker.session(), hidden),
                attacker.a().getObjectSize(attacker.session(), attacker.create(Templates.aes(other))));
        });
    }

    @InEveryWorld void aHandleOfAnotherApplicationOpensNothing(Token token) {   // Z22, X1, H1
        Attacker victim = new Attacker(token.a(), token.user(token.a()));
        ObjectHandle key = victim.generate(Templates.newAes(32));
        Attacker attacker = new Attacker(token.b(), token.user(token.b()));
        for (long guess = key.value() - 50; guess < key.value() + 50; guess++) {
            ObjectHandle guessed = new ObjectHandle(guess);
            assertCkr(CKR_OBJECT_HANDLE_INVALID, () -> attacker.a().getObjectSize(attacker.session(), guessed));
        }
    }

    private static void value(Attacker attacker, ObjectHandle key) {
        attacker.a().getAttributeValue(attacker.session(), key,
            List.of(new AttributeRequest(CKA_VALUE, Output.unbounded())));
    }

    private static KeyPair ecdhPair(Attacker attacker) {
        return attacker.a().generateKeyPair(attacker.session(), Templates.EC_KEY_PAIR_GEN,
            Template.EMPTY.with(CKA_EC_PARAMS, Templates.P_256), Template.EMPTY.with(CKA_DERIVE, true));
    }

    private static void derived(Attacker attacker, Template template) {
        byte[] peer = attacker.a().attributes(attacker.session(), ecdhPair(attacker).publicKey(), CKA_EC_POINT)
            .require(CKA_EC_POINT);
        attacker.a().deriveKey(attacker.session(), ecdh(Arrays.copyOfRange(peer, 2, peer.length)),
            ecdhPair(attacker).privateKey(), wanted(template));
    }

    private static Template wanted(Template template) {
        return template.with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_PRIVATE, false);
    }

    private static Mechanism ecdh(byte[] point) {
        return new Mechanism(Ckm.CKM_ECDH1_DERIVE, new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0], point));
    }
}
