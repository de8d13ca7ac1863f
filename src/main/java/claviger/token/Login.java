package claviger.token;

import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.cryptoki.Ckr.CKR_PIN_LOCKED;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_USER_TYPE_INVALID;

import claviger.cryptoki.Cks;
import claviger.cryptoki.Cku;
import claviger.seal.MasterKey;
import claviger.seal.RoleKeys;
import claviger.store.PinRole;
import claviger.store.PinRow;
import claviger.store.TokenRow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** C_Login, C_Logout, C_InitPIN and C_SetPIN, for the session whose turn it is (rules L, P). Stateless. */
final class Login {
    private Login() {
    }

    /**
     * One login of an application at a time; the PIN of the second is not looked at once the first has succeeded (L2).
     */
    static void login(Session session, Cku user, byte[] pin, Lock oneAtATime) {
        if (user == Cku.CKU_CONTEXT_SPECIFIC) {
            authenticate(session, pin);
            return;
        }
        if (user == null) {
            throw CKR_USER_TYPE_INVALID.because("no user type");      // L3
        }
        boolean so = user == Cku.CKU_SO;
        Attachment attachment = session.attachment();
        oneAtATime.lock();
        try {
            attachment.afterLogin(so);
            Pins.Opened opened = pins(attachment).open(so ? PinRole.SO : PinRole.USER, given(pin));
            try {
                TokenRow row = opened.token();
                MasterKey master = master(row, so ? PinRole.SO : PinRole.USER, opened.roleKey());
                boolean done = false;
                try {
                    attachment.token().sync();
                    if (!so) {
                        attachment.grants().requireLogin(session, master);
                    }
                    attachment.loggedIn(session, so, master, RoleKeys.decoded(row.roleKeys()));
                    done = true;
                } finally {
                    if (!done) {
                        master.wipe();
                    }
                }
            } finally {
                opened.wipe();
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    /** C_LoginUser: users have no names of their own (L8). */
    static void loginUser(Session session, Cku user, byte[] pin, String name, Lock oneAtATime) {
        if (name != null && !name.isEmpty()) {
            throw CKR_USER_TYPE_INVALID.because("there are no users with a name");
        }
        login(session, user, pin, oneAtATime);
    }

    /** C_Login for the operation that waits for it. Wrong PINs count, and the last one logs out (L10, L11, D20). */
    private static void authenticate(Session session, byte[] pin) {
        List<Operation> waiting = session.waitingForPin();
        if (waiting.isEmpty()) {
            throw CKR_OPERATION_NOT_INITIALIZED.because("no operation waits for a PIN of its own");
        }
        Attachment attachment = session.attachment();
        Pins pins = pins(attachment);
        boolean right = false;
        boolean locked = false;
        try {
            Optional<Pins.Opened> opened = pins.tried(PinRole.USER, given(pin));
            opened.ifPresent(Pins.Opened::wipe);
            right = opened.isPresent();
        } finally {
            if (!right && pins.isLocked(PinRole.USER)) {
                locked = true;
                attachment.lockedOut();
            }
        }
        if (!right) {
            throw (locked ? CKR_PIN_LOCKED : CKR_PIN_INCORRECT).because("the PIN of the user");
        }
        attachment.token().sync();
        attachment.checkThere();      // the SO may have made it another user's PIN meanwhile
        waiting.forEach(Operation::authenticated);
    }

    /** The master key by a role key. CKR_DEVICE_ERROR if the row is not as it was written. */
    static MasterKey master(TokenRow row, PinRole role, byte[] roleKey) {
        MasterKey master = RoleKeys.decoded(row.roleKeys()).master(row.serial(), Pins.role(role), roleKey);
        boolean authentic = false;
        try {
            Traits.verify(row, master);
            authentic = true;
            return master;
        } finally {
            if (!authentic) {
                master.wipe();
            }
        }
    }

    private static byte[] given(byte[] pin) {
        if (pin == null) {
            throw CKR_PIN_INCORRECT.because("no PIN, and there is no protected authentication path");      // L7
        }
        return pin;
    }

    /** A new PIN for the user by the SO, who thereby ends the user's logins everywhere (P1, D20). */
    static void initPin(Session session, byte[] pin) {
        if (session.state() != Cks.CKS_RW_SO_FUNCTIONS) {
            throw CKR_USER_NOT_LOGGED_IN.because("C_InitPIN is the SO's");
        }
        Pins.check(pin);
        Token token = session.attachment().token();
        Traits traits = Traits.decoded(token.row().settings());
        byte[] userKey = MasterKey.freshRoleKey();
        try {
            PinRow user = Pins.row(token.serial(), PinRole.USER, pin, userKey, traits.kdf(), traits.tries());
            boolean done = false;
            while (!done) {
                TokenRow row = token.row();
                done = session.attachment().withMaster(master -> put(token, withUser(row, master, userKey), user));
            }
        } finally {
            Arrays.fill(userKey, (byte) 0);
        }
    }

    private static TokenRow withUser(TokenRow row, MasterKey master, byte[] userKey) {
        RoleKeys before = RoleKeys.decoded(row.roleKeys());
        if (master == null || master.epoch() != before.epoch()) {
            throw CKR_USER_NOT_LOGGED_IN.because("the SO has logged out meanwhile");
        }
        Traits.verify(row, master);
        byte[] keys = before.withUser(row.serial(), master, userKey).encoded();
        return new TokenRow(row.serial(), row.slot(), row.label(), row.revision(),
            Traits.decoded(row.settings()).encoded(row.serial(), row.slot(), row.label(), keys, master), keys);
    }

    private static boolean put(Token token, TokenRow row, PinRow user) {
        return token.store().write(writer -> {
            boolean hit = writer.updateToken(row, row.revision());
            if (hit) {
                writer.putPin(row.serial(), PinRole.USER, user);
            }
            return hit;
        });
    }

    static void setPin(Session session, byte[] oldPin, byte[] newPin) {
        Cks state = session.state();
        if (!session.isReadWrite()) {
            throw CKR_SESSION_READ_ONLY.because("C_SetPIN needs a R/W session");
        }
        PinRole role = state == Cks.CKS_RW_SO_FUNCTIONS ? PinRole.SO : PinRole.USER;
        Attachment attachment = session.attachment();
        Token token = attachment.token();
        if (role == PinRole.USER && token.traits().hasAcl()) {      // who may not log in does not change the PIN of who may
            if (attachment.login() != LoginState.USER) {
                throw CKR_USER_NOT_LOGGED_IN.because("the token has an ACL, which may say who logs in");
            }
            attachment.grants().require(session, Right.LOGIN_USER);
        }
        if (token.store().read(reader -> reader.pin(token.serial(), role)).isEmpty()) {
            throw CKR_PIN_INCORRECT.because("the %s has no PIN to change", role);      // P2
        }
        pins(attachment).change(role, given(oldPin), newPin);
    }

    private static Pins pins(Attachment attachment) {
        return new Pins(attachment.token().store(), attachment.token().serial());
    }
}
