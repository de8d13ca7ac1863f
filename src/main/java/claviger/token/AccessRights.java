package claviger.token;

import static claviger.cryptoki.Cks.CKS_RO_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RO_USER_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RW_SO_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_USER_FUNCTIONS;
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

import claviger.cryptoki.Cks;
import claviger.cryptoki.Ckr;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which objects a session may read, write and make in each of its five states (5.6 of PKCS#11 3.2; X1 to X4). An object
 * that a session may not read is not there for it: its handle is CKR_OBJECT_HANDLE_INVALID (as a key argument, which
 * the caller translates, CKR_KEY_HANDLE_INVALID).
 */
final class AccessRights {
    private static final Table TABLE = new Table()
        .in(CKS_RO_PUBLIC_SESSION)
            .on(PUBLIC_SESSION_OBJECT,  CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PRIVATE_SESSION_OBJECT, CKR_OBJECT_HANDLE_INVALID, CKR_OBJECT_HANDLE_INVALID, CKR_USER_NOT_LOGGED_IN)
            .on(PUBLIC_TOKEN_OBJECT,    CKR_OK,                    CKR_SESSION_READ_ONLY,     CKR_SESSION_READ_ONLY)
            .on(PRIVATE_TOKEN_OBJECT,   CKR_OBJECT_HANDLE_INVALID, CKR_OBJECT_HANDLE_INVALID, CKR_SESSION_READ_ONLY)

        .in(CKS_RW_PUBLIC_SESSION)
            .on(PUBLIC_SESSION_OBJECT,  CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PRIVATE_SESSION_OBJECT, CKR_OBJECT_HANDLE_INVALID, CKR_OBJECT_HANDLE_INVALID, CKR_USER_NOT_LOGGED_IN)
            .on(PUBLIC_TOKEN_OBJECT,    CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PRIVATE_TOKEN_OBJECT,   CKR_OBJECT_HANDLE_INVALID, CKR_OBJECT_HANDLE_INVALID, CKR_USER_NOT_LOGGED_IN)

        .in(CKS_RO_USER_FUNCTIONS)
            .on(PUBLIC_SESSION_OBJECT,  CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PRIVATE_SESSION_OBJECT, CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PUBLIC_TOKEN_OBJECT,    CKR_OK,                    CKR_SESSION_READ_ONLY,     CKR_SESSION_READ_ONLY)
            .on(PRIVATE_TOKEN_OBJECT,   CKR_OK,                    CKR_SESSION_READ_ONLY,     CKR_SESSION_READ_ONLY)

        .in(CKS_RW_USER_FUNCTIONS)
            .on(PUBLIC_SESSION_OBJECT,  CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PRIVATE_SESSION_OBJECT, CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PUBLIC_TOKEN_OBJECT,    CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PRIVATE_TOKEN_OBJECT,   CKR_OK,                    CKR_OK,                    CKR_OK)

        .in(CKS_RW_SO_FUNCTIONS)
            .on(PUBLIC_SESSION_OBJECT,  CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PRIVATE_SESSION_OBJECT, CKR_OBJECT_HANDLE_INVALID, CKR_OBJECT_HANDLE_INVALID, CKR_USER_NOT_LOGGED_IN)
            .on(PUBLIC_TOKEN_OBJECT,    CKR_OK,                    CKR_OK,                    CKR_OK)
            .on(PRIVATE_TOKEN_OBJECT,   CKR_OBJECT_HANDLE_INVALID, CKR_OBJECT_HANDLE_INVALID, CKR_USER_NOT_LOGGED_IN);

    private AccessRights() {
    }

    /** CKR_OK, or the code with which the standard refuses it. */
    static Ckr answer(Cks state, Reach reach, Access access) {
        return TABLE.at(state, reach).get(access);
    }

    /** @throws claviger.cryptoki.CkrException if the standard refuses it */
    static void require(Cks state, Reach reach, Access access) {
        Ckr answer = answer(state, reach, access);
        if (answer != CKR_OK) {
            throw answer.because("%s of a %s in %s", access, reach, state);
        }
    }

    private static final class Table {
        private final Map<Cks, Map<Reach, Map<Access, Ckr>>> cells = new EnumMap<>(Cks.class);

        private Cks state;

        Table in(Cks next) {
            state = next;
            cells.put(state, new EnumMap<>(Reach.class));
            return this;
        }

        Table on(Reach reach, Ckr read, Ckr write, Ckr create) {
            Map<Access, Ckr> answers = new EnumMap<>(Map.of(READ, read, WRITE, write, CREATE, create));
            if (cells.get(state).put(reach, answers) != null) {
                throw new AssertionError("two rows for " + reach + " in " + state);
            }
            return this;
        }

        Map<Access, Ckr> at(Cks in, Reach reach) {
            return cells.get(in).get(reach);
        }
    }
}
