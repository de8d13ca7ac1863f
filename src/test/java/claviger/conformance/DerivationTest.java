package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Cko.CKO_DATA;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.Arrays;
import java.util.Optional;

/** Keys out of keys: what a derivation hands down, and what it may not be used for (K2, W4, Z7, Z19). */
class DerivationTest {
    private static final byte[] NOTHING = new byte[0];
    private static final Template SHOWN = Template.EMPTY.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);

    @InEveryWorld void aSaltCanBeAKey(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle base = secret(a, session, 1, Template.EMPTY);
        ObjectHandle salt = secret(a, session, 2, Template.EMPTY);
        Template wanted = SHOWN.with(CKA_VALUE_LEN, 32L);
        byte[] byKey = value(a, session, a.deriveKey(session, hkdf(NOTHING, Optional.of(salt)), base, wanted));
        byte[] bySecret = value(a, session, a.deriveKey(session, hkdf(filled(2), Optional.empty()), base, wanted));
        assertArrayEquals(bySecret, byKey);
        ObjectHandle still = secret(a, session, 3, Template.EMPTY.with(CKA_DERIVE, false));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED,
            () -> a.deriveKey(session, hkdf(NOTHING, Optional.of(still)), base, wanted));
        assertCkr(CKR_KEY_HANDLE_INVALID,
            () -> a.deriveKey(session, hkdf(NOTHING, Optional.of(new ObjectHandle(0))), base, wanted));
    }

    /** K2, family b: whatever one of the keys is, the result is. */
    @InEveryWorld void concatenationHandsSecrecyDown(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle open = secret(a, session, 1, SHOWN);
        ObjectHandle hidden = secret(a, session, 2, Template.EMPTY.with(CKA_SENSITIVE, true).with(CKA_EXTRACTABLE, false));
        byte[] joined = value(a, session, a.deriveKey(session, with(open), open, SHOWN));
        assertEquals(64, joined.length);
        for (ObjectHandle[] pair : new ObjectHandle[][] {{open, hidden}, {hidden, open}}) {
            assertCkr(CKR_TEMPLATE_INCONSISTENT, () -> a.deriveKey(session, with(pair[1]), pair[0], SHOWN));
            ObjectHandle made = a.deriveKey(session, with(pair[1]), pair[0], Template.EMPTY);
            Template seen = a.attributes(session, made, CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_NEVER_EXTRACTABLE);
            assertTrue(seen.is(CKA_SENSITIVE));
            assertFalse(seen.is(CKA_EXTRACTABLE));
            assertFalse(seen.is(CKA_NEVER_EXTRACTABLE), "one of them could be extracted");
        }
    }

    /** Z7. */
    @InEveryWorld void whatIsJoinedIsNotCut(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle base = secret(a, session, 1, SHOWN);
        Mechanism before =
            new Mechanism(Ckm.CKM_CONCATENATE_DATA_AND_BASE, new Parameters.StringData(new byte[31]));
        assertCkr(CKR_TEMPLATE_INCONSISTENT,
            () -> a.deriveKey(session, before, base, SHOWN.with(CKA_VALUE_LEN, 32L)));
        assertEquals(63, value(a, session, a.deriveKey(session, before, base, SHOWN)).length);
    }

    /** Z19: the data equals a key that HKDF makes of the same inputs, so the base key has to name the mechanism. */
    @InEveryWorld void hkdfGivesDataOnlyOfKeysThatNameIt(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Mechanism data = new Mechanism(Ckm.CKM_HKDF_DATA, hkdf(NOTHING, Optional.empty()).parameters());
        Template wanted = Template.EMPTY.with(CKA_CLASS, CKO_DATA).with(CKA_VALUE_LEN, 42L);
        ObjectHandle silent = secret(a, session, 1, Template.EMPTY);
        assertCkr(CKR_MECHANISM_INVALID, () -> a.deriveKey(session, data, silent, wanted));
        ObjectHandle named = secret(a, session, 1, Template.EMPTY.with(CKA_ALLOWED_MECHANISMS,
            new long[] {Ckm.CKM_HKDF_DATA.code(), Ckm.CKM_HKDF_DERIVE.code()}));
        ObjectHandle made = a.deriveKey(session, data, named, wanted);
        assertEquals(CKO_DATA, a.attributes(session, made, CKA_CLASS).require(CKA_CLASS));
        byte[] sameAsKey = value(a, session,
            a.deriveKey(session, hkdf(NOTHING, Optional.empty()), named, SHOWN.with(CKA_VALUE_LEN, 42L)));
        assertArrayEquals(sameAsKey, value(a, session, made));
    }

    private static Mechanism hkdf(byte[] salt, Optional<ObjectHandle> key) {
        return new Mechanism(Ckm.CKM_HKDF_DERIVE,
            new Parameters.Hkdf(true, true, Ckm.CKM_SHA256, salt, key, new byte[] {7}));
    }

    private static Mechanism with(ObjectHandle other) {
        return new Mechanism(Ckm.CKM_CONCATENATE_BASE_AND_KEY, new Parameters.OtherKey(other));
    }

    private static ObjectHandle secret(Cryptoki a, SessionHandle session, int fill, Template more) {
        return a.createObject(session, Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY)
            .with(CKA_KEY_TYPE, CKK_GENERIC_SECRET).with(CKA_VALUE, filled(fill)).with(CKA_DERIVE, true).with(more));
    }

    private static byte[] filled(int fill) {
        byte[] value = new byte[32];
        Arrays.fill(value, (byte) fill);
        return value;
    }

    private static byte[] value(Cryptoki a, SessionHandle session, ObjectHandle object) {
        return a.attributes(session, object, CKA_VALUE).require(CKA_VALUE);
    }
}
