package claviger.faults;

import static claviger.cryptoki.Ckr.CKR_PIN_LOCKED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.TokenFlag;
import claviger.store.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty tries of a PIN by five processes at once (D20, P4). That a try whose process died becomes a failure when it
 * expires is shown with the store alone, where the test can set the expiry: PinTriesTest.
 */
class PinRaceIT {
    private static final int PROCESSES = 5;
    private static final int TRIES_OF_EACH = 10;
    private static final int BUDGET = 10;
    private static final String RIGHT = "login:" + Site.USER_PIN;
    private static final String WRONG = "login:wrong pin";
    private static final String WRONG_CHANGE = "setpin:wrong pin";

    @TempDir Path folder;
    private String url;
    private Site site;

    @BeforeEach void make() {
        url = "sqlite:" + folder.resolve("token.db");
        site = Site.make(url);
    }

    @AfterEach void close() {
        site.close();
    }

    @Test void fiftyWrongPinsUseExactlyTheBudgetAndTheSoUnlocks() throws Exception {
        assertEquals(Map.of("CKR_PIN_INCORRECT", BUDGET, "CKR_PIN_LOCKED", 50 - BUDGET), race(50, 0));
        assertTrue(flags().contains(TokenFlag.CKF_USER_PIN_LOCKED));
        assertEquals(CKR_PIN_LOCKED, assertThrows(CkrException.class, site::user).ckr());      // L3
        site.initPin(Site.USER_PIN);
        assertFalse(flags().contains(TokenFlag.CKF_USER_PIN_LOCKED));
        site.user();
    }

    @Test void fiftyRightPinsAllSucceed() throws Exception {
        assertEquals(Map.of("OK", 50), race(0, 0));
    }

    @Test void wrongPinsBelowTheBudgetNeverLockOutTheRightOnes() throws Exception {
        assertEquals(Map.of("OK", 50 - (BUDGET - 1), "CKR_PIN_INCORRECT", BUDGET - 1), race(BUDGET - 1, 0));
        assertFalse(flags().contains(TokenFlag.CKF_USER_PIN_LOCKED));
    }

    @Test void changesOfThePinTakeFromTheSameBudget() throws Exception {
        assertEquals(Map.of("CKR_PIN_INCORRECT", BUDGET, "CKR_PIN_LOCKED", 50 - BUDGET), race(25, 25));
    }

    private Set<TokenFlag> flags() {
        Cryptoki cryptoki = site.cryptoki();
        return cryptoki.getTokenInfo(site.slot()).flags();
    }

    /** So many wrong logins and wrong changes, and right logins up to fifty, dealt out to the processes. */
    private Map<String, Integer> race(int wrong, int wrongChanges) throws Exception {
        List<List<String>> tries = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            tries.add(new ArrayList<>(List.of(url)));
        }
        for (int i = 0; i < PROCESSES * TRIES_OF_EACH; i++) {
            tries.get(i % PROCESSES).add(i < wrong ? WRONG : i < wrong + wrongChanges ? WRONG_CHANGE : RIGHT);
        }
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (List<String> arguments : tries) {
                Collections.shuffle(arguments.subList(1, arguments.size()));
                children.add(ChildJvm.start(PinChild.class, List.of(), arguments.toArray(String[]::new)));
            }
            return outcomes(children);
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    private static Map<String, Integer> outcomes(List<ChildJvm> children) throws Exception {
        for (ChildJvm child : children) {
            assertEquals("ready", child.line());
        }
        children.forEach(child -> child.say("go"));
        Map<String, Integer> outcomes = new TreeMap<>();
        for (ChildJvm child : children) {
            for (int i = 0; i < TRIES_OF_EACH; i++) {
                outcomes.merge(child.line(), 1, Integer::sum);
            }
        }
        return outcomes;
    }
}
