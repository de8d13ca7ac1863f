package claviger.provider;

import claviger.config.Configuration;
import claviger.cryptoki.Ckm;
import java.io.IOException;
import java.security.AuthProvider;
import java.security.Provider;
import java.util.Arrays;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;

/**
 * The JCA provider of one token. The instance that the JVM makes is not configured and offers nothing;
 * {@link #configure} gives another one that owns an application on the token (D5) and has a name of its own if the
 * configuration says so: {@code Claviger} or {@code Claviger-name}.
 *
 * <pre>{@code
 * Provider provider = new ClavigerProvider().configure("--token = release");
 * Security.addProvider(provider);
 * KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
 * keys.load(null, pin);
 * }</pre>
 *
 * <p>Safe between threads. Only {@link #logout} logs out; whoever loads a KeyStore with the PIN logs in (D6).
 */
public final class ClavigerProvider extends AuthProvider {
    /** The provider's name, and how the name of a named one starts. */
    public static final String NAME = "Claviger";

    private static final long serialVersionUID = 1;
    private static final String VERSION = "0.1";

    private final transient Token token;
    private transient volatile CallbackHandler handler;

    /** The instance that is not configured: what ServiceLoader and {@code java.security} make. */
    public ClavigerProvider() {
        super(NAME, VERSION, "Claviger, not configured");
        this.token = null;
    }

    private ClavigerProvider(Configuration configuration, Token token) {
        super(configuration.name().map(name -> NAME + "-" + name).orElse(NAME), VERSION, "Claviger on " + token);
        this.token = token;
        Set<Ckm> mechanisms = token.mechanisms();
        for (ServiceRow row : Services.wanted(configuration)) {
            if (row.mechanism() == null || mechanisms.contains(row.mechanism())) {
                putService(new RowService(this, token, row));
            }
        }
    }

    /**
     * A new, configured provider.
     *
     * @param argument the path of a configuration file, inline configuration after {@code --}, or a {@code pkcs11:} URI
     * @throws java.security.InvalidParameterException if the text is wrong, naming the line, or if the store or the
     *     token is not there
     */
    @Override public Provider configure(String argument) {
        return Refusal.atConfigure(() -> {
            Configuration configuration = Configuration.of(argument);
            return new ClavigerProvider(configuration, Token.open(configuration));
        });
    }

    @Override public boolean isConfigured() {
        return token != null;
    }

    /**
     * Logs the user in; if that has been done it checks the PIN and leaves the login alone.
     *
     * @param subject not used: the login is the application's
     * @param given   gives the PIN; if null, the handler that was set, the security property
     *     {@code auth.login.defaultCallbackHandler}, or the PIN file
     */
    @Override public void login(Subject subject, CallbackHandler given) throws LoginException {
        Token configured = configured();
        CallbackHandler asked = given != null ? given : handler;
        if (asked == null && configured.configuration().pinFile().isPresent()) {
            Refusal.atLogin("logging in with the PIN file", configured::loginByFileNow);
            return;
        }
        char[] pin = pin(configured, asked != null ? asked : Pins.defaultHandler());
        try {
            Refusal.atLogin("logging in", () -> Pins.with(pin, bytes -> configured.login(bytes, asked)));
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    /** Logs out: private session objects are gone, keys of token objects work again after the next login. */
    @Override public void logout() throws LoginException {
        Token configured = configured();
        Refusal.atLogin("logging out", configured::logout);
    }

    /** Sets whom to ask for the PIN: at {@link #login}, and at each use of a key with CKA_ALWAYS_AUTHENTICATE. */
    @Override public void setCallbackHandler(CallbackHandler newHandler) {
        handler = newHandler;
        if (token != null) {
            token.pinAtUse().askWith(newHandler);
        }
    }

    private Token configured() throws LoginException {
        if (token == null) {
            throw new LoginException("this provider is not configured: use the one that configure(...) returns");
        }
        return token;
    }

    private static char[] pin(Token token, CallbackHandler handler) throws LoginException {
        try {
            char[] pin = Pins.asked(handler, token);
            if (pin == null) {
                throw new LoginException("the callback handler gave no PIN");
            }
            return pin;
        } catch (IOException | UnsupportedCallbackException e) {
            LoginException refused = new LoginException("the callback handler could not be asked for the PIN");
            refused.initCause(e);
            throw refused;
        }
    }
}
