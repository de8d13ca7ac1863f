package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CHECK_VALUE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_COPYABLE;
import static claviger.cryptoki.Cka.CKA_DESTROYABLE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_GEN_MECHANISM;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_START_DATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Cka.CKA_WRAP_WITH_TRUSTED;
import static claviger.cryptoki.Ckc.CKC_X_509;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Cko.CKO_CERTIFICATE;
import static claviger.cryptoki.Cko.CKO_DATA;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_TYPE_INVALID;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.token.Footnote.BY_COPY;
import static claviger.token.Footnote.COMPUTED;
import static claviger.token.Footnote.N8_MODIFIABLE;
import static claviger.token.Samples.assertRefused;
import static claviger.token.Samples.key;
import static claviger.token.Samples.kinds;
import static claviger.token.Samples.some;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectChangesTest {
    private static final byte[] BYTES = {1, 2, 3};
    private static final Template AES = whole(key(CKO_SECRET_KEY, CKK_AES)).with(CKA_UNIQUE_ID, "1")
        .with(CKA_VALUE, BYTES).with(CKA_CHECK_VALUE, BYTES)
        .with(CKA_LOCAL, true).with(CKA_ALWAYS_SENSITIVE, true).with(CKA_NEVER_EXTRACTABLE, true)
        .with(CKA_KEY_GEN_MECHANISM, 0x1080L);
    private static final Template CERTIFICATE = whole(
        Template.EMPTY.with(CKA_CLASS, CKO_CERTIFICATE).with(CKA_CERTIFICATE_TYPE, CKC_X_509));

    @Test void setChangesWhatIsMarkedModifiableAndNothingElse() {   // C6
        for (Template kind : kinds()) {
            Template object = whole(kind);
            for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                Template change = some(row.attribute());
                if (!row.says(N8_MODIFIABLE)) {
                    assertRefused(CKR_ATTRIBUTE_READ_ONLY, row.toString(), () -> ObjectChanges.changed(object, change));
                } else if (!row.says(COMPUTED) && !row.attribute().equals(CKA_EXTRACTABLE)) {
                    assertTrue(ObjectChanges.changed(object, change).matches(change), row.toString());
                }
            }
        }
    }

    @Test void copyChangesWhatSetMayAndFourMore() {   // C7
        for (Template kind : kinds()) {
            Template object = whole(kind);
            for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                Template change = some(row.attribute());
                boolean more = List.of(CKA_TOKEN, CKA_PRIVATE, CKA_MODIFIABLE, CKA_DESTROYABLE)
                    .contains(row.attribute());
                assertEquals(more, row.says(BY_COPY), row.toString());
                if (!more && !row.says(N8_MODIFIABLE)) {
                    assertRefused(CKR_ATTRIBUTE_READ_ONLY, row.toString(), () -> ObjectChanges.copied(object, change));
                } else if (!row.says(COMPUTED) && !row.attribute().equals(CKA_EXTRACTABLE)) {
                    assertTrue(ObjectChanges.copied(object, change).matches(change), row.toString());
                }
            }
        }
    }

    @Test void oneWayFlagsKeepTheirDirectionBySetAndByCopy() {   // C7, Z12, Z20
        assertOneWay(AES, CKA_SENSITIVE, true);
        assertOneWay(AES, CKA_EXTRACTABLE, false);
        assertOneWay(AES.with(CKA_WRAP_WITH_TRUSTED, true), CKA_WRAP_WITH_TRUSTED, true);
        Template weak = AES.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
        for (Template stronger : List.of(Template.EMPTY.with(CKA_SENSITIVE, true),
                Template.EMPTY.with(CKA_EXTRACTABLE, false), Template.EMPTY.with(CKA_WRAP_WITH_TRUSTED, true),
                Template.EMPTY.with(CKA_COPYABLE, false))) {
            assertTrue(ObjectChanges.changed(weak, stronger).matches(stronger));
            assertTrue(ObjectChanges.copied(weak, stronger).matches(stronger));
        }
    }

    @Test void anObjectMadeUncopyableStaysSo() {   // K on COPYABLE
        Template object = ObjectChanges.changed(AES, Template.EMPTY.with(CKA_COPYABLE, false));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY,
            () -> ObjectChanges.changed(object, Template.EMPTY.with(CKA_COPYABLE, true)));
        assertRefused(CKR_ACTION_PROHIBITED, () -> ObjectChanges.copied(object, Template.EMPTY));
    }

    @Test void aPrivateObjectHasNoPublicCopyAndAPublicOneMayHaveAPrivateCopy() {   // C7
        assertRefused(CKR_TEMPLATE_INCONSISTENT,
            () -> ObjectChanges.copied(AES, Template.EMPTY.with(CKA_PRIVATE, false)));
        Template data = whole(Template.EMPTY.with(CKA_CLASS, CKO_DATA));
        assertTrue(ObjectChanges.copied(data, Template.EMPTY.with(CKA_PRIVATE, true)).is(CKA_PRIVATE));
    }

    @Test void aCopyKeepsTheHistoryOfItsOriginal() {   // C7
        for (boolean past : new boolean[] {true, false}) {
            Template object = AES.with(CKA_LOCAL, past).with(CKA_ALWAYS_SENSITIVE, past)
                .with(CKA_NEVER_EXTRACTABLE, past).with(CKA_EXTRACTABLE, true);
            Template copy = ObjectChanges.copied(object, Template.EMPTY.with(CKA_EXTRACTABLE, false));
            for (Cka<Boolean> flag : List.of(CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE)) {
                assertEquals(past, copy.require(flag), flag.name());
            }
            assertEquals(0x1080L, copy.require(CKA_KEY_GEN_MECHANISM));
            assertArrayEquals(BYTES, copy.require(CKA_VALUE));
        }
    }

    @Test void aCopyHasNoUniqueIdYetAndNoneIsGiven() {   // C4
        assertFalse(ObjectChanges.copied(AES, Template.EMPTY).has(CKA_UNIQUE_ID));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY,
            () -> ObjectChanges.copied(AES, Template.EMPTY.with(CKA_UNIQUE_ID, "1")));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY,
            () -> ObjectChanges.changed(AES, Template.EMPTY.with(CKA_UNIQUE_ID, "1")));
    }

    @Test void anUnmodifiableObjectIsNotChangedNorCopiedWithAChange() {   // C6, C7
        Template fixed = ObjectChanges.copied(AES, Template.EMPTY.with(CKA_MODIFIABLE, false));
        Template label = Template.EMPTY.with(CKA_LABEL, "other");
        assertRefused(CKR_ACTION_PROHIBITED, () -> ObjectChanges.changed(fixed, label));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> ObjectChanges.copied(fixed, label));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY,
            () -> ObjectChanges.copied(fixed, Template.EMPTY.with(CKA_MODIFIABLE, true)));
        assertTrue(ObjectChanges.copied(fixed, Template.EMPTY.with(CKA_TOKEN, true).with(CKA_SENSITIVE, true))
            .is(CKA_TOKEN));
    }

    @Test void aTrustedCertificateCannotBeModified() {   // C6
        Template trusted = CERTIFICATE.with(CKA_TRUSTED, true);
        Template id = Template.EMPTY.with(CKA_ID, BYTES);
        assertArrayEquals(BYTES, ObjectChanges.changed(CERTIFICATE, id).require(CKA_ID));
        assertRefused(CKR_ACTION_PROHIBITED, () -> ObjectChanges.changed(trusted, id));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> ObjectChanges.copied(trusted, id));
        assertTrue(ObjectChanges.copied(trusted, Template.EMPTY).is(CKA_TRUSTED));
    }

    @Test void nobodyMakesAnExistingObjectTrusted() {   // Z20
        Template trusted = Template.EMPTY.with(CKA_TRUSTED, true);
        for (Template object : List.of(AES, CERTIFICATE)) {
            assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> ObjectChanges.changed(object, trusted));
            assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> ObjectChanges.copied(object, trusted));
        }
    }

    @Test void theCodesAreThoseOfATemplate() {   // C1
        Template foreign = Template.EMPTY.with(CKA_MODULUS, BYTES);
        assertRefused(CKR_TEMPLATE_INCONSISTENT, () -> ObjectChanges.changed(AES, foreign));
        Template value = foreign.with(CKA_START_DATE, "tomorrow");
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID, () -> ObjectChanges.changed(AES, value));
        Template readOnly = value.with(CKA_LOCAL, true);
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> ObjectChanges.changed(AES, readOnly));
        Template unknown = readOnly.with(some(Cka.of(0x8000_1234L)));
        assertRefused(CKR_ATTRIBUTE_TYPE_INVALID, () -> ObjectChanges.changed(AES, unknown));
    }

    @Test void aCheckValueIsSetToWhatItIsOrToNothing() {   // K on CHECK_VALUE
        assertDoesNotThrow(() -> ObjectChanges.changed(AES, Template.EMPTY.with(CKA_CHECK_VALUE, BYTES.clone())));
        assertEquals(0, ObjectChanges.changed(AES, Template.EMPTY.with(CKA_CHECK_VALUE, new byte[0]))
            .require(CKA_CHECK_VALUE).length);
        assertRefused(CKR_ATTRIBUTE_VALUE_INVALID,
            () -> ObjectChanges.changed(AES, Template.EMPTY.with(CKA_CHECK_VALUE, new byte[] {1, 2, 4})));
    }

    @Test void publicKeyInfoOfAPrivateKeyIsSetToWhatItIs() {   // K on PUBLIC_KEY_INFO
        Template key = whole(key(CKO_PRIVATE_KEY, CKK_EC)).with(CKA_PUBLIC_KEY_INFO, BYTES);
        assertDoesNotThrow(() -> ObjectChanges.changed(key, Template.EMPTY.with(CKA_PUBLIC_KEY_INFO, BYTES.clone())));
        for (byte[] wrong : new byte[][] {{1}, {}}) {
            assertRefused(CKR_ATTRIBUTE_VALUE_INVALID,
                () -> ObjectChanges.changed(key, Template.EMPTY.with(CKA_PUBLIC_KEY_INFO, wrong)));
        }
    }

    @Test void theDataOfADataObjectMayChangeAndASecretKeysValueMayNot() {   // K on data
        Template data = whole(Template.EMPTY.with(CKA_CLASS, CKO_DATA));
        Template value = Template.EMPTY.with(CKA_VALUE, BYTES);
        assertArrayEquals(BYTES, ObjectChanges.changed(data, value).require(CKA_VALUE));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> ObjectChanges.changed(AES, value));
    }

    @Test void askingForThePinAtEachUseIsDecidedAtCreation() {   // K on ALWAYS_AUTHENTICATE
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, () -> ObjectChanges.changed(
            whole(key(CKO_PRIVATE_KEY, CKK_EC)), Template.EMPTY.with(CKA_ALWAYS_AUTHENTICATE, true)));
    }

    @Test void anUndestroyableObjectAndABuiltInOneAreNotDestroyed() {   // C8, C11
        assertDoesNotThrow(() -> ObjectChanges.requireDestroyable(AES));
        Template profile = Template.EMPTY.with(CKA_CLASS, Cko.CKO_PROFILE).with(Cka.CKA_PROFILE_ID, 1L);
        for (Template object : List.of(AES.with(CKA_DESTROYABLE, false), profile)) {
            assertRefused(CKR_ACTION_PROHIBITED, () -> ObjectChanges.requireDestroyable(object));
        }
        assertRefused(CKR_ACTION_PROHIBITED, () -> ObjectChanges.changed(profile, Template.EMPTY));
        assertRefused(CKR_ACTION_PROHIBITED, () -> ObjectChanges.copied(profile, Template.EMPTY));
    }

    @Test void onlyTokenObjectsThatOthersRelyOnNeedAnAuthor() {   // D19
        Template key = whole(key(CKO_PUBLIC_KEY, CKK_EC)).with(CKA_TOKEN, true);
        assertFalse(ObjectChanges.needsAuthor(key));
        assertTrue(ObjectChanges.needsAuthor(key.with(CKA_TRUSTED, true)));
        assertTrue(ObjectChanges.needsAuthor(key.with(CKA_WRAP, true)));
        assertFalse(ObjectChanges.needsAuthor(key.with(CKA_WRAP, true).with(CKA_TOKEN, false)));
    }

    private static void assertOneWay(Template object, Cka<Boolean> flag, boolean stuck) {
        Template back = Template.EMPTY.with(flag, !stuck);
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, flag.name(), () -> ObjectChanges.changed(object, back));
        assertRefused(CKR_ATTRIBUTE_READ_ONLY, flag.name(), () -> ObjectChanges.copied(object, back));
        Template same = Template.EMPTY.with(flag, stuck);
        assertTrue(ObjectChanges.changed(object, same).matches(same), flag.name());
        assertTrue(ObjectChanges.copied(object, same).matches(same), flag.name());
    }

    private static Template whole(Template kind) {
        return Schemas.of(kind).completed(kind);
    }
}
