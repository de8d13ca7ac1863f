package claviger.provider;

import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;

import claviger.config.Configuration;
import claviger.config.Option;
import claviger.config.Presentation;
import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import java.io.IOException;
import java.util.function.UnaryOperator;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

/**
 * What the application shows its token beside the PIN, so that access control lists know it: what the configuration names,
 * and what a handler gives, before each login, since the token forgets it at the logout. Safe between threads.
 */
final class Credentials {
    private final Configuration configuration;
    private final Cryptoki cryptoki;

    Credentials(Configuration configuration, Cryptoki cryptoki) {
        this.configuration = configuration;
        this.cryptoki = cryptoki;
    }

    /**
     * Before a login.
     *
     * @param handler whom to ask if the configuration says so, or null
     * @throws claviger.cryptoki.CkrException CKR_USER_NOT_LOGGED_IN if the handler fails; what the token says of credentials
     */
    void present(SessionHandle session, CallbackHandler handler) {
        Presentation presentation = configuration.presentation();
        if (!presentation.isEmpty()) {
            show(session, presentation::answer);
        }
        if (handler != null && configuration.is(Option.ASK_CREDENTIALS)) {
            show(session, challenge -> asked(handler, challenge));
        }
    }

    /** Has a new challenge answered. @param answer gives a sequence, or null for nothing */
    void show(SessionHandle session, UnaryOperator<byte[]> answer) {
        Authorizations authorizations = cryptoki.authorizations();
        byte[] sequence = answer.apply(Presentation.checked(authorizations.challenge(session)));
        if (sequence != null) {
            authorizations.present(session, Presentation.canonical(sequence));
        }
    }

    private static byte[] asked(CallbackHandler handler, byte[] challenge) {
        CredentialsCallback callback = new CredentialsCallback(challenge);
        try {
            handler.handle(new Callback[] {callback});
        } catch (IOException | UnsupportedCallbackException e) {
            throw CKR_USER_NOT_LOGGED_IN.because(e, "the callback handler could not be asked for credentials: %s",
                e.getMessage());
        }
        return callback.getCredentials();
    }
}
