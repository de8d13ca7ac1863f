package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_COUNT;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Peer;
import claviger.cryptoki.Template;
import claviger.seal.MasterKey;
import claviger.seal.RoleKeys;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What one application has with one token: its sessions, its login, its handles and its session objects (S3, X1, H1).
 * Safe between threads: transitions of the login and of the set of sessions are guarded by this object's monitor, which
 * is held briefly and never while a PIN is checked or a key computes.
 */
final class Attachment {
    private final Token token;
    private final Settings settings;
    private final Handles<Named> handles;
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();
    private final SessionObjects sessionObjects;
    private final Grants grants;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    private volatile LoginState login = LoginState.PUBLIC;
    private volatile long epoch;
    private RoleKeys loginKeys;

    Attachment(Token token, Settings settings, Handles<Named> handles, Peer peer) {
        this.token = token;
        this.settings = settings;
        this.sessionObjects = new SessionObjects(settings.maxSessionObjects());
        this.handles = handles;
        this.grants = new Grants(this, peer);
    }

    Token token() {
        return token;
    }

    Settings settings() {
        return settings;
    }

    LoginState login() {
        return login;
    }

    /** What the ACLs say to this application. */
    Grants grants() {
        return grants;
    }

    /** Counts the logouts. */
    long epoch() {
        return epoch;
    }

    /** Notices that the token has been deleted (T9), or that the SO has reset the PIN of this login (D20). */
    void checkThere() {
        if (!token.isThere()) {
            end();
            throw CKR_SESSION_HANDLE_INVALID.because("token %s has been deleted", token.serial());
        }
        if (isOverthrown()) {
            forcedLogout();
        }
    }

    /** The SO has made the user another role key, or a token initialised again has another master key. */
    private boolean isOverthrown() {
        RoleKeys now = token.roleKeys();
        return login != LoginState.PUBLIC && now.epoch() != loginKeys.epoch()
            || login == LoginState.USER && now.userGeneration() != loginKeys.userGeneration();
    }

    /** The token is gone: the login ends, and the sessions are dead until they are closed. */
    private synchronized void end() {
        becomePublic();
    }

    private synchronized void forcedLogout() {
        if (isOverthrown()) {
            becomePublic();
        }
    }

    // sessions

    synchronized Session open(boolean readWrite) {
        if (sessions.size() >= settings.maxSessions()) {
            throw CKR_SESSION_COUNT.because("%d sessions are open", sessions.size());
        }
        if (readWrite || !settings.soReadOnlyPublic()) {
            login.after(readWrite ? LoginState.Event.OPEN_RW : LoginState.Event.OPEN_RO);
        }
        token.lease().opened();
        Session session = new Session(this, readWrite);
        sessions.add(session);
        return session;
    }

    /** Ends a session with the objects that it made; the last one logs out (S6, S7). */
    void close(Session session) {
        session.close();
        synchronized (this) {
            if (!sessions.remove(session)) {
                return;
            }
            sessionObjects.values().stream().filter(object -> object.owner() == session).toList()
                .forEach(object -> forgetSessionObject(object.object().uniqueId()));
            if (sessions.isEmpty()) {
                becomePublic();
                grants.forget();
                numbers.forEach((uniqueId, number) -> handles.drop(number));
                numbers.clear();
            }
            token.lease().closed();
        }
    }

    void closeAll() {
        List.copyOf(sessions).forEach(this::close);
    }

    Set<Session> sessions() {
        return sessions;
    }

    // login

    /** What the table says of a login now, for the kind of sessions that are open (S4, L2). */
    LoginState afterLogin(boolean so) {
        boolean readOnly = sessions.stream().anyMatch(session -> !session.isReadWrite());
        return login.after(!so ? LoginState.Event.LOGIN_USER
            : readOnly ? LoginState.Event.LOGIN_SO_BESIDE_RO : LoginState.Event.LOGIN_SO);
    }

    /**
     * The PIN was right: all sessions change at once (L1).
     *
     * @param master belongs to the token if this returns
     * @param keys   where it comes from
     */
    synchronized void loggedIn(Session session, boolean so, MasterKey master, RoleKeys keys) {
        if (!sessions.contains(session)) {
            throw CKR_SESSION_HANDLE_INVALID.because("closed while the PIN was checked");
        }
        LoginState next = afterLogin(so);
        token.enter(master);
        loginKeys = keys;
        login = next;
    }

    synchronized void logout() {
        login.after(LoginState.Event.LOGOUT);
        becomePublic();
    }

    /** Wrong PINs for single operations have locked the user's PIN (L11). */
    synchronized void lockedOut() {
        if (login == LoginState.USER) {
            becomePublic();
        }
    }

    /** Private handles and private session objects die, and so do operations with private keys (L5, L6). */
    private void becomePublic() {
        if (login == LoginState.PUBLIC) {
            return;
        }
        login = LoginState.PUBLIC;
        epoch++;
        grants.forget();
        sessionObjects.values().stream().filter(object -> object.object().isPrivate()).toList()
            .forEach(object -> forgetSessionObject(object.object().uniqueId()));
        numbers.entrySet().removeIf(entry -> {
            Named named = handles.get(entry.getValue());
            boolean dies = named == null || named.isPrivate();
            if (dies) {
                handles.drop(entry.getValue());
            }
            return dies;
        });
        sessions.forEach(Session::loggedOut);
        token.leave();
    }

    /**
     * Runs with the master key if this application is logged in, and else with null: that another application of the
     * process is logged in authenticates nothing that this one writes (D19). The key must not leave the work.
     */
    <R> R withMaster(Function<MasterKey, R> work) {
        return token.withMaster(master -> work.apply(login == LoginState.PUBLIC ? null : master));
    }

    // objects

    /** This application's handle for an object: the same as long as both live (H2). */
    ObjectHandle handle(StorageObject object) {
        return new ObjectHandle(numbers.computeIfAbsent(object.uniqueId(), uniqueId ->
            handles.add(new Named(this, uniqueId, object.isPrivate()))));
    }

    /** The object of a handle, if this application may see it now (X2). @param absent the code to refuse with */
    StorageObject object(ObjectHandle handle, Ckr absent) {
        Named named = handles.get(handle.value());
        if (named != null && named.isOf(this) && (!named.isPrivate() || seesPrivate())) {
            Optional<StorageObject> object = named.object();
            if (object.isPresent() && maySee(object.get())) {
                return object.get();
            }
            if (object.isEmpty()) {
                forget(named.uniqueId());
            }
        }
        throw absent.because("%s", handle);
    }

    StorageObject object(ObjectHandle handle) {
        return object(handle, CKR_OBJECT_HANDLE_INVALID);
    }

    /** The object with a unique id, without a look at who asks. */
    Optional<StorageObject> object(String uniqueId) {
        SessionObject ours = sessionObjects.get(uniqueId);
        if (ours != null) {
            return Optional.of(ours.object());
        }
        Optional<StorageObject> builtIn = BuiltIn.named(uniqueId);
        return builtIn.isPresent() ? builtIn : token.object(uniqueId);
    }

    /** Whether an object that was found is still there for this application. */
    boolean sees(StorageObject object) {
        return maySee(object) && object(object.uniqueId()).isPresent();
    }

    /** Whether this application may see an object, if it is there. */
    boolean maySee(StorageObject object) {
        return (!object.isPrivate() || seesPrivate()) && grants.sees(object);
    }

    private boolean seesPrivate() {
        return login == LoginState.USER;
    }

    /** A key to compute with, or empty if it has changed or gone since the object was looked at. */
    Optional<HeldKey.Lease> lease(StorageObject object) {
        if (object.isToken()) {
            requireOpen(object);
            return token.lease(object);
        }
        SessionObject ours = sessionObjects.get(object.uniqueId());
        return ours == null ? Optional.empty() : ours.key().lease();
    }

    /** A copy of the secret attributes, or empty if the object has changed or gone. The caller wipes them. */
    Optional<Template> secrets(StorageObject object) {
        if (object.isToken() || !object.hasSecrets()) {
            requireOpen(object);
            return token.secrets(object);
        }
        Optional<HeldKey.Lease> leased = lease(object);
        return leased.map(lease -> {
            try (lease) {
                Template secrets = Template.EMPTY;
                for (Cka<?> attribute : object.secrets()) {
                    if (lease.material().has(attribute)) {
                        secrets = secrets.with(bytes(attribute), ((byte[]) lease.material().get(attribute)).clone());
                    }
                }
                return secrets;
            }
        });
    }

    /** What is sealed opens to those who have logged in: that another application has changes nothing here (S3). */
    private void requireOpen(StorageObject object) {
        if (isSealed(object)) {
            throw CKR_USER_NOT_LOGGED_IN.because("%s is sealed", object);
        }
    }

    private boolean isSealed(StorageObject object) {
        return object.isToken() && object.hasSecrets() && login == LoginState.PUBLIC;
    }

    @SuppressWarnings("unchecked")
    private static Cka<byte[]> bytes(Cka<?> secret) {
        return (Cka<byte[]>) secret;      // every secret attribute of the standard's tables is a byte array
    }

    /** Everything that matches and that this application can see, session objects first (F1, F2). */
    Iterator<StorageObject> matching(Template template, Opened opened) {
        if (!template.attributes().stream().allMatch(Cka::isKnown)) {
            return Collections.emptyIterator();      // F2; and what the token notes down for itself is nobody's to search for
        }
        Stream<StorageObject> builtIn = template.get(CKA_CLASS).map(BuiltIn::ofClass).orElseGet(Stream::empty);
        Stream<StorageObject> ours = sessionObjects.values().stream().map(SessionObject::object);
        Optional<String> uniqueId = template.get(CKA_UNIQUE_ID);
        List<StorageObject> inMemory = Stream.of(builtIn, ours, uniqueId.flatMap(token::object).stream())
            .flatMap(part -> part).filter(object -> matches(object, template) && maySee(object)).toList();
        return uniqueId.isPresent() ? inMemory.iterator() : new Search(token, template, opened, seesPrivate(),
            object -> matches(object, template) && grants.sees(object), inMemory);
    }

    /** A value that is withheld matches nothing, so that a search is no oracle (F3). */
    private boolean matches(StorageObject object, Template template) {
        Set<Cka<?>> secrets = StorageObject.secrets(object.attributes());
        Template secret = template.only(secrets::contains);
        if (secret.isEmpty()) {
            return object.attributes().matches(template);
        }
        if (isSealed(object) || !object.attributes().matches(template.only(attribute -> !secrets.contains(attribute)))
                || secret.attributes().stream().anyMatch(attribute ->
                    object.reading(attribute) != Reading.VALUE) || !grants.allows(Right.EXPORT_CLEAR, object)) {
            return false;
        }
        return secrets(object).filter(values -> {
            boolean matches = values.matches(secret);
            values.wipe();
            return matches;
        }).isPresent();
    }

    /**
     * Runs while no session object of this application comes, changes or goes and nobody logs in or out: a key that was
     * destroyed stays destroyed, and a flag that sticks cannot be lost between two who change other attributes.
     */
    synchronized <R> R alone(Supplier<R> work) {
        return work.get();
    }

    /** Refuses a private object after a logout that came while it was made (L5). */
    void requireLogin(Template object) {
        if (object.is(CKA_PRIVATE) && !seesPrivate()) {
            throw CKR_USER_NOT_LOGGED_IN.because("logged out meanwhile");
        }
    }

    /** Takes a new or changed session object, unless its session has ended meanwhile. */
    synchronized void put(SessionObject object) {
        if (!sessions.contains(object.owner())) {
            object.drop();
            throw CKR_SESSION_HANDLE_INVALID.because("closed meanwhile");
        }
        sessionObjects.put(object);
    }

    SessionObjects sessionObjects() {
        return sessionObjects;
    }

    Optional<SessionObject> sessionObject(String uniqueId) {
        return Optional.ofNullable(sessionObjects.get(uniqueId));
    }

    /** Drops a handle whose object is gone (H3, H5). */
    void forget(String uniqueId) {
        Long number = numbers.remove(uniqueId);
        if (number != null) {
            handles.drop(number);
        }
    }

    synchronized void forgetSessionObject(String uniqueId) {
        SessionObject gone = sessionObjects.remove(uniqueId);
        if (gone != null) {
            gone.drop();
        }
        forget(uniqueId);
    }

    /** This application's sessions with the token (T8). */
    long count(boolean readWriteOnly) {
        return sessions.stream().filter(session -> !readWriteOnly || session.isReadWrite()).count();
    }
}
