package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_HW_FEATURE_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MECHANISM_TYPE;
import static claviger.cryptoki.Cka.CKA_PROFILE_ID;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cko.CKO_HW_FEATURE;
import static claviger.cryptoki.Cko.CKO_MECHANISM;
import static claviger.cryptoki.Cko.CKO_PROFILE;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckh;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckp;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Profiles, mechanisms and the clock as objects (C11). */
class BuiltInTest {
    private static final List<Cko> CLASSES = List.of(CKO_PROFILE, CKO_MECHANISM, CKO_HW_FEATURE);

    private static Template ofClass(Cko objectClass) {
        return Template.EMPTY.with(CKA_CLASS, objectClass);
    }

    @InEveryWorld void theProfilesAreThoseThatTheTokenKeepsTo(Token token) {   // C11
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        Set<Long> profiles = a.find(session, ofClass(CKO_PROFILE)).stream()
            .map(object -> a.attributes(session, object, CKA_PROFILE_ID).require(CKA_PROFILE_ID))
            .collect(Collectors.toSet());
        assertEquals(Set.of(Ckp.CKP_BASELINE_PROVIDER.code(), Ckp.CKP_EXTENDED_PROVIDER.code(),
            Ckp.CKP_AUTHENTICATION_TOKEN.code()), profiles);
        assertEquals(1, a.find(session, ofClass(CKO_PROFILE)
            .with(CKA_PROFILE_ID, Ckp.CKP_BASELINE_PROVIDER.code())).size());
    }

    @InEveryWorld void everyMechanismIsAnObject(Token token) {   // C11
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        Set<Ckm> mechanisms = a.find(session, ofClass(CKO_MECHANISM)).stream()
            .map(object -> a.attributes(session, object, CKA_MECHANISM_TYPE).require(CKA_MECHANISM_TYPE))
            .map(code -> Ckm.of(code).orElseThrow())
            .collect(Collectors.toSet());
        assertEquals(a.getMechanismList(token.slot()), mechanisms);
    }

    @InEveryWorld void theClockTellsTheTime(Token token) throws Exception {   // C11
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        List<ObjectHandle> clocks = a.find(session, ofClass(CKO_HW_FEATURE)
            .with(CKA_HW_FEATURE_TYPE, Ckh.CKH_CLOCK.code()));
        assertEquals(1, clocks.size());
        String value = value(a, session, clocks.get(0));
        assertTrue(value.matches("\\d{14}00"), value);
        Instant told = LocalDateTime.parse(value.substring(0, 14), DateTimeFormatter.ofPattern("uuuuMMddHHmmss"))
            .toInstant(ZoneOffset.UTC);
        assertTrue(Duration.between(told, Instant.now()).abs().toSeconds() < 30, value);
        Thread.sleep(1_000);
        assertFalse(value.equals(value(a, session, clocks.get(0))), "it goes");
    }

    private static String value(Cryptoki a, SessionHandle session, ObjectHandle clock) {
        return new String(a.attributes(session, clock, CKA_VALUE).require(CKA_VALUE), StandardCharsets.US_ASCII);
    }

    @InEveryWorld void onlyASearchThatNamesTheirClassFindsThem(Token token) {   // C11, 4.3, 4.12, 4.13
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        assertEquals(List.of(), a.find(session, Template.EMPTY));
        assertEquals(List.of(), a.find(session, Template.EMPTY.with(CKA_PROFILE_ID, 1L)));
    }

    @InEveryWorld void theirHandlesAndUniqueIdsStay(Token token) {   // C4, H2
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        Set<String> ids = new HashSet<>();
        int all = 0;
        for (Cko objectClass : CLASSES) {
            List<ObjectHandle> found = a.find(session, ofClass(objectClass));
            all += found.size();
            found.forEach(object -> ids.add(a.attributes(session, object, CKA_UNIQUE_ID).require(CKA_UNIQUE_ID)));
            a.logout(session);
            assertEquals(found, a.find(session, ofClass(objectClass)));
            token.loginUser(a, session);
        }
        assertEquals(all, ids.size());
    }

    @InEveryWorld void nobodyMakesChangesCopiesOrDestroysThem(Token token) {   // C11, C6, C7, C8
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        for (Cko objectClass : CLASSES) {
            ObjectHandle object = a.find(session, ofClass(objectClass)).get(0);
            assertCkr(CKR_ACTION_PROHIBITED, () -> a.setAttributeValue(session, object,
                Template.EMPTY.with(CKA_LABEL, "mine")));
            assertCkr(CKR_ACTION_PROHIBITED, () -> a.copyObject(session, object, Template.EMPTY));
            assertCkr(CKR_ACTION_PROHIBITED, () -> a.destroyObject(session, object));
            assertCkr(CKR_ATTRIBUTE_VALUE_INVALID, () -> a.createObject(session, ofClass(objectClass)));
            assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.encryptInit(session, Templates.ECB, object));
            assertTrue(a.getObjectSize(session, object) > 0);
        }
    }
}
