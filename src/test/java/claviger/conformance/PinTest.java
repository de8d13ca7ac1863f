package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.conformance.Refusals.ckr;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.cryptoki.Ckr.CKR_PIN_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_PIN_LOCKED;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Cku.CKU_SO;
import static claviger.cryptoki.Cku.CKU_USER;
import static claviger.cryptoki.TokenFlag.CKF_SO_PIN_COUNT_LOW;
import static claviger.cryptoki.TokenFlag.CKF_SO_PIN_LOCKED;
import static claviger.cryptoki.TokenFlag.CKF_USER_PIN_COUNT_LOW;
import static claviger.cryptoki.TokenFlag.CKF_USER_PIN_FINAL_TRY;
import static claviger.cryptoki.TokenFlag.CKF_USER_PIN_LOCKED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.TokenFlag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** PINs, their counters and their flags (P). */
class PinTest {
    private static final byte[] WRONG = Token.utf8("wrong pin");
    private static final byte[] NEW = Token.utf8("new pin 99");
    private static final byte[] OLD_USER = Token.utf8(World.USER_PIN);
    private static final byte[] OLD_SO = Token.utf8(World.SO_PIN);

    @InEveryWorld void onlyTheSoSetsTheUsersPin(Token token) {   // P1
        for (Cks state : EnumSet.complementOf(EnumSet.of(Cks.CKS_RW_SO_FUNCTIONS))) {
            Cryptoki application = token.initialized();
            SessionHandle session = token.enter(application, state);
            assertCkr(CKR_USER_NOT_LOGGED_IN, () -> application.initPin(session, NEW));
        }
        token.a().initPin(token.so(token.a()), NEW);
        SessionHandle user = token.rw(token.b());
        assertCkr(CKR_PIN_INCORRECT, () -> token.b().login(user, CKU_USER, OLD_USER));
        token.b().login(user, CKU_USER, NEW);
    }

    @InEveryWorld void aResetByTheSoLogsTheUserOutEverywhere(Token token) throws InterruptedException {   // D20
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        token.b().initPin(token.so(token.b()), NEW);
        for (int i = 0; i < 50 && Token.state(a, session) != Cks.CKS_RW_PUBLIC_SESSION; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertEquals(Cks.CKS_RW_PUBLIC_SESSION, Token.state(a, session));
        assertCkr(CKR_PIN_INCORRECT, () -> token.loginUser(a, session));
        a.login(session, CKU_USER, NEW);
    }

    @InEveryWorld void aChangeByTheUserConcernsNewLogins(Token token) {   // D20
        SessionHandle ofA = token.user(token.a());
        token.b().setPin(token.user(token.b()), OLD_USER, NEW);
        assertEquals(Cks.CKS_RW_USER_FUNCTIONS, Token.state(token.a(), ofA));
    }

    @InEveryWorld void theCallersPinIsTheCallersToWipe(Token token) {
        byte[] pin = OLD_USER.clone();
        byte[] next = NEW.clone();
        SessionHandle session = token.rw(token.a());
        token.a().login(session, CKU_USER, pin);
        token.a().setPin(session, pin, next);
        assertArrayEquals(OLD_USER, pin);
        assertArrayEquals(NEW, next);
    }

    @InEveryWorld void setPinInAReadOnlySessionIsRefused(Token token) {   // P2
        for (Cks state : List.of(Cks.CKS_RO_PUBLIC_SESSION, Cks.CKS_RO_USER_FUNCTIONS)) {
            Cryptoki application = token.initialized();
            SessionHandle session = token.enter(application, state);
            assertCkr(CKR_SESSION_READ_ONLY, () -> application.setPin(session, OLD_USER, NEW));
        }
    }

    @InEveryWorld void aPublicSessionSetsTheUsersPin(Token token) {   // P2
        assertSets(token, Cks.CKS_RW_PUBLIC_SESSION, CKU_USER, OLD_USER);
    }

    @InEveryWorld void theUserSetsHisOwnPin(Token token) {   // P2
        assertSets(token, Cks.CKS_RW_USER_FUNCTIONS, CKU_USER, OLD_USER);
    }

    @InEveryWorld void theSoSetsHisOwnPin(Token token) {   // P2
        assertSets(token, Cks.CKS_RW_SO_FUNCTIONS, CKU_SO, OLD_SO);
    }

    private static void assertSets(Token token, Cks state, Cku whose, byte[] old) {
        Cryptoki a = token.a();
        SessionHandle session = token.enter(a, state);
        assertCkr(CKR_PIN_INCORRECT, () -> a.setPin(session, WRONG, NEW));
        a.setPin(session, old, NEW);
        assertEquals(state, Token.state(a, session));
        SessionHandle other = token.rw(token.b());
        assertCkr(CKR_PIN_INCORRECT, () -> token.b().login(other, whose, old));
        token.b().login(other, whose, NEW);
    }

    @InEveryWorld void aNewPinHasFourToTwoHundredFiftyFiveBytes(Token token) {   // P2, P6
        SessionHandle session = token.user(token.a());
        assertCkr(CKR_PIN_LEN_RANGE, () -> token.a().setPin(session, OLD_USER, new byte[0]));
        assertCkr(CKR_PIN_LEN_RANGE, () -> token.a().setPin(session, OLD_USER, Token.utf8("abc")));
        assertCkr(CKR_PIN_LEN_RANGE, () -> token.a().setPin(session, OLD_USER, Token.utf8("x".repeat(256))));
        token.a().setPin(session, OLD_USER, Token.utf8("x".repeat(255)));
        token.a().setPin(session, Token.utf8("x".repeat(255)), Token.utf8("abcd"));
        SessionHandle so = token.so(token.b());
        assertCkr(CKR_PIN_LEN_RANGE, () -> token.b().initPin(so, Token.utf8("abc")));
    }

    @InEveryWorld void theFlagsFollowTheCounter(World world) {   // P3
        try (Token token = world.made(settings -> settings.withPinTries(3))) {
            SessionHandle session = token.rw(token.a());
            assertEquals(Set.of(), pinFlags(token));
            assertCkr(CKR_PIN_INCORRECT, () -> token.a().login(session, CKU_USER, WRONG));
            assertEquals(Set.of(CKF_USER_PIN_COUNT_LOW), pinFlags(token));
            assertCkr(CKR_PIN_INCORRECT, () -> token.a().login(session, CKU_USER, WRONG));
            assertEquals(Set.of(CKF_USER_PIN_COUNT_LOW, CKF_USER_PIN_FINAL_TRY), pinFlags(token));
            token.loginUser(token.a(), session);
            assertEquals(Set.of(), pinFlags(token));
        }
    }

    @InEveryWorld void aLockedUserIsFreedByTheSo(World world) {   // L3, P1, P4
        try (Token token = world.made(settings -> settings.withPinTries(2))) {
            Cryptoki a = token.a();
            SessionHandle session = token.rw(a);
            assertCkr(CKR_PIN_INCORRECT, () -> a.login(session, CKU_USER, WRONG));
            assertCkr(CKR_PIN_INCORRECT, () -> a.login(session, CKU_USER, WRONG));
            assertTrue(pinFlags(token).contains(CKF_USER_PIN_LOCKED));
            assertCkr(CKR_PIN_LOCKED, () -> token.loginUser(a, session));
            assertCkr(CKR_PIN_LOCKED, () -> a.setPin(session, OLD_USER, NEW));
            SessionHandle other = token.rw(token.b());
            assertCkr(CKR_PIN_LOCKED, () -> token.loginUser(token.b(), other));
            token.loginSo(token.b(), other);
            token.b().initPin(other, NEW);
            assertEquals(Set.of(), pinFlags(token));
            a.login(session, CKU_USER, NEW);
        }
    }

    @InEveryWorld void aWrongOldPinIsAFailedTry(World world) {   // P2, D20
        try (Token token = world.made(settings -> settings.withPinTries(2))) {
            SessionHandle session = token.user(token.a());
            assertCkr(CKR_PIN_INCORRECT, () -> token.a().setPin(session, WRONG, NEW));
            assertEquals(Set.of(CKF_USER_PIN_COUNT_LOW, CKF_USER_PIN_FINAL_TRY), pinFlags(token));
            token.a().setPin(session, OLD_USER, NEW);
            assertEquals(Set.of(), pinFlags(token));
        }
    }

    @InEveryWorld void aLockedSoStaysLocked(World world) {   // P4, T5
        try (Token token = world.made(settings -> settings.withPinTries(2))) {
            Cryptoki a = token.a();
            assertCkr(CKR_PIN_INCORRECT, () -> a.initToken(token.slot(), WRONG, "x"));
            assertTrue(pinFlags(token).contains(CKF_SO_PIN_COUNT_LOW));
            SessionHandle session = token.rw(a);
            assertCkr(CKR_PIN_INCORRECT, () -> a.login(session, CKU_SO, WRONG));
            assertTrue(pinFlags(token).contains(CKF_SO_PIN_LOCKED));
            assertCkr(CKR_PIN_LOCKED, () -> token.loginSo(a, session));
            token.loginUser(a, session);
            a.closeSession(session);
            assertCkr(CKR_PIN_LOCKED, () -> a.initToken(token.slot(), OLD_SO, "x"));
        }
    }

    @InEveryWorld void parallelGuessesShareOneBudget(World world) throws Exception {   // P4, D20
        try (Token token = world.made(settings -> settings.withPinTries(5))) {
            List<Ckr> answers = inParallel(token, 12, guess -> WRONG);
            assertEquals(5, Collections.frequency(answers, CKR_PIN_INCORRECT), answers::toString);
            assertEquals(7, Collections.frequency(answers, CKR_PIN_LOCKED), answers::toString);
        }
    }

    @InEveryWorld void parallelRightPinsAllSucceed(World world) throws Exception {   // D20
        try (Token token = world.made(settings -> settings.withPinTries(3))) {
            List<Ckr> answers = inParallel(token, 8, guess -> OLD_USER);
            assertEquals(8, Collections.frequency(answers, CKR_OK), answers::toString);
            assertEquals(Set.of(), pinFlags(token));
        }
    }

    @InEveryWorld void fewerWrongPinsThanTriesNeverLock(World world) throws Exception {   // D20
        try (Token token = world.made(settings -> settings.withPinTries(4))) {
            List<Ckr> answers = inParallel(token, 9, guess -> guess % 3 == 0 ? WRONG : OLD_USER);
            assertEquals(6, Collections.frequency(answers, CKR_OK), answers::toString);
            assertEquals(3, Collections.frequency(answers, CKR_PIN_INCORRECT), answers::toString);
            assertFalse(pinFlags(token).contains(CKF_USER_PIN_LOCKED));
        }
    }

    private static List<Ckr> inParallel(Token token, int guesses, IntFunction<byte[]> pin)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(guesses);
        try {
            List<Future<Ckr>> answers = IntStream.range(0, guesses).mapToObj(guess -> {
                Cryptoki application = token.initialized();
                SessionHandle session = token.rw(application);
                return threads.submit(() -> ckr(() -> application.login(session, CKU_USER, pin.apply(guess))));
            }).toList();
            List<Ckr> seen = new ArrayList<>();
            for (Future<Ckr> answer : answers) {
                seen.add(answer.get(60, TimeUnit.SECONDS));
            }
            return seen;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Set<TokenFlag> pinFlags(Token token) {
        Set<TokenFlag> flags = EnumSet.noneOf(TokenFlag.class);
        token.flags().stream().filter(flag -> flag.name().matches("CKF_(USER|SO)_PIN_(COUNT_LOW|FINAL_TRY|LOCKED)"))
            .forEach(flags::add);
        return flags;
    }
}
