package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.cryptoki.Ckr.CKR_SESSION_EXISTS;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SLOT_ID_INVALID;
import static claviger.cryptoki.Ckr.CKR_USER_PIN_NOT_INITIALIZED;
import static claviger.cryptoki.Cku.CKU_SO;
import static claviger.cryptoki.Cku.CKU_USER;
import static claviger.cryptoki.SlotFlag.CKF_HW_SLOT;
import static claviger.cryptoki.SlotFlag.CKF_REMOVABLE_DEVICE;
import static claviger.cryptoki.SlotFlag.CKF_TOKEN_PRESENT;
import static claviger.cryptoki.TokenFlag.CKF_LOGIN_REQUIRED;
import static claviger.cryptoki.TokenFlag.CKF_RESTORE_KEY_NOT_NEEDED;
import static claviger.cryptoki.TokenFlag.CKF_RNG;
import static claviger.cryptoki.TokenFlag.CKF_TOKEN_INITIALIZED;
import static claviger.cryptoki.TokenFlag.CKF_USER_PIN_INITIALIZED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cks;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotFlag;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.TokenInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Slots, tokens and C_InitToken (T). */
class SlotTest {
    @InEveryWorld void everyListedSlotTellsWhatItIs(World world) {   // T1, T2, T3
        try (Token token = world.blank()) {
            assertSlots(token.a());
            World.makeReady(token.application());
            assertSlots(token.a());
            assertTrue(token.a().getSlotList(false).containsAll(token.a().getSlotList(true)));
        }
    }

    private static void assertSlots(Cryptoki application) {
        List<SlotId> slots = application.getSlotList(false);
        assertFalse(slots.isEmpty());
        for (SlotId slot : slots) {
            Set<SlotFlag> flags = application.getSlotInfo(slot).flags();
            assertFalse(flags.contains(CKF_HW_SLOT));
            assertTrue(flags.contains(CKF_TOKEN_PRESENT) || flags.contains(CKF_REMOVABLE_DEVICE), flags::toString);
            assertEquals(flags.contains(CKF_TOKEN_PRESENT), application.getSlotList(true).contains(slot));
            assertTrue(slot.value() >= 0 && slot.value() <= Integer.MAX_VALUE, slot::toString);
            assertTrue(application.getSlotInfo(slot).description().length() <= 64);
        }
    }

    @InEveryWorld void theEmptySlotIsThereWhenAskedFor(World world) {   // T3
        try (Token without = world.token(); Token with = world.token(settings -> settings.withEmptySlot(true))) {
            assertEquals(1, without.a().getSlotList(false).size());
            assertEquals(2, with.a().getSlotList(false).size());
            assertEquals(without.slot(), with.slot());
        }
    }

    @InEveryWorld void aSlotThatIsNotThereIsInvalid(Token token) {   // T1
        SlotId nowhere = new SlotId(Integer.MAX_VALUE - 7);
        assertCkr(CKR_SLOT_ID_INVALID, () -> token.a().getSlotInfo(nowhere));
        assertCkr(CKR_SLOT_ID_INVALID, () -> token.a().getTokenInfo(nowhere));
        assertCkr(CKR_SLOT_ID_INVALID, () -> token.a().getMechanismList(nowhere));
        assertCkr(CKR_SLOT_ID_INVALID, () -> token.a().getMechanismInfo(nowhere, Ckm.CKM_SHA256));
        assertCkr(CKR_SLOT_ID_INVALID, () -> token.a().openSession(nowhere, true));
        assertCkr(CKR_SLOT_ID_INVALID, () -> token.a().closeAllSessions(nowhere));
        assertCkr(CKR_SLOT_ID_INVALID, () -> token.a().initToken(nowhere, Token.utf8(World.SO_PIN), "x"));
    }

    @InEveryWorld void aTokenGoesFromEmptyToInitialisedToUserPinSet(World world) {   // T4, T5, T8
        try (Token token = world.blank()) {
            Cryptoki a = token.a();
            SlotId slot = Token.emptySlot(a);
            a.initToken(slot, Token.utf8(World.SO_PIN), "first label");
            TokenInfo made = a.getTokenInfo(slot);
            assertEquals("first label", made.label().stripTrailing());
            assertTrue(made.flags().containsAll(Set.of(CKF_TOKEN_INITIALIZED, CKF_RNG, CKF_LOGIN_REQUIRED)));
            assertFalse(made.flags().contains(CKF_USER_PIN_INITIALIZED));
            assertFalse(made.flags().contains(CKF_RESTORE_KEY_NOT_NEEDED));
            SessionHandle session = a.openSession(slot, true);
            assertCkr(CKR_USER_PIN_NOT_INITIALIZED, () -> token.loginUser(a, session));
            a.login(session, CKU_SO, Token.utf8(World.SO_PIN));
            a.initPin(session, Token.utf8(World.USER_PIN));
            assertTrue(a.getTokenInfo(slot).flags().contains(CKF_USER_PIN_INITIALIZED));
            a.logout(session);
            token.loginUser(a, session);
            assertEquals(Cks.CKS_RW_USER_FUNCTIONS, Token.state(a, session));
        }
    }

    @InEveryWorld void initTokenTakesTheSoPinAndForgetsObjectsAndUserPin(Token token) {   // T5
        Cryptoki a = token.a();
        SlotId slot = token.slot();
        SessionHandle session = token.user(a);
        a.createObject(session, Templates.data("public").with(Templates.TOKEN));
        a.createObject(session, Templates.data("private").with(Templates.TOKEN).with(Templates.PRIVATE));
        a.closeSession(session);
        assertCkr(CKR_PIN_INCORRECT, () -> a.initToken(slot, Token.utf8("not the so pin"), "x"));
        assertEquals(World.LABEL, a.getTokenInfo(slot).label().stripTrailing());
        a.initToken(slot, Token.utf8(World.SO_PIN), "second label");
        assertEquals("second label", a.getTokenInfo(slot).label().stripTrailing());
        SessionHandle again = token.rw(a);
        assertEquals(List.of(), a.find(again, Templates.labelled("public")));
        assertCkr(CKR_USER_PIN_NOT_INITIALIZED, () -> token.loginUser(a, again));
        token.loginSo(a, again);
        a.initPin(again, Token.utf8("another user pin"));
        a.logout(again);
        a.login(again, CKU_USER, Token.utf8("another user pin"));
        assertEquals(List.of(), a.find(again, Templates.labelled("private")));
    }

    @InEveryWorld void initTokenIsRefusedWhileAnybodyHasASession(Token token) {   // T6
        SlotId slot = token.slot();
        byte[] pin = Token.utf8(World.SO_PIN);
        SessionHandle session = token.ro(token.a());
        assertCkr(CKR_SESSION_EXISTS, () -> token.a().initToken(slot, pin, "x"));
        assertCkr(CKR_SESSION_EXISTS, () -> token.b().initToken(slot, pin, "x"));
        token.a().closeSession(session);
        token.b().initToken(slot, pin, "x");
    }

    @InEveryWorld void aTokenInfoCountsTheSessionsOfItsApplication(Token token) {   // T8
        token.ro(token.a());
        SessionHandle rw = token.rw(token.a());
        token.rw(token.b());
        TokenInfo seen = token.a().getTokenInfo(token.slot());
        assertEquals(2, seen.sessions());
        assertEquals(1, seen.rwSessions());
        token.a().closeSession(rw);
        assertEquals(0, token.a().getTokenInfo(token.slot()).rwSessions());
        assertEquals(1, token.b().getTokenInfo(token.slot()).sessions());
        assertTrue(seen.serial().length() <= 16 && seen.minPinLength() == 4 && seen.maxPinLength() == 255);   // P6
    }

    @InEveryWorld void theSessionsOfADeletedTokenAreDead(Token token) {   // T9
        SessionHandle ofA = token.user(token.a());
        SessionHandle ofB = token.ro(token.b());
        assertCkr(CKR_SESSION_EXISTS, () -> token.library().deleteToken(token.slot()));
        token.store().write(writer -> writer.deleteToken(writer.tokens().get(0).serial()));
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> token.a().getSessionInfo(ofA));
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> token.a().find(ofA, Templates.labelled("x")));
        assertCkr(CKR_SESSION_HANDLE_INVALID, () -> token.b().getSessionInfo(ofB));
    }

    @InEveryWorld void aTokenWithoutSessionsCanBeDeleted(Token token) {   // T9
        token.a().closeSession(token.user(token.a()));
        token.library().deleteToken(token.slot());
        assertEquals(List.of(), token.b().getSlotList(true));
        assertCkr(CKR_SLOT_ID_INVALID, () -> token.b().openSession(token.slot(), true));
    }

    @InEveryWorld void everyListedMechanismTellsWhatItDoesAndOthersAreInvalid(Token token) {   // T11
        Set<Ckm> mechanisms = token.a().getMechanismList(token.slot());
        assertTrue(mechanisms.containsAll(Set.of(Ckm.CKM_SHA256, Ckm.CKM_AES_KEY_GEN, Ckm.CKM_ECDSA_SHA256)));
        for (Ckm mechanism : mechanisms) {
            assertFalse(token.a().getMechanismInfo(token.slot(), mechanism).flags().isEmpty(), mechanism.name());
        }
        for (Ckm missing : EnumSet.complementOf(EnumSet.copyOf(mechanisms))) {
            assertCkr(CKR_MECHANISM_INVALID, () -> token.a().getMechanismInfo(token.slot(), missing));
        }
    }

    @InEveryWorld void noSlotHasAnEventAfterInitialize(Token token) {   // T12
        assertEquals(Optional.empty(), token.initialized().waitForSlotEvent(true));
    }
}
