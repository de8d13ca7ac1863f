package claviger.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;

/** Where a PIN comes from, and its way from characters to bytes; everything made on the way is wiped. */
final class Pins {
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
}
