package claviger.token;

import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.token.Access.CREATE;
import static claviger.token.Access.READ;
import static claviger.token.Access.WRITE;
import static claviger.token.Reach.PRIVATE_SESSION_OBJECT;
import static claviger.token.Reach.PRIVATE_TOKEN_OBJECT;
import static claviger.token.Reach.PUBLIC_SESSION_OBJECT;
import static claviger.token.Reach.PUBLIC_TOKEN_OBJECT;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Ckr;
import org.junit.jupiter.api.Test;

/** All 60 cells of the table, against the rules in prose: X1 to X4 and the footnote of the matrix. */
class AccessRightsTest {
    @Test void everyCellFollowsFromWhoIsLoggedInAndWhetherTheSessionMayWrite() {
        for (Cks state : Cks.values()) {
            for (Reach reach : Reach.values()) {
                for (Access access : Access.values()) {
                    assertEquals(expected(state, reach, access), AccessRights.answer(state, reach, access),
                        access + " of a " + reach + " in " + state);
                }
            }
        }
    }

    @Test void aPrivateObjectIsAbsentForTheSo() {   // X3
        for (Access access : new Access[] {READ, WRITE}) {
            assertRefused(CKR_OBJECT_HANDLE_INVALID, Cks.CKS_RW_SO_FUNCTIONS, PRIVATE_TOKEN_OBJECT, access);
        }
        assertRefused(CKR_USER_NOT_LOGGED_IN, Cks.CKS_RW_SO_FUNCTIONS, PRIVATE_TOKEN_OBJECT, CREATE);
    }

    @Test void aReadOnlyUserSessionUsesAPrivateKeyAndCannotChangeIt() {   // X4
        assertDoesNotThrow(() -> AccessRights.require(Cks.CKS_RO_USER_FUNCTIONS, PRIVATE_TOKEN_OBJECT, READ));
        assertRefused(CKR_SESSION_READ_ONLY, Cks.CKS_RO_USER_FUNCTIONS, PRIVATE_TOKEN_OBJECT, WRITE);
    }

    @Test void ofTwoReasonsThatHoldReadOnlyIsNamed() {   // the footnote of the matrix
        assertRefused(CKR_SESSION_READ_ONLY, Cks.CKS_RO_PUBLIC_SESSION, PRIVATE_TOKEN_OBJECT, CREATE);
        assertRefused(CKR_USER_NOT_LOGGED_IN, Cks.CKS_RO_PUBLIC_SESSION, PRIVATE_SESSION_OBJECT, CREATE);
    }

    @Test void fourKindsOfObjectFollowFromTwoAttributes() {
        assertEquals(PUBLIC_SESSION_OBJECT, Reach.of(false, false));
        assertEquals(PRIVATE_SESSION_OBJECT, Reach.of(true, false));
        assertEquals(PUBLIC_TOKEN_OBJECT, Reach.of(false, true));
        assertEquals(PRIVATE_TOKEN_OBJECT, Reach.of(true, true));
    }

    /** The matrix once more, as the standard's sentences. */
    private static Ckr expected(Cks state, Reach reach, Access access) {
        boolean isPrivate = reach == PRIVATE_SESSION_OBJECT || reach == PRIVATE_TOKEN_OBJECT;
        boolean isToken = reach == PUBLIC_TOKEN_OBJECT || reach == PRIVATE_TOKEN_OBJECT;
        boolean user = state.name().endsWith("USER_FUNCTIONS");
        boolean readOnly = state.name().startsWith("CKS_RO");
        if (isPrivate && !user && access != CREATE) {
            return CKR_OBJECT_HANDLE_INVALID;
        }
        if (isToken && readOnly && access != READ) {
            return CKR_SESSION_READ_ONLY;
        }
        return isPrivate && !user ? CKR_USER_NOT_LOGGED_IN : CKR_OK;
    }

    private static void assertRefused(Ckr expected, Cks state, Reach reach, Access access) {
        assertEquals(expected,
            assertThrows(CkrException.class, () -> AccessRights.require(state, reach, access)).ckr());
    }
}
