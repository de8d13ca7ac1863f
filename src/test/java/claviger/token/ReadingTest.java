package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_GEN_MECHANISM;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_RSA;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.token.Footnote.N7_SECRET;
import static claviger.token.Reading.ABSENT;
import static claviger.token.Reading.SENSITIVE;
import static claviger.token.Reading.VALUE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final Template AES = key(CKO_SECRET_KEY);

    @Test void secretsComeOutOnlyOfKeysThatAreNotSensitiveAndAreExtractable() {   // G2, Z12: all kinds, all rows
        for (Template kind : Samples.kinds()) {
            for (boolean sensitive : new boolean[] {true, false}) {
                for (boolean extractable : new boolean[] {true, false}) {
                    Template object = kind;
                    for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                        object = kind.has(row.attribute()) ? object : object.with(Samples.some(row.attribute()));
                    }
                    object = object.with(CKA_SENSITIVE, sensitive).with(CKA_EXTRACTABLE, extractable);
                    for (Schema.Row<?> row : Schemas.of(kind).rows()) {
                        boolean withheld = row.says(N7_SECRET) && !(extractable && !sensitive);
                        assertEquals(withheld ? SENSITIVE : VALUE, Reading.of(object, row.attribute()), row.toString());
                        assertEquals(!withheld, Reading.isSearchable(object, row.attribute()));   // F3, Z21
                    }
                }
            }
        }
    }

    @Test void aKeyThatLostItsFlagsKeepsItsSecret() {
        Template key = Samples.key(CKO_SECRET_KEY, CKK_AES).with(CKA_VALUE, new byte[16]);
        assertEquals(SENSITIVE, Reading.of(key, CKA_VALUE));
        assertEquals(SENSITIVE, Reading.of(key.with(CKA_SENSITIVE, false), CKA_VALUE));
    }

    @Test void aSecretThatTheObjectDoesNotHaveIsAbsent() {   // G1
        Template key = key(CKO_PRIVATE_KEY);
        assertEquals(SENSITIVE, Reading.of(key.with(Cka.CKA_PRIME_1, new byte[1]), Cka.CKA_PRIME_1));
        assertEquals(ABSENT, Reading.of(key, Cka.CKA_PRIME_1));
        assertEquals(VALUE, Reading.of(key.with(CKA_MODULUS, new byte[1]), CKA_MODULUS));
    }

    @Test void theGenerationMechanismMeansSomethingOnlyForLocalKeys() {   // G3
        Template key = AES.with(CKA_KEY_GEN_MECHANISM, 0x1080L);
        assertEquals(VALUE, Reading.of(key.with(CKA_LOCAL, true), CKA_KEY_GEN_MECHANISM));
        assertEquals(ABSENT, Reading.of(key.with(CKA_LOCAL, false), CKA_KEY_GEN_MECHANISM));
    }

    @Test void whatNoTableHasARowForIsAbsent() {   // G1
        assertEquals(ABSENT, Reading.of(AES, CKA_MODULUS));
        assertEquals(ABSENT, Reading.of(AES.with(CKA_MODULUS, new byte[1]), CKA_MODULUS));
        Cka<?> unknown = Cka.of(0x8000_1234L);
        assertEquals(ABSENT, Reading.of(AES.with(Samples.some(unknown)), unknown));
        assertEquals(VALUE, Reading.of(AES, CKA_LABEL));
    }

    @Test void builtInObjectsCanBeRead() {   // C11
        Template profile = Template.EMPTY.with(CKA_CLASS, Cko.CKO_PROFILE).with(Cka.CKA_PROFILE_ID, 1L);
        assertEquals(VALUE, Reading.of(profile, Cka.CKA_PROFILE_ID));
        assertEquals(ABSENT, Reading.of(profile, CKA_LABEL));
    }

    private static Template key(Cko objectClass) {
        Template kind = Samples.key(objectClass, objectClass == CKO_SECRET_KEY ? CKK_AES : CKK_RSA);
        return Schemas.of(kind).completed(kind);
    }
}
