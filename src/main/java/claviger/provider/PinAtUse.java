package claviger.provider;

import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;

import claviger.config.Configuration;
import claviger.config.ConfigurationException;
import claviger.config.PinFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;

/**
 * The PIN for one operation with a key that wants it at each use (CKA_ALWAYS_AUTHENTICATE, L9): the handler of the
 * provider is asked, else the PIN file, else the handler of the security properties. No PIN is remembered. Safe between
 * threads.
 */
final class PinAtUse {
    private volatile CallbackHandler handler;

    void askWith(CallbackHandler newHandler) {
        handler = newHandler;
    }

    /** Whom to ask, or null. */
    CallbackHandler handler() {
        return handler;
    }

    /** Gets a PIN for a new login from the handler that was set. @return whether there is one and it gave a PIN */
    boolean offers(Token token, Consumer<byte[]> login) {
        CallbackHandler now = handler;
        if (now == null) {
            return false;
        }
        try {
            char[] pin = Pins.asked(now, token);
            if (pin == null) {
                return false;
            }
            try {
                Pins.with(pin, login);
                return true;
            } finally {
                Arrays.fill(pin, '\0');
            }
        } catch (IOException | UnsupportedCallbackException e) {
            throw CKR_USER_NOT_LOGGED_IN.because(e, "the connection was made again and needs the PIN: %s", e.getMessage());
        }
    }

    /** Gets the PIN and gives it to the login. @throws claviger.cryptoki.CkrException CKR_USER_NOT_LOGGED_IN if none */
    void give(Token token, Consumer<byte[]> login) {
        Configuration configuration = token.configuration();
        CallbackHandler now = handler;
        try {
            if (now == null && configuration.pinFile().isPresent()) {
                byte[] pin = PinFile.read(configuration.pinFile().get());
                try {
                    login.accept(pin);
                } finally {
                    Arrays.fill(pin, (byte) 0);
                }
                return;
            }
            char[] pin = Pins.asked(now != null ? now : Pins.defaultHandler(), token);
            if (pin == null) {
                throw CKR_USER_NOT_LOGGED_IN.because("the callback handler gave no PIN for this use of the key");
            }
            try {
                Pins.with(pin, login);
            } finally {
                Arrays.fill(pin, '\0');
            }
        } catch (IOException | UnsupportedCallbackException | LoginException | ConfigurationException e) {
            throw CKR_USER_NOT_LOGGED_IN.because(e, "the key wants the PIN at each use: %s", e.getMessage());
        }
    }
}
