package claviger.token;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CANT_LOCK;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_ALREADY_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_PARALLEL;
import static claviger.cryptoki.Ckr.CKR_NEED_TO_CREATE_THREADS;
import static claviger.cryptoki.Ckr.CKR_SESSION_ASYNC_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_SESSION_EXISTS;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_PARALLEL_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_TOKEN_NOT_INITIALIZED;
import static claviger.cryptoki.InitializeFlag.CKF_LIBRARY_CANT_CREATE_OS_THREADS;
import static claviger.cryptoki.InitializeFlag.CKF_OS_LOCKING_OK;
import static claviger.cryptoki.SessionFlag.CKF_ASYNC_SESSION;
import static claviger.cryptoki.SessionFlag.CKF_RW_SESSION;
import static claviger.cryptoki.SessionFlag.CKF_SERIAL_SESSION;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Info;
import claviger.cryptoki.InitializeArgs;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MechanismInfo;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionFlag;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SessionInfo;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.SlotInfo;
import claviger.cryptoki.Template;
import claviger.cryptoki.TokenInfo;
import claviger.mechanism.MechanismRow;
import claviger.mechanism.Mechanisms;
import claviger.seal.Randomness;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One application: handles in, objects out, one line per call; the work is in the classes named by the chapters. Safe
 * between threads; calls on different sessions run at once (A8).
 */
final class Application implements Cryptoki {
    private static final int HANDLE_BASES = 1 << 29;

    private final Slots slots;
    private final Initialization initialization;
    private final Settings settings;
    private final Peer peer;
    private final Consumer<Application> gone;
    private final Handles<Session> sessions = new Handles<>(base());
    private final Handles<Attachment.Named> objects = new Handles<>(base());
    private final Map<String, Attachment> attachments = new ConcurrentHashMap<>();
    private final Map<Session, Long> numbers = new ConcurrentHashMap<>();
    private final Lock oneLogin = new ReentrantLock();
    private volatile SlotEvents events;

    Application(Slots slots, Initialization initialization, Settings settings, Peer peer, Consumer<Application> gone) {
        this.slots = slots;
        this.initialization = initialization;
        this.settings = settings;
        this.peer = peer;
        this.gone = gone;
    }

    private static long base() {
        return Randomness.SOURCE.nextInt(HANDLE_BASES);
    }

    // 5.4 General purpose

    @Override public synchronized void initialize(InitializeArgs args) {
        if (events != null) {
            throw CKR_CRYPTOKI_ALREADY_INITIALIZED.because("A2");
        }
        if (args.reserved() || args.mutexCallbacks() != 0 && args.mutexCallbacks() != 4) {
            throw CKR_ARGUMENTS_BAD.because("pReserved, or some of the mutex callbacks");
        }
        if (args.mutexCallbacks() == 4 && !args.flags().contains(CKF_OS_LOCKING_OK)) {
            throw CKR_CANT_LOCK.because("mutex callbacks cannot be used");
        }
        if (args.flags().contains(CKF_LIBRARY_CANT_CREATE_OS_THREADS)) {
            throw CKR_NEED_TO_CREATE_THREADS.because("leases are renewed by a thread");
        }
        events = new SlotEvents(slots);
    }

    @Override public void finalizeCryptoki() {
        if (!end()) {
            throw CKR_CRYPTOKI_NOT_INITIALIZED.because("C_Finalize");
        }
    }

    @Override public void close() {
        end();
        gone.accept(this);
    }

    /** Waits for the calls that run, closing session by session (A4). */
    private synchronized boolean end() {
        SlotEvents before = events;
        if (before == null) {
            return false;
        }
        events = null;
        before.end();
        attachments.values().forEach(this::closeAll);
        attachments.clear();
        return true;
    }

    private SlotEvents initialized() {
        SlotEvents now = events;
        if (now == null) {
            throw CKR_CRYPTOKI_NOT_INITIALIZED.because("before C_Initialize or after C_Finalize");
        }
        return now;
    }

    @Override public Info getInfo() {
        initialized();
        return TokenDescription.INFO;
    }

    // 5.5 Slots and tokens

    @Override public List<SlotId> getSlotList(boolean tokenPresent) {
        initialized();
        return slots.list();
    }

    @Override public SlotInfo getSlotInfo(SlotId slot) {
        initialized();
        slots.token(slot);
        return TokenDescription.SLOT;
    }

    @Override public TokenInfo getTokenInfo(SlotId slot) {
        initialized();
        return slots.token(slot).map(token -> TokenDescription.of(token, settings, attachments.get(token.serial())))
            .orElse(TokenDescription.UNINITIALIZED);
    }

    @Override public Optional<SlotId> waitForSlotEvent(boolean dontBlock) {
        return initialized().await(dontBlock);
    }

    @Override public Set<Ckm> getMechanismList(SlotId slot) {
        initialized();
        slots.token(slot);
        return Mechanisms.all().stream().map(MechanismRow::type).collect(Collectors.toUnmodifiableSet());
    }

    @Override public MechanismInfo getMechanismInfo(SlotId slot, Ckm mechanism) {
        initialized();
        slots.token(slot);
        return Mechanisms.row(mechanism).info();
    }

    @Override public void initToken(SlotId slot, byte[] soPin, String label) {
        initialized();
        Optional<Token> token = slots.token(slot);
        if (token.isPresent()) {
            if (token.get().lease().sessions() > 0) {
                throw CKR_SESSION_EXISTS.because("%s", slot);
            }
            initialization.again(token.get(), soPin, label);
        } else {
            initialization.fresh(slot.value(), soPin, label);
        }
    }

    @Override public void initPin(SessionHandle session, byte[] pin) {
        run(session, ours -> Login.initPin(ours, pin));
    }

    @Override public void setPin(SessionHandle session, byte[] oldPin, byte[] newPin) {
        run(session, ours -> Login.setPin(ours, oldPin, newPin));
    }

    // 5.6 Sessions

    @Override public synchronized SessionHandle openSession(SlotId slot, Set<SessionFlag> flags) {
        initialized();
        Token token = slots.token(slot).orElseThrow(() -> CKR_TOKEN_NOT_INITIALIZED.because("%s", slot));
        if (!flags.contains(CKF_SERIAL_SESSION)) {
            throw CKR_SESSION_PARALLEL_NOT_SUPPORTED.because("CKF_SERIAL_SESSION is not set");
        }
        if (flags.contains(CKF_ASYNC_SESSION)) {
            throw CKR_SESSION_ASYNC_NOT_SUPPORTED.because("CKF_ASYNC_SESSION");
        }
        Session session = attachments.computeIfAbsent(token.serial(), serial -> new Attachment(token, settings, objects))
            .open(flags.contains(CKF_RW_SESSION));
        long number = sessions.add(session);
        numbers.put(session, number);
        return new SessionHandle(number);
    }

    @Override public void closeSession(SessionHandle session) {
        close(session(session));
    }

    @Override public void closeAllSessions(SlotId slot) {
        initialized();
        slots.token(slot).map(token -> attachments.get(token.serial())).ifPresent(this::closeAll);
    }

    private void closeAll(Attachment attachment) {
        attachment.sessions().forEach(this::close);
    }

    private void close(Session session) {
        Long number = numbers.remove(session);
        if (number == null) {
            throw CKR_SESSION_HANDLE_INVALID.because("closed meanwhile");
        }
        sessions.drop(number);
        session.attachment().close(session);
    }

    @Override public SessionInfo getSessionInfo(SessionHandle session) {
        return call(session, ours -> {
            Set<SessionFlag> flags = EnumSet.of(CKF_SERIAL_SESSION);
            if (ours.isReadWrite()) {
                flags.add(CKF_RW_SESSION);
            }
            return new SessionInfo(new SlotId(ours.attachment().token().row().slot()), ours.state(), flags);
        });
    }

    @Override public void login(SessionHandle session, Cku user, byte[] pin) {
        run(session, ours -> Login.login(ours, user, pin, oneLogin));
    }

    @Override public void logout(SessionHandle session) {
        run(session, ours -> ours.attachment().logout());
    }

    // 5.7 Objects

    @Override public ObjectHandle createObject(SessionHandle session, Template template) {
        return changeObjects(session, List.of(new ObjectChange.Create(template))).get(0);
    }

    @Override public ObjectHandle copyObject(SessionHandle session, ObjectHandle object, Template template) {
        return changeObjects(session, List.of(new ObjectChange.Copy(object, template))).get(0);
    }

    @Override public void destroyObject(SessionHandle session, ObjectHandle object) {
        changeObjects(session, List.of(new ObjectChange.Destroy(object)));
    }

    @Override public List<ObjectHandle> changeObjects(SessionHandle session, List<ObjectChange> changes) {
        return call(session, ours -> ObjectFunctions.change(ours, changes).stream().map(ours.attachment()::handle).toList());
    }

    @Override public long getObjectSize(SessionHandle session, ObjectHandle object) {
        return call(session, ours -> ObjectFunctions.size(ours, object));
    }

    @Override public void getAttributeValue(SessionHandle session, ObjectHandle object, List<AttributeRequest> requests) {
        run(session, ours -> ObjectFunctions.read(ours, object, requests));
    }

    @Override public Template attributes(SessionHandle session, ObjectHandle object, Cka<?>... attributes) {
        return call(session, ours -> ObjectFunctions.shown(ours, object, attributes));
    }

    @Override public void setAttributeValue(SessionHandle session, ObjectHandle object, Template template) {
        changeObjects(session, List.of(new ObjectChange.Set(object, template)));
    }

    @Override public void findObjectsInit(SessionHandle session, Template template) {
        run(session, ours -> ObjectFunctions.findInit(ours, template));
    }

    @Override public List<ObjectHandle> findObjects(SessionHandle session, int max) {
        return call(session, ours -> ObjectFunctions.find(ours, max));
    }

    @Override public void findObjectsFinal(SessionHandle session) {
        run(session, ObjectFunctions::findFinal);
    }

    // 5.8 to 5.15 Encryption, decryption, digests, signatures and MACs

    @Override public void encryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> CryptoFunctions.encryptInit(ours, mechanism, key));
    }

    @Override public void encrypt(SessionHandle session, byte[] data, Output output) {
        run(session, ours -> CryptoFunctions.cipher(ours, OperationKind.ENCRYPT, data, output));
    }

    @Override public void encryptUpdate(SessionHandle session, byte[] part, Output output) {
        run(session, ours -> CryptoFunctions.cipherUpdate(ours, OperationKind.ENCRYPT, part, output));
    }

    @Override public void encryptFinal(SessionHandle session, Output output) {
        run(session, ours -> CryptoFunctions.cipherFinal(ours, OperationKind.ENCRYPT, output));
    }

    @Override public void decryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> CryptoFunctions.decryptInit(ours, mechanism, key));
    }

    @Override public void decrypt(SessionHandle session, byte[] data, Output output) {
        run(session, ours -> CryptoFunctions.cipher(ours, OperationKind.DECRYPT, data, output));
    }

    @Override public void decryptUpdate(SessionHandle session, byte[] part, Output output) {
        run(session, ours -> CryptoFunctions.cipherUpdate(ours, OperationKind.DECRYPT, part, output));
    }

    @Override public void decryptFinal(SessionHandle session, Output output) {
        run(session, ours -> CryptoFunctions.cipherFinal(ours, OperationKind.DECRYPT, output));
    }

    @Override public void digestInit(SessionHandle session, Mechanism mechanism) {
        run(session, ours -> CryptoFunctions.digestInit(ours, mechanism));
    }

    @Override public void digest(SessionHandle session, byte[] data, Output output) {
        run(session, ours -> CryptoFunctions.digest(ours, data, output));
    }

    @Override public void digestUpdate(SessionHandle session, byte[] part) {
        run(session, ours -> CryptoFunctions.digestUpdate(ours, part));
    }

    @Override public void digestFinal(SessionHandle session, Output output) {
        run(session, ours -> CryptoFunctions.digestFinal(ours, output));
    }

    @Override public void signInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> CryptoFunctions.signInit(ours, mechanism, key));
    }

    @Override public void sign(SessionHandle session, byte[] data, Output output) {
        run(session, ours -> CryptoFunctions.sign(ours, data, output));
    }

    @Override public void signUpdate(SessionHandle session, byte[] part) {
        run(session, ours -> CryptoFunctions.signUpdate(ours, part));
    }

    @Override public void signFinal(SessionHandle session, Output output) {
        run(session, ours -> CryptoFunctions.signFinal(ours, output));
    }

    @Override public void verifyInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> CryptoFunctions.verifyInit(ours, mechanism, key));
    }

    @Override public void verify(SessionHandle session, byte[] data, byte[] signature) {
        run(session, ours -> CryptoFunctions.verify(ours, data, signature));
    }

    @Override public void verifyUpdate(SessionHandle session, byte[] part) {
        run(session, ours -> CryptoFunctions.verifyUpdate(ours, part));
    }

    @Override public void verifyFinal(SessionHandle session, byte[] signature) {
        run(session, ours -> CryptoFunctions.verifyFinal(ours, signature));
    }

    // 5.18 Keys

    @Override public ObjectHandle generateKey(SessionHandle session, Mechanism mechanism, Template template) {
        return call(session, ours -> ours.attachment().handle(KeyFunctions.generateKey(ours, mechanism, template)));
    }

    @Override public KeyPair generateKeyPair(SessionHandle session, Mechanism mechanism, Template publicKey,
            Template privateKey) {
        return call(session, ours -> {
            List<StorageObject> pair = KeyFunctions.generateKeyPair(ours, mechanism, publicKey, privateKey);
            return new KeyPair(ours.attachment().handle(pair.get(0)), ours.attachment().handle(pair.get(1)));
        });
    }

    @Override public void wrapKey(SessionHandle session, Mechanism mechanism, ObjectHandle wrappingKey,
            ObjectHandle key, Output output) {
        run(session, ours -> KeyFunctions.wrapKey(ours, mechanism, wrappingKey, key, output));
    }

    @Override public ObjectHandle unwrapKey(SessionHandle session, Mechanism mechanism, ObjectHandle unwrappingKey,
            byte[] wrappedKey, Template template) {
        return call(session, ours -> ours.attachment().handle(
            KeyFunctions.unwrapKey(ours, mechanism, unwrappingKey, wrappedKey, template)));
    }

    @Override public ObjectHandle deriveKey(SessionHandle session, Mechanism mechanism, ObjectHandle baseKey,
            Template template) {
        return call(session, ours -> ours.attachment().handle(
            KeyFunctions.deriveKey(ours, mechanism, baseKey, template)));
    }

    // 5.19 Random numbers, 5.20 parallel functions

    @Override public void seedRandom(SessionHandle session, byte[] seed) {
        run(session, ours -> Randomness.SOURCE.setSeed(seed));
    }

    @Override public byte[] generateRandom(SessionHandle session, int length) {
        return call(session, ours -> {
            if (length < 0) {
                throw CKR_ARGUMENTS_BAD.because("%d random bytes", length);
            }
            return Randomness.bytes(length);
        });
    }

    @Override public void getFunctionStatus(SessionHandle session) {
        run(session, ours -> {
            throw CKR_FUNCTION_NOT_PARALLEL.because("C_GetFunctionStatus");
        });
    }

    @Override public void cancelFunction(SessionHandle session) {
        run(session, ours -> {
            throw CKR_FUNCTION_NOT_PARALLEL.because("C_CancelFunction");
        });
    }

    // the way in

    private Session session(SessionHandle handle) {
        initialized();
        Session session = sessions.get(handle.value());
        if (session == null) {
            throw CKR_SESSION_HANDLE_INVALID.because("%s", handle);
        }
        return session;
    }

    private <R> R call(SessionHandle handle, Function<Session, R> work) {
        Session session = session(handle);
        return session.exclusively(() -> work.apply(session));
    }

    private void run(SessionHandle handle, Consumer<Session> work) {
        Session session = session(handle);
        session.exclusively(() -> {
            work.accept(session);
            return null;
        });
    }
}
