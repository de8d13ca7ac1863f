package claviger.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;

/** Where a PIN comes from, and its way from characters to bytes; everything made on the way is wiped. */
final class Pins {
    private static final String HANDLER_PROPERTY = "auth.login.defaultCallbackHandler";

    private Pins() {
    }

    /** Gives the PIN as UTF-8 to the call and wipes it. */
    static void with(char[] pin, Consumer<byte[]> call) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(pin));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        try {
            call.accept(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Asks a handler. @return the PIN, which the caller wipes, or null if the handler gave none */
    static char[] asked(CallbackHandler handler, Token token) throws IOException, UnsupportedCallbackException {
        PasswordCallback callback = new PasswordCallback("PIN of Claviger " + token + ": ", false);
        handler.handle(new Callback[] {callback});
        char[] pin = callback.getPassword();
        callback.clearPassword();
        return pin;
    }

    /** The handler that the security property names. */
    static CallbackHandler defaultHandler() throws LoginException {
        String name = Security.getProperty(HANDLER_PROPERTY);
        if (name == null || name.isEmpty()) {
            throw new LoginException("nobody to ask for the PIN: pass a CallbackHandler, set one, or configure pin-file");
        }
        try {
            return (CallbackHandler) Class.forName(name, true, ClassLoader.getSystemClassLoader())
                .getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            LoginException refused = new LoginException(HANDLER_PROPERTY + " names no usable CallbackHandler: " + name);
            refused.initCause(e);
            throw refused;
        }
    }
}
