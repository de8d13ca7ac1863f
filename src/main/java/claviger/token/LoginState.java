package claviger.token;

import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY_EXISTS;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_WRITE_SO_EXISTS;
import static claviger.cryptoki.Ckr.CKR_USER_ALREADY_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_USER_ANOTHER_ALREADY_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Cks.CKS_RO_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RO_USER_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RW_SO_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_USER_FUNCTIONS;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cks;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Who is logged in to one token on behalf of one application (S3). All sessions that the application has with the
 * token share it; a session's own CKS_ state is derived from it and is stored nowhere. The table is that of section
 * 5.6 of PKCS#11 2.40 and 3.1: R/O sessions and the SO exclude each other (S4).
 */
enum LoginState {
    PUBLIC, USER, SO;

    enum Event {
        OPEN_RO, OPEN_RW, LOGIN_USER, LOGIN_SO, LOGIN_SO_BESIDE_RO, LOGOUT, CLOSE_LAST
    }

    private static final Table TABLE = new Table()
        .on(PUBLIC, Event.OPEN_RO,            PUBLIC)
        .on(PUBLIC, Event.OPEN_RW,            PUBLIC)
        .on(PUBLIC, Event.LOGIN_USER,         USER)
        .on(PUBLIC, Event.LOGIN_SO,           SO)
        .on(PUBLIC, Event.LOGIN_SO_BESIDE_RO, CKR_SESSION_READ_ONLY_EXISTS)
        .on(PUBLIC, Event.LOGOUT,             CKR_USER_NOT_LOGGED_IN)
        .on(PUBLIC, Event.CLOSE_LAST,         PUBLIC)

        .on(USER,   Event.OPEN_RO,            USER)
        .on(USER,   Event.OPEN_RW,            USER)
        .on(USER,   Event.LOGIN_USER,         CKR_USER_ALREADY_LOGGED_IN)
        .on(USER,   Event.LOGIN_SO,           CKR_USER_ANOTHER_ALREADY_LOGGED_IN)
        .on(USER,   Event.LOGIN_SO_BESIDE_RO, CKR_SESSION_READ_ONLY_EXISTS)
        .on(USER,   Event.LOGOUT,             PUBLIC)
        .on(USER,   Event.CLOSE_LAST,         PUBLIC)

        .on(SO,     Event.OPEN_RO,            CKR_SESSION_READ_WRITE_SO_EXISTS)
        .on(SO,     Event.OPEN_RW,            SO)
        .on(SO,     Event.LOGIN_USER,         CKR_USER_ANOTHER_ALREADY_LOGGED_IN)
        .on(SO,     Event.LOGIN_SO,           CKR_USER_ALREADY_LOGGED_IN)
        .on(SO,     Event.LOGIN_SO_BESIDE_RO, CKR_USER_ALREADY_LOGGED_IN)
        .on(SO,     Event.LOGOUT,             PUBLIC)
        .on(SO,     Event.CLOSE_LAST,         PUBLIC);

    /** The state after the event. @throws claviger.cryptoki.CkrException if the standard refuses the event here */
    LoginState after(Event event) {
        return TABLE.at(this, event);
    }

    /** The state of a session. R/O beside the SO is public, where settings allow it at all (S4). */
    Cks session(boolean readWrite) {
        return switch (this) {
            case PUBLIC -> readWrite ? CKS_RW_PUBLIC_SESSION : CKS_RO_PUBLIC_SESSION;
            case USER -> readWrite ? CKS_RW_USER_FUNCTIONS : CKS_RO_USER_FUNCTIONS;
            case SO -> readWrite ? CKS_RW_SO_FUNCTIONS : CKS_RO_PUBLIC_SESSION;
        };
    }

    private static final class Table {
        private final Map<LoginState, Map<Event, Supplier<LoginState>>> cells = new EnumMap<>(LoginState.class);

        Table on(LoginState in, Event event, LoginState next) {
            return cell(in, event, () -> next);
        }

        Table on(LoginState in, Event event, Ckr refusal) {
            return cell(in, event, () -> {
                throw refusal.because("%s while %s", event, in);
            });
        }

        private Table cell(LoginState in, Event event, Supplier<LoginState> outcome) {
            if (cells.computeIfAbsent(in, state -> new EnumMap<>(Event.class)).put(event, outcome) != null) {
                throw new AssertionError("two rows for " + event + " while " + in);
            }
            return this;
        }

        LoginState at(LoginState in, Event event) {
            return cells.get(in).get(event).get();
        }
    }
}
