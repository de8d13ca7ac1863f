package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_ALREADY_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_PARALLEL;
import static claviger.rpc.Call.C_DeriveKey;
import static claviger.rpc.Call.C_DeriveKey2;
import static claviger.rpc.Call.C_GenerateKey;
import static claviger.rpc.Call.C_GenerateKeyPair;
import static claviger.rpc.Call.C_Initialize;
import static claviger.rpc.Call.C_SeedRandom;
import static claviger.rpc.Call.C_UnwrapKey;
import static claviger.rpc.Call.C_WrapKey;
import static claviger.rpc.Call.X_AsyncComplete;
import static claviger.rpc.Call.X_AsyncGetID;
import static claviger.rpc.Call.X_AsyncJoin;
import static claviger.rpc.Call.X_DecapsulateKey;
import static claviger.rpc.Call.X_DeriveKey;
import static claviger.rpc.Call.X_EncapsulateKey;
import static claviger.rpc.Call.X_GenerateKey;
import static claviger.rpc.Call.X_GenerateKeyPair;
import static claviger.rpc.Call.X_UnwrapKey;
import static claviger.rpc.Call.X_UnwrapKeyAuthenticated;
import static claviger.rpc.Call.X_WrapKey;
import static claviger.rpc.Call.X_WrapKeyAuthenticated;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.InitializeArgs;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An application at a server: {@code claviger serve}, {@code p11-kit server} of any release, or a program such as
 * {@code p11-kit remote MODULE} that is started for it. C_Initialize connects, C_Finalize ends the connection. What p11-kit's
 * protocol has no form for works with our own server (D4); others refuse it, and the message says what they cannot be told.
 *
 * <p>A connection that breaks is CKR_DEVICE_ERROR for the calls that are under way and all later ones, until C_Finalize and
 * C_Initialize connect again; handles from before are then invalid. Safe between threads: calls of several threads are on
 * the connection at once.
 */
public final class Client extends CipherCalls {
    private static final int MOST_RANDOM = 1 << 24;
    /** What our server gives in one call. */
    private static final int RANDOM_AT_ONCE = 1 << 20;

    private final Endpoint endpoint;
    private final AuthorizationCalls authorizations = new AuthorizationCalls(this::link);
    private Handles handles = new Handles(0);
    private volatile Link link;

    private Client(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A client, not connected, of the server at a socket, which has to run as our own account, or as root, to get a PIN. */
    public static Client at(Address address) {
        return new Client(new Endpoint.Socket(address, null));
    }

    /** The same for a server that runs as the account that is named, and as no other (D25). */
    public static Client at(Address address, String serverAccount) {
        return new Client(new Endpoint.Socket(address, serverAccount));
    }

    /** A client that starts a program, and talks to it over its input and output. @param command with its arguments */
    public static Client ofChild(List<String> command) {
        return new Client(new Endpoint.Child(List.copyOf(command)));
    }

    // 5.4 General purpose

    @Override public synchronized void initialize(InitializeArgs args) {
        if (link != null) {
            throw CKR_CRYPTOKI_ALREADY_INITIALIZED.because("A2");
        }
        args.check();
        Link opened = Link.open(endpoint, handles);
        boolean initialized = false;
        try {
            opened.call(C_Initialize, Texts.GREETING, false, new byte[1]);
            initialized = true;
        } finally {
            if (!initialized) {
                opened.abandon();
            }
        }
        handles = handles.next();
        link = opened;
    }

    @Override public void finalizeCryptoki() {
        if (!end()) {
            throw CKR_CRYPTOKI_NOT_INITIALIZED.because("C_Finalize");
        }
    }

    @Override public void close() {
        end();
    }

    private boolean end() {
        Link before;
        synchronized (this) {
            before = link;
            link = null;
        }
        if (before == null) {
            return false;
        }
        before.finish();
        return true;
    }

    /** Whether calls can be expected to work; if not, after {@link #finalizeCryptoki} {@link #initialize()} may help. */
    public boolean isConnected() {
        Link now = link;
        return now != null && now.isWhole();
    }

    @Override Link link() {
        Link now = link;
        if (now == null) {
            throw CKR_CRYPTOKI_NOT_INITIALIZED.because("before C_Initialize or after C_Finalize");
        }
        return now;
    }

    @Override public Authorizations authorizations() {
        return authorizations.required();
    }

    // 5.18 Keys

    @Override public ObjectHandle generateKey(SessionHandle session, Mechanism mechanism, Template template) {
        Link link = link();
        requireSendable(link, template);
        return link.handles().object(link.call(C_GenerateKey, X_GenerateKey, session, mechanism, template).get(0));
    }

    @Override public KeyPair generateKeyPair(SessionHandle session, Mechanism mechanism, Template publicKey,
            Template privateKey) {
        Link link = link();
        requireSendable(link, publicKey, privateKey);
        List<Object> reply = link.call(C_GenerateKeyPair, X_GenerateKeyPair, session, mechanism, publicKey, privateKey);
        return new KeyPair(link.handles().object(reply.get(0)), link.handles().object(reply.get(1)));
    }

    @Override public void wrapKey(SessionHandle session, Mechanism mechanism, ObjectHandle wrappingKey, ObjectHandle key,
            Output output) {
        Link link = link();
        link.output(session, output, 0, room -> link.call(C_WrapKey, X_WrapKey, session, mechanism, wrappingKey, key, room));
    }

    @Override public ObjectHandle unwrapKey(SessionHandle session, Mechanism mechanism, ObjectHandle unwrappingKey,
            byte[] wrappedKey, Template template) {
        Link link = link();
        requireSendable(link, template);
        return link.handles().object(
            link.call(C_UnwrapKey, X_UnwrapKey, session, mechanism, unwrappingKey, wrappedKey, template).get(0));
    }

    @Override public void wrapKeyAuthenticated(SessionHandle session, Mechanism mechanism, MessageParameters parameters,
            ObjectHandle wrappingKey, ObjectHandle key, byte[] aad, Output output) {
        Link link = link();
        copied(link.output(session, output, 0, room -> link.own(X_WrapKeyAuthenticated, "C_WrapKeyAuthenticated", session,
            mechanism, parameters, wrappingKey, key, aad, room), 0), parameters);
    }

    @Override public ObjectHandle unwrapKeyAuthenticated(SessionHandle session, Mechanism mechanism,
            MessageParameters parameters, ObjectHandle unwrappingKey, byte[] wrappedKey, Template template, byte[] aad) {
        Link link = link();
        return link.handles().object(link.own(X_UnwrapKeyAuthenticated, "C_UnwrapKeyAuthenticated", session, mechanism,
            parameters, unwrappingKey, wrappedKey, template, aad).get(0));
    }

    /** C_DeriveKey2 from version 2, as the stock client has it: its reply begins with a code and what became of M. */
    @Override public ObjectHandle deriveKey(SessionHandle session, Mechanism mechanism, ObjectHandle baseKey,
            Template template) {
        Link link = link();
        requireSendable(link, template);
        Call call = link.version() < Era.VERSION ? C_DeriveKey : C_DeriveKey2;
        List<Object> reply = link.call(call, X_DeriveKey, session, mechanism, baseKey, template);
        if (reply.get(0) instanceof Mechanism made) {
            new ReturnedValues(link.handles()).copy(made.parameters(), mechanism.parameters());
        }
        return link.handles().object(reply.get(reply.size() - 1));
    }

    @Override public Optional<ObjectHandle> encapsulateKey(SessionHandle session, Mechanism mechanism,
            ObjectHandle publicKey, Template template, Output ciphertext) {
        Link link = link();
        List<Object> reply = link.output(session, ciphertext, 0, room -> link.own(X_EncapsulateKey, "C_EncapsulateKey", session,
            mechanism, publicKey, template, room), 1);
        ObjectHandle key = link.handles().object(reply.get(0));
        return key.equals(ObjectHandle.NONE) ? Optional.empty() : Optional.of(key);
    }

    @Override public ObjectHandle decapsulateKey(SessionHandle session, Mechanism mechanism, ObjectHandle privateKey,
            Template template, byte[] ciphertext) {
        Link link = link();
        return link.handles().object(link.own(X_DecapsulateKey, "C_DecapsulateKey", session, mechanism, privateKey,
            template, ciphertext).get(0));
    }

    // 5.19 Random numbers, 5.20 parallel functions

    @Override public void seedRandom(SessionHandle session, byte[] seed) {
        link().call(C_SeedRandom, session, seed);
    }

    @Override public byte[] generateRandom(SessionHandle session, int length) {
        Link link = link();
        if (length < 0 || length > MOST_RANDOM) {
            throw CKR_ARGUMENTS_BAD.because("%d random bytes; at most %d in a call", length, MOST_RANDOM);
        }
        byte[] random = new byte[length];
        int filled = 0;
        do {
            long wanted = Math.min(RANDOM_AT_ONCE, length - filled);
            byte[] some = link.randomBytes(session, wanted);
            System.arraycopy(some, 0, random, filled, some.length);
            filled += some.length;
        } while (filled < length);
        return random;
    }

    /** Answered here, as p11-kit's client does (O16). */
    @Override public void getFunctionStatus(SessionHandle session) {
        getSessionInfo(session);
        throw CKR_FUNCTION_NOT_PARALLEL.because("C_GetFunctionStatus");
    }

    /** Answered here, as p11-kit's client does (O16). */
    @Override public void cancelFunction(SessionHandle session) {
        getSessionInfo(session);
        throw CKR_FUNCTION_NOT_PARALLEL.because("C_CancelFunction");
    }

    // 5.21 Asynchronous functions

    @Override public void asyncComplete(SessionHandle session, String function) {
        link().own(X_AsyncComplete, "C_AsyncComplete", session, function.getBytes(StandardCharsets.US_ASCII));
    }

    @Override public long asyncGetId(SessionHandle session, String function) {
        return Link.number(link().own(X_AsyncGetID, "C_AsyncGetID", session, function.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override public void asyncJoin(SessionHandle session, String function, long id) {
        link().own(X_AsyncJoin, "C_AsyncJoin", session, function.getBytes(StandardCharsets.US_ASCII), id);
    }
}
