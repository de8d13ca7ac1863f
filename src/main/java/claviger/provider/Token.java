package claviger.provider;

import claviger.config.Configuration;
import claviger.config.Connection;
import claviger.config.PinFile;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.MechanismInfo;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.ObjectsVersion;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.cryptoki.TokenFlag;
import claviger.cryptoki.TokenInfo;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.security.Key;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.security.auth.callback.CallbackHandler;

/**
 * The token of one configured provider: its application, its sessions and its login (D5, D6). Everything that the
 * provider hands out refers to it; when nothing does any more its application is closed. Safe between threads.
 */
final class Token {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Configuration configuration;
    private final Connection connection;
    private volatile boolean settled = true;
    private final Cryptoki cryptoki;
    private final SessionPool sessions;
    private final String serial;
    private final boolean loginRequired;
    private final PinAtUse pinAtUse = new PinAtUse();
    private final Credentials credentials;
    private final Listing listing = new Listing(this);
    private final Object login = new Object();
    /** How often somebody has logged in or out: handles of private objects found before are void (L5). */
    private volatile long epoch;
    /** Set by an explicit logout: the PIN file alone does not log in again. Guarded by {@link #login}. */
    private boolean staysOut;
    /** Whether the user was logged in last. Guarded by {@link #login}. */
    private boolean wasIn;
    /** What to say of a login that went with a connection and that nobody could repeat. */
    private volatile String lostLogin = "";

    private Token(Configuration configuration, Connection connection) {
        this.configuration = configuration;
        this.connection = connection;
        this.cryptoki = connection.application();
        TokenInfo info = cryptoki.getTokenInfo(connection.slot());
        this.serial = info.serial();
        this.loginRequired = info.flags().contains(TokenFlag.CKF_LOGIN_REQUIRED);
        this.credentials = new Credentials(configuration, cryptoki);
        this.sessions = new SessionPool(this, cryptoki, connection.slot());
    }

    /** Opens what the configuration describes. */
    static Token open(Configuration configuration) {
        Connection connection = Connection.open(configuration);
        boolean opened = false;
        try {
            Token token = new Token(configuration, connection);
            CLEANER.register(token, () -> Refusal.cleansUp("closing the application", connection::close));
            opened = true;
            return token;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    Configuration configuration() {
        return configuration;
    }

    Cryptoki cryptoki() {
        return cryptoki;
    }

    SessionPool sessions() {
        return sessions;
    }

    String serial() {
        return serial;
    }

    long epoch() {
        return epoch;
    }

    Set<Ckm> mechanisms() {
        return cryptoki.getMechanismList(connection.slot());
    }

    MechanismInfo mechanismInfo(Ckm mechanism) {
        return cryptoki.getMechanismInfo(connection.slot(), mechanism);
    }

    /** Whether a key is one of another provider or token. */
    boolean isForeign(Key key) {
        return key != null && !(key instanceof TokenKey own && own.isOf(this));
    }

    /** Runs calls that leave no operation behind, in a session. */
    <T> T call(Function<SessionHandle, T> calls) {
        return sessions.with(session -> calls.apply(session.handle()));
    }

    /** The same for calls that only read: what a connection loses as it breaks is read again on the next. */
    private <T> T reading(Function<SessionHandle, T> calls) {
        return Refusal.onceMore(this, () -> call(calls));
    }

    /** All objects that match. */
    List<ObjectHandle> find(Template template) {
        return reading(session -> cryptoki.find(session, template));
    }

    /** The first few objects that match. */
    List<ObjectHandle> first(Template template, int most) {
        return reading(session -> {
            cryptoki.findObjectsInit(session, template);
            try {
                return cryptoki.findObjects(session, most);
            } finally {
                cryptoki.findObjectsFinal(session);
            }
        });
    }

    /** All objects that match, with those of the attributes that they show. */
    Map<ObjectHandle, Template> read(Template template, Cka<?>... attributes) {
        return reading(session -> cryptoki.findAttributes(session, template, attributes));
    }

    /** Which version of the token's objects we see, if the token tells. */
    Optional<ObjectsVersion> version() {
        ensureConnected();
        return Refusal.onceMore(this, () -> cryptoki.objectsVersion(sessions.anchor()));
    }

    /** The entries of its KeyStores. */
    Listing listing() {
        return listing;
    }

    /** The object that a template names, if it is there for us (D7). */
    Optional<ObjectHandle> findOne(Template name) {
        return find(name).stream().findFirst();
    }

    /**
     * Before anything is begun: if the server has gone since, connects again, logs in again if somebody was logged in, and
     * has keys find their handles anew; whoever has begun something loses that alone.
     */
    void ensureConnected() {
        if (settled && connection.isAlive()) {
            return;
        }
        synchronized (login) {
            if (!connection.isAlive()) {
                settled = false;      // others wait until the login has been made again, too
                try {
                    reconnect();
                    log().log(Level.INFO, "{0}: connected again", connection.place());
                    if (wasIn && !staysOut) {
                        loginAgain();
                    }
                } finally {
                    settled = true;
                }
            }
        }
    }

    private void reconnect() {
        boolean done = false;
        try {
            connection.reconnect();
            sessions.renew(connection.slot());
            epoch++;
            done = true;
        } finally {
            if (!done) {
                connection.disconnect();      // the next call begins anew
            }
        }
    }

    private void loginAgain() {
        wasIn = false;
        lostLogin = "; the connection to " + connection.place() + " was made again and the login went with the old one:"
            + " log in again, or configure pin-file";
        if (loginByFileNow() || pinAtUse.offers(this, this::login)) {
            lostLogin = "";
        }
    }

    boolean isConnected() {
        return connection.isAlive();
    }

    /** The end of a message about a private object that is not there. */
    String lostLogin() {
        return lostLogin;
    }

    boolean isLoggedIn() {
        Cks state = cryptoki.getSessionInfo(sessions.anchor()).state();
        return state == Cks.CKS_RW_USER_FUNCTIONS || state == Cks.CKS_RO_USER_FUNCTIONS;
    }

    /** Logs the user in; if that has been done, checks the PIN and leaves the login alone (D6). */
    void login(byte[] pin) {
        login(pin, pinAtUse.handler());
    }

    /** The same with somebody to ask for credentials, or null. */
    void login(byte[] pin, CallbackHandler handler) {
        synchronized (login) {
            connection.claim(pin);
            if (isLoggedIn()) {
                check(pin, handler);
                return;
            }
            credentials.present(sessions.anchor(), handler);      // a list may want them for the login itself
            cryptoki.login(sessions.anchor(), Cku.CKU_USER, pin);
            staysOut = false;
            wasIn = true;
            lostLogin = "";
            epoch++;
        }
    }

    /** Logs in with the PIN file, unless there is none, or somebody is logged in, or has logged out on purpose. */
    void loginByFile() {
        synchronized (login) {
            if (!staysOut && configuration.pinFile().isPresent() && !isLoggedIn()) {
                loginByFileNow();
            }
        }
    }

    /** Logs in with the PIN file also after a logout. @return whether there is one */
    boolean loginByFileNow() {
        if (configuration.pinFile().isEmpty()) {
            return false;
        }
        byte[] pin = PinFile.read(configuration.pinFile().get());
        try {
            login(pin);
        } finally {
            Arrays.fill(pin, (byte) 0);
        }
        return true;
    }

    /** Certificates, and proofs of keys, beside the PIN. */
    Credentials credentials() {
        return credentials;
    }

    /** Where the PIN for single uses of keys comes from. */
    PinAtUse pinAtUse() {
        return pinAtUse;
    }

    /** Gives the PIN to the operation that waits for it in this session (L9). */
    void authenticate(SessionHandle session) {
        pinAtUse.give(this, pin -> cryptoki.login(session, Cku.CKU_CONTEXT_SPECIFIC, pin));
    }

    boolean isLoginRequired() {
        return loginRequired;
    }

    void logout() {
        synchronized (login) {
            staysOut = true;
            wasIn = false;
            if (isLoggedIn()) {
                cryptoki.logout(sessions.anchor());
            }
            epoch++;
        }
    }

    private void check(byte[] pin, CallbackHandler handler) {
        try (Cryptoki other = connection.freshApplication()) {
            SessionHandle session = other.openSession(connection.slot(), false);
            new Credentials(configuration, other).present(session, handler);
            other.login(session, Cku.CKU_USER, pin);
        }
    }

    @Override public String toString() {
        return "token " + serial;
    }

    /** Looked for when there is something to say: the JVM's loggers are not a thing to load before a first signature. */
    private static System.Logger log() {
        return System.getLogger("claviger.provider");
    }
}
