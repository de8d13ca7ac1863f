package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_CERTIFICATE_CATEGORY;
import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_GEN_MECHANISM;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_START_DATE;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckc.CKC_X_509;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_ML_KEM;
import static claviger.cryptoki.Cko.CKO_CERTIFICATE;
import static claviger.cryptoki.Cko.CKO_DATA;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_TYPE_INVALID;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.token.Samples.ANYTHING;
import static claviger.token.Samples.assertRefused;
import static claviger.token.Samples.key;
import static claviger.token.Samples.kinds;
import static claviger.token.Samples.required;
import static claviger.token.Samples.some;
import static claviger.token.Origin.CREATE;
import static claviger.token.Origin.DERIVE;
import static claviger.token.Origin.GENERATE;
import static claviger.token.Origin.UNWRAP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewObjectTest {
    private static final byte[] SECRET = {1, 2, 3, 4};
    private static final Template AES = key(CKO_SECRET_KEY, CKK_AES);
    private static final Template AES_16 = AES.with(CKA_VALUE_LEN, 16L);
    private static final Template MATERIAL = Template.EMPTY.with(CKA_VALUE, SECRET);

    @Test void everyKindCanBeMadeOfWhatItRequires() {   // K
        for (Origin origin : Origin.values()) {
            for (Template kind : kinds()) {
                assertDoesNotThrow(() -> of(origin, required(origin, kind)), kind::toString);
            }
        }
    }

    @Test void whatAnOriginForbidsIsReadOnly() {   // C1, K: c×, g×, u×
        for (Origin origin : Origin.values()) {
            for (Template kind : kinds()) {
                for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                    if (origin.forbids(row)) {
                        assertRefused(CKR_ATTRIBUTE_READ_ONLY, origin + " " + row,
                            () -> of(origin, required(origin, kind).with(some(row.attribute()))));
                    }
                }
            }
        }
    }

    @Test void whatAnOriginRequiresIsMissed() {   // C1, K: c!, g!, u!
        for (Origin origin : Origin.values()) {
            for (Template kind : kinds()) {
                for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                    if (origin.requires(row)) {
                        assertRefused(CKR_TEMPLATE_INCOMPLETE, origin + " " + row,
                            () -> of(origin, required(origin, kind).without(row.attribute())));
                    }
                }
            }
        }
    }

    @Test void theFootnotesOfSomeRowsAreThoseOfTheStandard() {   // K, by hand, since the tests above believe the tables
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> of(CREATE, AES.with(CKA_VALUE, SECRET).with(CKA_VALUE_LEN, 4L)));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> of(GENERATE, AES_16.with(CKA_VALUE, SECRET)));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> of(UNWRAP, AES.with(CKA_VALUE, SECRET)));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> of(DERIVE, AES.with(CKA_VALUE, SECRET)));
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> of(GENERATE, AES));
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> of(CREATE, AES));
        for (Origin origin : Origin.values()) {
            for (Cka<?> computed : List.of(CKA_UNIQUE_ID, CKA_LOCAL, CKA_KEY_GEN_MECHANISM, CKA_ALWAYS_SENSITIVE,
                    CKA_NEVER_EXTRACTABLE)) {   // C4, C5
                assertRefused(CKR_ATTRIBUTE_READ_ONLY, origin + " " + computed,
                    () -> of(origin, required(origin, AES).with(some(computed))));
            }
        }
    }

    @Test void anAttributeOfAnotherKindOfObjectIsInconsistentAndAnUnknownOneInvalid() {   // C1
        assertRefused(CKR_TEMPLATE_INCONSISTENT, () -> of(GENERATE, AES_16.with(CKA_MODULUS, SECRET)));
        assertRefused(CKR_TEMPLATE_INCONSISTENT,
            () -> of(CREATE, Template.EMPTY.with(CKA_CLASS, CKO_DATA).with(CKA_KEY_TYPE, CKK_AES)));
        assertRefused(CKR_ATTRIBUTE_TYPE_INVALID, () -> of(GENERATE, AES_16.with(some(Cka.of(0x8000_1234L)))));
    }

    @Test void ofSeveralFaultsTheFirstInTheOrderOfC1IsNamed() {   // C1
        Template bad = AES.with(CKA_MODULUS, SECRET);
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> of(GENERATE, bad));
        Template worse = bad.with(CKA_START_DATE, "2026-01-01");
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> of(GENERATE, worse));
        Template evenWorse = worse.with(CKA_LOCAL, true);
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> of(GENERATE, evenWorse));
        assertRefused(CKR_ATTRIBUTE_TYPE_INVALID, () -> of(GENERATE, evenWorse.with(some(Cka.of(0x8000_1234L)))));
    }

    @Test void whatTheMechanismImpliesNeedNotBeGivenAndIsNotContradicted() {   // K on KEY_TYPE, W3
        Template length = Template.EMPTY.with(CKA_VALUE_LEN, 16L);
        assertEquals(CKK_AES, NewObject.of(GENERATE, length, AES, false).keyType());
        assertDoesNotThrow(() -> NewObject.of(GENERATE, AES_16, AES, false));
        assertRefused(CKR_TEMPLATE_INCONSISTENT,
            () -> NewObject.of(GENERATE, AES_16.with(CKA_KEY_TYPE, CKK_GENERIC_SECRET), AES, false));
        assertRefused(CKR_TEMPLATE_INCONSISTENT,
            () -> NewObject.of(UNWRAP, AES.with(CKA_EXTRACTABLE, true), AES.with(CKA_EXTRACTABLE, false), false));
    }

    @Test void onlyTheSoMakesTrustedObjects() {   // Z20
        Template trusted = AES_16.with(CKA_TRUSTED, true);
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> NewObject.of(GENERATE, trusted, Template.EMPTY, false));
        assertDoesNotThrow(() -> NewObject.of(GENERATE, trusted, Template.EMPTY, true));
        assertDoesNotThrow(() -> NewObject.of(GENERATE, AES_16.with(CKA_TRUSTED, false), Template.EMPTY, false));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> NewObject.of(UNWRAP, AES, AES.with(CKA_TRUSTED, true), false));
    }

    @Test void askingForThePinAtEachUseNeedsAPrivateKey() {   // L9
        Template key = required(GENERATE, key(CKO_PRIVATE_KEY, CKK_EC)).with(CKA_ALWAYS_AUTHENTICATE, true);
        assertDoesNotThrow(() -> of(GENERATE, key));
        assertRefused(CKR_TEMPLATE_INCONSISTENT, () -> of(GENERATE, key.with(CKA_PRIVATE, false)));
    }

    @Test void objectsThatAreTheTokensOwnAreNotCreated() {   // C11
        for (Cko objectClass : List.of(Cko.CKO_HW_FEATURE, Cko.CKO_PROFILE, Cko.CKO_MECHANISM, Cko.CKO_VALIDATION)) {
            assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> of(CREATE, Template.EMPTY.with(CKA_CLASS, objectClass)));
        }
    }

    @Test void aCertificateCategoryEndsWithThree() {   // 4.6.2
        Template certificate = required(CREATE,
            Template.EMPTY.with(CKA_CLASS, CKO_CERTIFICATE).with(CKA_CERTIFICATE_TYPE, CKC_X_509));
        assertDoesNotThrow(() -> of(CREATE, certificate.with(CKA_CERTIFICATE_CATEGORY, 3L)));
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> of(CREATE, certificate.with(CKA_CERTIFICATE_CATEGORY, 4L)));
    }

    @Test void aSeedOrAValueIsEnough() {   // K
        Template kem = key(CKO_PRIVATE_KEY, CKK_ML_KEM).with(CKA_PARAMETER_SET, 1L);
        assertDoesNotThrow(() -> of(CREATE, kem.with(CKA_SEED, SECRET)));
        assertDoesNotThrow(() -> of(CREATE, kem.with(CKA_VALUE, SECRET)));
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> of(CREATE, kem));
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> of(CREATE, kem.with(CKA_SEED, new byte[0])));
    }

    @Test void itSaysWhereItGoesWithDefaults() {   // K
        assertTrue(of(GENERATE, AES_16).isPrivate());
        assertFalse(of(GENERATE, AES_16).isToken());
        assertFalse(of(GENERATE, AES_16.with(CKA_PRIVATE, false)).isPrivate());
        assertTrue(of(GENERATE, AES_16.with(CKA_TOKEN, true)).isToken());
        assertFalse(of(CREATE, Template.EMPTY.with(CKA_CLASS, CKO_DATA)).isPrivate());
        assertEquals(CKO_SECRET_KEY, of(GENERATE, AES_16).objectClass());
    }

    @Test void aGeneratedKeyRemembersHowItWasBorn() {   // K1, all four combinations
        for (boolean sensitive : new boolean[] {true, false}) {
            for (boolean extractable : new boolean[] {true, false}) {
                Template key = of(GENERATE, AES_16.with(CKA_SENSITIVE, sensitive).with(CKA_EXTRACTABLE, extractable))
                    .generated(ANYTHING, MATERIAL, Ckm.CKM_AES_KEY_GEN);
                assertEquals(sensitive, key.is(CKA_ALWAYS_SENSITIVE));
                assertEquals(!extractable, key.is(CKA_NEVER_EXTRACTABLE));
                assertTrue(key.is(CKA_LOCAL));
                assertEquals(Ckm.CKM_AES_KEY_GEN.code(), key.require(CKA_KEY_GEN_MECHANISM));
                assertArrayEquals(SECRET, key.require(CKA_VALUE));
            }
        }
    }

    @Test void theHistoryOfAKeyFromOutsideIsFalseWhateverItsFlags() {   // C5
        Template created = of(CREATE, AES.with(CKA_VALUE, SECRET)).created(ANYTHING);
        Template unwrapped = of(UNWRAP, AES).unwrapped(ANYTHING, MATERIAL);
        for (Template key : List.of(created, unwrapped)) {
            assertTrue(key.is(CKA_SENSITIVE));
            assertFalse(key.is(CKA_EXTRACTABLE));
            for (Cka<Boolean> past : List.of(CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE)) {
                assertEquals(false, key.require(past), past.name());
            }
            assertFalse(key.has(CKA_KEY_GEN_MECHANISM));
            assertFalse(key.has(CKA_UNIQUE_ID));
        }
    }

    @Test void aDerivedKeyWasAlwaysWhatItAndItsBaseWere() {   // K2, family a, all sixteen combinations
        boolean[] both = {true, false};
        for (boolean baseSensitive : both) {
            for (boolean baseUnextractable : both) {
                for (boolean sensitive : both) {
                    for (boolean extractable : both) {
                        Template base = key(CKO_PRIVATE_KEY, CKK_EC).with(CKA_ALWAYS_SENSITIVE, baseSensitive)
                            .with(CKA_NEVER_EXTRACTABLE, baseUnextractable).with(CKA_SENSITIVE, true);
                        Template key = of(DERIVE, AES.with(CKA_SENSITIVE, sensitive).with(CKA_EXTRACTABLE, extractable))
                            .derived(ANYTHING, base, 0, MATERIAL);
                        assertEquals(sensitive, key.is(CKA_SENSITIVE));
                        assertEquals(extractable, key.is(CKA_EXTRACTABLE));
                        assertEquals(baseSensitive && sensitive, key.is(CKA_ALWAYS_SENSITIVE));
                        assertEquals(baseUnextractable && !extractable, key.is(CKA_NEVER_EXTRACTABLE));
                        assertEquals(false, key.require(CKA_LOCAL));
                    }
                }
            }
        }
    }

    @Test void aPublicKeyHasNoSecretsHistory() {
        Template key = of(GENERATE, required(GENERATE, key(CKO_PUBLIC_KEY, CKK_EC)))
            .generated(ANYTHING, Template.EMPTY.with(Cka.CKA_EC_POINT, SECRET), Ckm.CKM_EC_KEY_PAIR_GEN);
        assertTrue(key.is(CKA_LOCAL));
        assertFalse(key.has(CKA_ALWAYS_SENSITIVE));
        assertFalse(key.has(CKA_NEVER_EXTRACTABLE));
    }

    @Test void everyObjectComesOutWithAllItsDefaultsAndNothingForeign() {   // K
        MaterialCheck generous = (objectClass, type, material) -> material.with(CKA_CERTIFICATE_CATEGORY, 1L);
        for (Template kind : kinds()) {
            if (kind.has(CKA_KEY_TYPE)) {
                Template object = of(CREATE, required(CREATE, kind)).created(generous);
                Schema schema = Schemas.of(kind);
                object.attributes().forEach(attribute -> assertTrue(schema.has(attribute), attribute.name()));
                schema.rows().stream().filter(row -> row.otherwise() != null)
                    .forEach(row -> assertTrue(object.has(row.attribute()), row.toString()));
            }
        }
    }

    @Test void aGivenCheckValueHasToBeRightAndAnEmptyOneSuppressesIt() {   // K on CHECK_VALUE
        byte[] right = {7, 8, 9};
        MaterialCheck check = (objectClass, type, material) -> material.with(CKA_CHECK_VALUE, right);
        Template key = AES.with(CKA_VALUE, SECRET);
        assertArrayEquals(right, of(CREATE, key).created(check).require(CKA_CHECK_VALUE));
        assertArrayEquals(right,
            of(CREATE, key.with(CKA_CHECK_VALUE, right.clone())).created(check).require(CKA_CHECK_VALUE));
        assertEquals(0, of(CREATE, key.with(CKA_CHECK_VALUE, new byte[0])).created(check)
            .require(CKA_CHECK_VALUE).length);
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID,
            () -> of(CREATE, key.with(CKA_CHECK_VALUE, new byte[] {7, 8, 0})).created(check));
    }

    @Test void givenPublicKeyInfoHasToBeRightAndAnEmptyOneIsNotGiven() {   // K on PUBLIC_KEY_INFO
        MaterialCheck check = (objectClass, type, material) -> material.with(CKA_PUBLIC_KEY_INFO, SECRET);
        Template key = required(CREATE, key(CKO_PRIVATE_KEY, CKK_EC));
        assertArrayEquals(SECRET, of(CREATE, key.with(CKA_PUBLIC_KEY_INFO, new byte[0])).created(check)
            .require(CKA_PUBLIC_KEY_INFO));
        assertArrayEquals(SECRET, of(CREATE, key.with(CKA_PUBLIC_KEY_INFO, SECRET.clone())).created(check)
            .require(CKA_PUBLIC_KEY_INFO));
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID,
            () -> of(CREATE, key.with(CKA_PUBLIC_KEY_INFO, new byte[] {1})).created(check));
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID,
            () -> of(CREATE, key.with(CKA_PUBLIC_KEY_INFO, SECRET)).created(ANYTHING));
    }

    @Test void aLengthThatTheKeyDoesNotHaveIsRefused() {   // W3
        MaterialCheck check = (objectClass, type, material) ->
            material.with(CKA_VALUE_LEN, (long) material.require(CKA_VALUE).length);
        assertRefused(CKR_WRAPPED_KEY_LEN_RANGE, () -> of(UNWRAP, AES_16).unwrapped(check, MATERIAL));
        assertRefused(CKR_TEMPLATE_INCONSISTENT, () -> of(DERIVE, AES_16).derived(check, AES, 0, MATERIAL));
        assertEquals(4L, of(UNWRAP, AES.with(CKA_VALUE_LEN, 4L)).unwrapped(check, MATERIAL).require(CKA_VALUE_LEN));
    }

    @Test void theMaterialCheckSeesTheMaterialAndNothingElse() {
        MaterialCheck check = (objectClass, type, material) -> {
            assertEquals(CKO_SECRET_KEY, objectClass);
            assertEquals(CKK_AES, type);
            assertEquals("[CKA_VALUE]", material.toString());
            return material;
        };
        assertEquals(16L, of(UNWRAP, AES_16).unwrapped(check, MATERIAL).require(CKA_VALUE_LEN));
        assertEquals("vault",
            of(CREATE, AES.with(CKA_LABEL, "vault").with(CKA_VALUE, SECRET)).created(check).require(CKA_LABEL));
    }

    @Test void aDataObjectNeedsNothing() {   // 4.5
        Template data = of(CREATE, Template.EMPTY.with(CKA_CLASS, CKO_DATA)).created(ANYTHING);
        assertEquals(0, data.require(CKA_VALUE).length);
        assertFalse(data.has(CKA_SUBJECT));
        assertFalse(data.has(CKA_LOCAL));
    }

    @Test void whatWasCheckedForOneOriginIsNotCompletedForAnother() {
        assertThrows(IllegalStateException.class, () -> of(CREATE, AES.with(CKA_VALUE, SECRET))
            .generated(ANYTHING, MATERIAL, Ckm.CKM_AES_KEY_GEN));
    }

    private static NewObject of(Origin origin, Template given) {
        return NewObject.of(origin, given, Template.EMPTY, false);
    }
}
