package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_ML_KEM;
import static claviger.cryptoki.Ckk.CKK_RSA;
import static claviger.cryptoki.Ckk.CKK_SHA256_HMAC;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.token.Samples.assertRefused;
import static claviger.token.Samples.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test void aTableHasOneRowForAnAttribute() {
        Schema table = Schema.table("4.4").row(CKA_LABEL, "");
        assertThrows(AssertionError.class, () -> table.row(CKA_LABEL, ""));
        assertThrows(AssertionError.class, () -> table.extend("4.5").row(CKA_LABEL, ""));
    }

    @Test void everyRowNamesItsSectionAndAttributesThatTheStandardNames() {
        for (Template kind : Samples.kinds()) {
            Set<Cka<?>> seen = new HashSet<>();
            for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                assertTrue(row.section().matches("[46]\\.\\d+(\\.\\d+)?"), row.toString());
                assertTrue(row.attribute().isKnown(), row.toString());
                assertTrue(seen.add(row.attribute()), row.toString());
            }
        }
    }

    @Test void flagsThatStickAreFlagsAndCanBeChangedAtAll() {   // C6, C7
        for (Template kind : Samples.kinds()) {
            for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                boolean sticks = row.says(Footnote.N11_TRUE_STICKS) || row.says(Footnote.N12_FALSE_STICKS)
                    || row.says(Footnote.NEVER_LOWERED);
                if (sticks) {
                    assertEquals(Kind.BOOL, row.attribute().kind(), row.toString());
                    assertTrue(row.says(Footnote.N8_MODIFIABLE) || row.says(Footnote.BY_COPY), row.toString());
                }
            }
        }
    }

    @Test void noRowIsBothRequiredAndForbidden() {
        for (Template kind : Samples.kinds()) {
            for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                for (Origin origin : Origin.values()) {
                    assertFalse(origin.requires(row) && origin.forbids(row), row + " " + origin);
                }
            }
        }
    }

    @Test void secretsOfAllKeysAreMarked() {   // G2, footnote 7
        Set<Cka<?>> secret = Set.of(Cka.CKA_VALUE, Cka.CKA_PRIVATE_EXPONENT, Cka.CKA_PRIME_1, Cka.CKA_PRIME_2,
            Cka.CKA_EXPONENT_1, Cka.CKA_EXPONENT_2, Cka.CKA_COEFFICIENT, Cka.CKA_SEED);
        for (Template kind : Samples.kinds()) {
            Cko objectClass = kind.require(CKA_CLASS);
            boolean secrets = objectClass == CKO_PRIVATE_KEY || objectClass == CKO_SECRET_KEY;
            for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                assertEquals(secrets && secret.contains(row.attribute()), row.says(Footnote.N7_SECRET),
                    kind.get(CKA_KEY_TYPE) + " " + row);
            }
        }
    }

    @Test void defaultsAreTheSafeOnes() {   // K
        for (Template kind : Samples.kinds()) {
            Template object = Schemas.of(kind).completed(kind);
            Cko objectClass = kind.require(CKA_CLASS);
            boolean confidential = objectClass == CKO_PRIVATE_KEY || objectClass == CKO_SECRET_KEY;
            assertEquals(confidential, object.is(CKA_PRIVATE));
            assertEquals(confidential, object.is(CKA_SENSITIVE));
            for (Cka<Boolean> off : List.of(CKA_TOKEN, CKA_EXTRACTABLE, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE,
                    Cka.CKA_TRUSTED, Cka.CKA_SIGN_RECOVER, Cka.CKA_VERIFY_RECOVER, Cka.CKA_WRAP_WITH_TRUSTED,
                    Cka.CKA_ALWAYS_AUTHENTICATE)) {
                assertFalse(object.is(off), kind.get(CKA_KEY_TYPE) + " " + off);
            }
            for (Cka<Boolean> on : List.of(Cka.CKA_MODIFIABLE, Cka.CKA_COPYABLE, Cka.CKA_DESTROYABLE)) {
                assertTrue(object.is(on), on.name());
            }
            assertFalse(object.has(Cka.CKA_ALLOWED_MECHANISMS));
        }
    }

    @Test void aKeyHasByDefaultTheUsesOfItsType() {   // K, D8
        assertUses(CKO_PUBLIC_KEY, CKK_RSA, CKA_ENCRYPT, CKA_VERIFY);
        assertUses(CKO_PRIVATE_KEY, CKK_RSA, CKA_DECRYPT, CKA_SIGN);
        assertUses(CKO_PUBLIC_KEY, CKK_EC, CKA_VERIFY);
        assertUses(CKO_PRIVATE_KEY, CKK_EC, CKA_SIGN);
        assertUses(CKO_PRIVATE_KEY, CKK_EC_EDWARDS, CKA_SIGN);
        assertUses(CKO_PRIVATE_KEY, CKK_EC_MONTGOMERY);
        assertUses(CKO_PUBLIC_KEY, CKK_EC_MONTGOMERY);
        assertUses(CKO_PUBLIC_KEY, CKK_ML_KEM, CKA_ENCAPSULATE);
        assertUses(CKO_PRIVATE_KEY, CKK_ML_KEM, Cka.CKA_DECAPSULATE);
        assertUses(CKO_SECRET_KEY, CKK_AES, CKA_ENCRYPT, CKA_DECRYPT);
        assertUses(CKO_SECRET_KEY, CKK_SHA256_HMAC, CKA_SIGN, CKA_VERIFY);
    }

    @Test void aClassAndATypeThatDoNotFitAreInconsistent() {   // C1
        assertRefused(CKR_TEMPLATE_INCONSISTENT, () -> Schemas.of(key(CKO_SECRET_KEY, CKK_RSA)));
        assertRefused(CKR_TEMPLATE_INCONSISTENT, () -> Schemas.of(key(CKO_PUBLIC_KEY, CKK_AES)));
    }

    @Test void aKindThatTheTokenDoesNotHaveIsAnInvalidValue() {   // C1, C11
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> Schemas.of(key(CKO_PRIVATE_KEY, Ckk.CKK_DSA)));
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> Schemas.of(Template.EMPTY.with(CKA_CLASS, Cko.CKO_TRUST)));
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> Schemas.of(Template.EMPTY
            .with(CKA_CLASS, Cko.CKO_CERTIFICATE).with(Cka.CKA_CERTIFICATE_TYPE, claviger.cryptoki.Ckc.CKC_WTLS)));
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> Schemas.of(Template.EMPTY));
        assertRefused(CKR_TEMPLATE_INCOMPLETE, () -> Schemas.of(Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY)));
    }

    private static void assertUses(Cko objectClass, Ckk type, Cka<?>... uses) {
        Template object = Schemas.of(key(objectClass, type)).completed(key(objectClass, type));
        for (Cka<Boolean> use : List.of(CKA_ENCRYPT, CKA_DECRYPT, CKA_SIGN, CKA_VERIFY, CKA_WRAP, CKA_UNWRAP,
                CKA_DERIVE, CKA_ENCAPSULATE, Cka.CKA_DECAPSULATE)) {
            assertEquals(Set.of(uses).contains(use), object.is(use), type + " " + objectClass + " " + use);
        }
    }
}
