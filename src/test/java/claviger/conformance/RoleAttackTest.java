package claviger.conformance;

import static claviger.conformance.Attacker.assertAllowed;
import static claviger.conformance.Attacker.assertRefusedWhenSafe;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_TYPE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Kind;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.List;

/** Attacks that need one key in two roles: Z1, Z2, Z4, Z16, Z17. */
class RoleAttackTest {
    private static final Template NO_ROLE = Templates.newAes(32).with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false);

    @InEveryWorld void noKeyIsMadeToWrapAndDecrypt(World world) {   // Z1
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT,
            attacker -> attacker.generate(NO_ROLE.with(CKA_WRAP, true).with(CKA_DECRYPT, true)));
    }

    @InEveryWorld void aWrappingKeyDoesNotDecryptByDefault(World world) {   // Z1
        assertRefusedWhenSafe(world, CKR_KEY_FUNCTION_NOT_PERMITTED, attacker -> attacker.a().decryptInit(
            attacker.session(), Templates.ECB, attacker.generate(Templates.newAes(32).with(CKA_WRAP, true))));
    }

    @InEveryWorld void noKeyIsMadeToUnwrapAndEncrypt(World world) {   // Z2
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT,
            attacker -> attacker.generate(NO_ROLE.with(CKA_UNWRAP, true).with(CKA_ENCRYPT, true)));
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT,
            attacker -> attacker.create(Templates.aes(Templates.AES_256).with(CKA_UNWRAP, true)));
    }

    @InEveryWorld void aPairDoesNotWrapWithOneHalfAndDecryptWithTheOther(World world) {   // Z1
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> pair(attacker,
            Template.EMPTY.with(CKA_WRAP, true).with(CKA_ENCRYPT, false), Template.EMPTY.with(CKA_DECRYPT, true)));
        assertAllowed(world, attacker -> pair(attacker, Template.EMPTY.with(CKA_WRAP, true).with(CKA_ENCRYPT, false),
            Template.EMPTY.with(CKA_UNWRAP, true).with(CKA_DECRYPT, false)));
    }

    @InEveryWorld void theHalvesOfAPairDoNotGetRolesOneByOne(World world) {   // Z1, Z4
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> {
            KeyPair made = pair(attacker, Template.EMPTY.with(CKA_WRAP, true).with(CKA_ENCRYPT, false),
                Template.EMPTY.with(CKA_DECRYPT, false));
            attacker.set(made.privateKey(), Template.EMPTY.with(CKA_DECRYPT, true));
        });
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> {
            KeyPair made = pair(attacker, Template.EMPTY, Template.EMPTY.with(CKA_DECRYPT, true));
            attacker.set(made.publicKey(), Template.EMPTY.with(CKA_WRAP, true));
        });
    }

    @InEveryWorld void aRoleThatWasTakenAwayIsRemembered(World world) {   // Z1: over its whole life
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> {
            ObjectHandle key = attacker.generate(NO_ROLE.with(CKA_WRAP, true));
            attacker.set(key, Template.EMPTY.with(CKA_WRAP, false));
            attacker.set(key, Template.EMPTY.with(CKA_DECRYPT, true));
        });
    }

    @InEveryWorld void aRoleIsRememberedByWhoReadsTheStoreAnew(World world) {   // Z1: token objects, another process
        try (Token token = world.token()) {
            Cryptoki a = token.a();
            SessionHandle session = token.user(a);
            ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN,
                NO_ROLE.with(CKA_TOKEN, true).with(CKA_WRAP, true).with(CKA_LABEL, "once a wrapper"));
            a.setAttributeValue(session, key, Template.EMPTY.with(CKA_WRAP, false));
            a.logout(session);
            Cryptoki b = token.b();
            SessionHandle other = token.user(b);
            ObjectHandle found = b.find(other, Templates.labelled("once a wrapper")).get(0);
            assertCkr(CKR_ATTRIBUTE_READ_ONLY,
                () -> b.setAttributeValue(other, found, Template.EMPTY.with(CKA_DECRYPT, true)));
            b.setAttributeValue(other, found, Template.EMPTY.with(CKA_WRAP, true));
        }
    }

    @InEveryWorld void aCopyRemembersTheRolesOfItsOriginal(World world) {   // Z1, Z4
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> {
            ObjectHandle key = attacker.generate(NO_ROLE.with(CKA_WRAP, true));
            ObjectHandle copy = attacker.copy(key, Template.EMPTY.with(CKA_WRAP, false));
            attacker.set(copy, Template.EMPTY.with(CKA_DECRYPT, true));
        });
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> {
            ObjectHandle key = attacker.generate(NO_ROLE.with(CKA_WRAP, true));
            attacker.copy(key, Template.EMPTY.with(CKA_WRAP, false).with(CKA_DECRYPT, true));
        });
    }

    @InEveryWorld void twoCopiesDoNotGetOneRoleEach(World world) {   // Z4
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> {
            ObjectHandle key = attacker.generate(NO_ROLE);
            attacker.copy(key, Template.EMPTY.with(CKA_DECRYPT, true));
            attacker.copy(key, Template.EMPTY.with(CKA_WRAP, true));
        });
    }

    @InEveryWorld void aLiveKeyDoesNotGetAConflictingRole(World world) {   // Z4: both of two other modules allow it
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.generate(Templates.newAes(32)), Template.EMPTY.with(CKA_WRAP, true)));
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.generate(Templates.newAes(32)), Template.EMPTY.with(CKA_UNWRAP, true)));
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.generate(Templates.newWrappingKey()), Template.EMPTY.with(CKA_ENCRYPT, true)));
    }

    @InEveryWorld void rolesAreTakenAwayAndGivenBackWhereNothingContradicts(World world) {   // Z4, C6
        assertAllowed(world, attacker -> {
            ObjectHandle key = attacker.generate(Templates.newAes(32));
            attacker.set(key, Template.EMPTY.with(CKA_ENCRYPT, false).with(CKA_DECRYPT, false));
            attacker.set(key, Template.EMPTY.with(CKA_DECRYPT, true));
            ObjectHandle wrapping = attacker.generate(Templates.newWrappingKey());
            attacker.set(wrapping, Template.EMPTY.with(CKA_WRAP, false));
            attacker.set(wrapping, Template.EMPTY.with(CKA_WRAP, true));
            ObjectHandle verifying = attacker.create(Templates.hmacKey(Templates.AES_256).with(CKA_SIGN, false));
            attacker.set(verifying, Template.EMPTY.with(CKA_SIGN, true));
        });
    }

    @InEveryWorld void aKeyThatDerivesByEncryptionDoesNotEncrypt(World world) {   // Z16
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT,
            attacker -> attacker.generate(NO_ROLE.with(CKA_DERIVE, true).with(CKA_ENCRYPT, true)));
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.generate(NO_ROLE.with(CKA_DERIVE, true)), Template.EMPTY.with(CKA_ENCRYPT, true)));
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.generate(NO_ROLE.with(CKA_ENCRYPT, true)), Template.EMPTY.with(CKA_DERIVE, true)));
        for (Cka<Boolean> alike : List.of(CKA_DECRYPT, CKA_SIGN, CKA_WRAP)) {     // counter modes, GMAC
            assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT,
                attacker -> attacker.generate(NO_ROLE.with(CKA_DERIVE, true).with(alike, true)));
        }
    }

    @InEveryWorld void aKeyThatDerivesByMacsDoesNotMakeMacs(World world) {   // Z16: HKDF and SP800-108 are MACs
        Template key = Templates.hmacKey(Templates.AES_256).with(CKA_DERIVE, true);
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT, attacker -> attacker.create(key));
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.create(key.with(CKA_SIGN, false)), Template.EMPTY.with(CKA_SIGN, true)));
    }

    @InEveryWorld void aUseByDefaultGivesWayToOneThatIsAskedFor(World world) {   // Z1, Z2, Z16, Z17
        assertAllowed(world, attacker -> {
            Template uses = attacker.a().attributes(attacker.session(), attacker.generate(
                Templates.newAes(32).with(CKA_WRAP, true)), CKA_DECRYPT, CKA_ENCRYPT);
            assertFalse(uses.is(CKA_DECRYPT));
            assertTrue(uses.is(CKA_ENCRYPT));
            ObjectHandle base = attacker.create(Templates.hmacKey(Templates.AES_256).without(CKA_SIGN)
                .with(CKA_DERIVE, true));
            assertFalse(attacker.a().attributes(attacker.session(), base, CKA_SIGN).is(CKA_SIGN));
            KeyPair pair = attacker.a().generateKeyPair(attacker.session(),
                Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN), Template.EMPTY.with(CKA_MODULUS_BITS, 2048L)
                    .with(CKA_WRAP, true), Template.EMPTY);
            assertFalse(attacker.a().attributes(attacker.session(), pair.privateKey(), CKA_DECRYPT).is(CKA_DECRYPT));
        });
    }

    @InEveryWorld void anAesKeyDoesNotMakeMacsAndEncrypt(World world) {   // Z17
        assertRefusedWhenSafe(world, CKR_TEMPLATE_INCONSISTENT,
            attacker -> attacker.generate(NO_ROLE.with(CKA_SIGN, true).with(CKA_ENCRYPT, true)));
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.generate(NO_ROLE.with(CKA_SIGN, true)), Template.EMPTY.with(CKA_ENCRYPT, true)));
        assertRefusedWhenSafe(world, CKR_ATTRIBUTE_READ_ONLY, attacker -> attacker.set(
            attacker.generate(NO_ROLE.with(CKA_ENCRYPT, true)), Template.EMPTY.with(CKA_SIGN, true)));
        assertAllowed(world, attacker -> attacker.generate(NO_ROLE.with(CKA_SIGN, true).with(CKA_VERIFY, true)));
    }

    @InEveryWorld void aCurveKeySignsAndDerivesAsTheJcaWantsIt(World world) {   // D8 on a safe token
        assertAllowed(world, attacker -> attacker.a().generateKeyPair(attacker.session(), Templates.EC_KEY_PAIR_GEN,
            Template.EMPTY.with(CKA_EC_PARAMS, Templates.P_256),
            Template.EMPTY.with(CKA_SIGN, true).with(CKA_DERIVE, true)));
    }

    @InEveryWorld void theHistoryOfAKeyIsNobodysToReadOrSet(Token token) {   // Z1, G1, F2, C1
        Cka<byte[]> history = new Cka<>("the history", 0x8043_4c01L, Kind.BYTES);
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        Template none = Template.EMPTY.with(history, new byte[0]);
        assertCkr(CKR_ATTRIBUTE_TYPE_INVALID, () -> a.setAttributeValue(session, key, none));
        assertCkr(CKR_ATTRIBUTE_TYPE_INVALID, () -> a.copyObject(session, key, none));
        assertCkr(CKR_ATTRIBUTE_TYPE_INVALID, () -> a.createObject(session, Templates.aes(Templates.AES_256).with(none)));
        assertCkr(CKR_ATTRIBUTE_TYPE_INVALID, () -> a.getAttributeValue(session, key,
            List.of(new AttributeRequest(history, Output.unbounded()))));
        for (int bits = 0; bits < 256; bits++) {
            assertEquals(List.of(), a.find(session, Template.EMPTY.with(history, new byte[] {(byte) bits})));
        }
    }

    private static KeyPair pair(Attacker attacker, Template publicKey, Template privateKey) {
        return attacker.a().generateKeyPair(attacker.session(), Templates.EC_KEY_PAIR_GEN,
            publicKey.with(CKA_EC_PARAMS, Templates.P_256), privateKey);
    }
}
