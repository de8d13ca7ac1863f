package claviger.token;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_ALREADY_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_PARALLEL;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_TOKEN_NOT_INITIALIZED;
import static claviger.cryptoki.SessionFlag.CKF_RW_SESSION;
import static claviger.cryptoki.SessionFlag.CKF_SERIAL_SESSION;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Info;
import claviger.cryptoki.InitializeArgs;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MechanismInfo;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.ObjectsVersion;
import claviger.cryptoki.Output;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionFlag;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SessionInfo;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.SlotInfo;
import claviger.cryptoki.Template;
import claviger.cryptoki.TokenInfo;
import claviger.cryptoki.Use;
import claviger.cryptoki.ValidationFlagsType;
import claviger.mechanism.MechanismRow;
import claviger.mechanism.Mechanisms;
import claviger.seal.Randomness;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final int MOST_RANDOM_BYTES = 1 << 24;
    /** Nobody has certified this token, so that it has no CKO_VALIDATION object whose flag could be set. */
    private static final long NO_VALIDATION = 0;

    private final Slots slots;
    private final Initialization initialization;
    private final Settings settings;
    private final Peer peer;
    private final Consumer<Application> gone;
    private final Lock oneLogin = new ReentrantLock();
    private volatile Life life;
    private boolean closed;

    Application(Slots slots, Initialization initialization, Settings settings, Peer peer, Consumer<Application> gone) {
        this.slots = slots;
        this.initialization = initialization;
        this.settings = settings;
        this.peer = peer;
        this.gone = gone;
    }

    // 5.4 General purpose

    @Override public synchronized void initialize(InitializeArgs args) {
        if (life != null) {
            throw CKR_CRYPTOKI_ALREADY_INITIALIZED.because("A2");
        }
        if (closed) {
            throw CKR_GENERAL_ERROR.because("the application has been closed for good");
        }
        life = Life.begin(args, slots, settings, peer);
    }

    @Override public void finalizeCryptoki() {
        if (!end()) {
            throw CKR_CRYPTOKI_NOT_INITIALIZED.because("C_Finalize");
        }
    }

    @Override public void close() {
        synchronized (this) {
            closed = true;
        }
        end();
        gone.accept(this);
    }

    private boolean end() {
        Life before;
        synchronized (this) {
            before = life;
            life = null;
        }
        if (before == null) {
            return false;
        }
        before.end();
        return true;
    }

    private Life initialized() {
        Life now = life;
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
        Sessions ours = initialized().sessions();
        return slots.token(slot).map(token -> TokenDescription.of(token, settings, ours.attachment(token)))
            .orElse(TokenDescription.UNINITIALIZED);
    }

    @Override public Optional<SlotId> waitForSlotEvent(boolean dontBlock) {
        return initialized().events().await(dontBlock);
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
        initialization.initialize(slot, slots.token(slot), soPin, label);
    }

    @Override public void initPin(SessionHandle session, byte[] pin) {
        run(session, ours -> Login.initPin(ours, pin));
    }

    @Override public void setPin(SessionHandle session, byte[] oldPin, byte[] newPin) {
        run(session, ours -> Login.setPin(ours, oldPin, newPin));
    }

    // 5.6 Sessions

    @Override public SessionHandle openSession(SlotId slot, Set<SessionFlag> flags) {
        Sessions ours = initialized().sessions();
        return ours.open(slots.token(slot).orElseThrow(() -> CKR_TOKEN_NOT_INITIALIZED.because("%s", slot)), flags);
    }

    @Override public void closeSession(SessionHandle session) {
        initialized().sessions().close(session);
    }

    @Override public void closeAllSessions(SlotId slot) {
        Sessions ours = initialized().sessions();
        slots.token(slot).ifPresent(ours::closeAll);
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

    @Override public void loginUser(SessionHandle session, Cku user, byte[] pin, String name) {
        run(session, ours -> Login.loginUser(ours, user, pin, name, oneLogin));
    }

    @Override public void logout(SessionHandle session) {
        run(session, ours -> ours.attachment().logout());
    }

    @Override public void sessionCancel(SessionHandle session, Set<Use> flags) {
        run(session, ours -> ours.cancel(flags));
    }

    @Override public long getSessionValidationFlags(SessionHandle session, ValidationFlagsType type) {
        return call(session, ours -> {
            if (type == null) {
                throw CKR_ARGUMENTS_BAD.because("null type");
            }
            return NO_VALIDATION;
        });
    }

    @Override public void getOperationState(SessionHandle session, Output state) {
        run(session, ours -> OperationStates.get(ours, state));
    }

    @Override public void setOperationState(SessionHandle session, byte[] state, ObjectHandle encryptionKey,
            ObjectHandle authenticationKey) {
        run(session, ours -> OperationStates.set(ours, state, encryptionKey, authenticationKey));
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
        return call(session, ours ->
            ObjectFunctions.change(ours, changes).stream().map(ours.attachment()::handle).toList());
    }

    @Override public long getObjectSize(SessionHandle session, ObjectHandle object) {
        return call(session, ours -> ObjectFunctions.size(ours, object));
    }

    @Override public void getAttributeValue(SessionHandle session, ObjectHandle object,
            List<AttributeRequest> requests) {
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

    @Override public Map<ObjectHandle, Template> findAttributes(SessionHandle session, Template template,
            Cka<?>... attributes) {
        return call(session, ours -> ObjectFunctions.findAttributes(ours, template, attributes));
    }

    @Override public Optional<ObjectsVersion> objectsVersion(SessionHandle session) {
        return call(session, ours -> Optional.of(ObjectFunctions.version(ours)));
    }

    // what PKCS#11 does not have

    @Override public Authorizations authorizations() {
        return new TokenAuthorizations(this);
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

    // 5.12 to 5.17 Keys in digests, recovery, signatures known from the start, dual-function updates

    @Override public void digestKey(SessionHandle session, ObjectHandle key) {
        run(session, ours -> KeyDigest.digestKey(ours, key));
    }

    @Override public void signRecoverInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> SignatureFunctions.signRecoverInit(ours, mechanism, key));
    }

    @Override public void signRecover(SessionHandle session, byte[] data, Output output) {
        run(session, ours -> SignatureFunctions.signRecover(ours, data, output));
    }

    @Override public void verifyRecoverInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> SignatureFunctions.verifyRecoverInit(ours, mechanism, key));
    }

    @Override public void verifyRecover(SessionHandle session, byte[] signature, Output output) {
        run(session, ours -> SignatureFunctions.verifyRecover(ours, signature, output));
    }

    @Override public void verifySignatureInit(SessionHandle session, Mechanism mechanism, ObjectHandle key,
            byte[] signature) {
        run(session, ours -> SignatureFunctions.verifySignatureInit(ours, mechanism, key, signature));
    }

    @Override public void verifySignature(SessionHandle session, byte[] data) {
        run(session, ours -> SignatureFunctions.verifySignature(ours, data));
    }

    @Override public void verifySignatureUpdate(SessionHandle session, byte[] part) {
        run(session, ours -> SignatureFunctions.verifySignatureUpdate(ours, part));
    }

    @Override public void verifySignatureFinal(SessionHandle session) {
        run(session, ours -> SignatureFunctions.verifySignatureFinal(ours));
    }

    @Override public void digestEncryptUpdate(SessionHandle session, byte[] part, Output output) {
        run(session, ours -> DualFunctions.digestEncryptUpdate(ours, part, output));
    }

    @Override public void decryptDigestUpdate(SessionHandle session, byte[] part, Output output) {
        run(session, ours -> DualFunctions.decryptDigestUpdate(ours, part, output));
    }

    @Override public void signEncryptUpdate(SessionHandle session, byte[] part, Output output) {
        run(session, ours -> DualFunctions.signEncryptUpdate(ours, part, output));
    }

    @Override public void decryptVerifyUpdate(SessionHandle session, byte[] part, Output output) {
        run(session, ours -> DualFunctions.decryptVerifyUpdate(ours, part, output));
    }

    // 5.9, 5.11 Message-based encryption and decryption

    @Override public void messageEncryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> MessageFunctions.init(ours, OperationKind.MESSAGE_ENCRYPT, mechanism, key));
    }

    @Override public void encryptMessage(SessionHandle session, MessageParameters parameters, byte[] aad, byte[] plain,
            Output output) {
        run(session, ours -> MessageFunctions.encrypt(ours, parameters, aad, plain, output));
    }

    @Override public void encryptMessageBegin(SessionHandle session, MessageParameters parameters, byte[] aad) {
        run(session, ours -> MessageFunctions.begin(ours, OperationKind.MESSAGE_ENCRYPT, parameters, aad));
    }

    @Override public void encryptMessageNext(SessionHandle session, MessageParameters parameters, byte[] part,
            boolean end, Output output) {
        run(session, ours -> MessageFunctions.encryptNext(ours, parameters, part, end, output));
    }

    @Override public void messageEncryptFinal(SessionHandle session) {
        run(session, ours -> MessageFunctions.end(ours, OperationKind.MESSAGE_ENCRYPT));
    }

    @Override public void messageDecryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> MessageFunctions.init(ours, OperationKind.MESSAGE_DECRYPT, mechanism, key));
    }

    @Override public void decryptMessage(SessionHandle session, MessageParameters parameters, byte[] aad, byte[] encrypted,
            Output output) {
        run(session, ours -> MessageFunctions.decrypt(ours, parameters, aad, encrypted, output));
    }

    @Override public void decryptMessageBegin(SessionHandle session, MessageParameters parameters, byte[] aad) {
        run(session, ours -> MessageFunctions.begin(ours, OperationKind.MESSAGE_DECRYPT, parameters, aad));
    }

    @Override public void decryptMessageNext(SessionHandle session, MessageParameters parameters, byte[] part,
            boolean end, Output output) {
        run(session, ours -> MessageFunctions.decryptNext(ours, parameters, part, end, output));
    }

    @Override public void messageDecryptFinal(SessionHandle session) {
        run(session, ours -> MessageFunctions.end(ours, OperationKind.MESSAGE_DECRYPT));
    }

    // 5.14, 5.16 Message-based signatures and verification

    @Override public void messageSignInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> MessageSignatures.signInit(ours, mechanism, key));
    }

    @Override public void signMessage(SessionHandle session, byte[] data, Output signature) {
        run(session, ours -> MessageSignatures.sign(ours, data, signature));
    }

    @Override public void signMessageBegin(SessionHandle session) {
        run(session, MessageSignatures::signBegin);
    }

    @Override public void signMessageNext(SessionHandle session, byte[] part, Output signature) {
        run(session, ours -> MessageSignatures.signNext(ours, part, signature));
    }

    @Override public void messageSignFinal(SessionHandle session) {
        run(session, ours -> MessageFunctions.end(ours, OperationKind.MESSAGE_SIGN));
    }

    @Override public void messageVerifyInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        run(session, ours -> MessageSignatures.verifyInit(ours, mechanism, key));
    }

    @Override public void verifyMessage(SessionHandle session, byte[] data, byte[] signature) {
        run(session, ours -> MessageSignatures.verify(ours, data, signature));
    }

    @Override public void verifyMessageBegin(SessionHandle session) {
        run(session, MessageSignatures::verifyBegin);
    }

    @Override public void verifyMessageNext(SessionHandle session, byte[] part, byte[] signature) {
        run(session, ours -> MessageSignatures.verifyNext(ours, part, signature));
    }

    @Override public void messageVerifyFinal(SessionHandle session) {
        run(session, ours -> MessageFunctions.end(ours, OperationKind.MESSAGE_VERIFY));
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

    @Override public void wrapKeyAuthenticated(SessionHandle session, Mechanism mechanism, MessageParameters parameters,
            ObjectHandle wrappingKey, ObjectHandle key, byte[] aad, Output output) {
        run(session, ours ->
            KeyFunctions.wrapKeyAuthenticated(ours, mechanism, parameters, wrappingKey, key, aad, output));
    }

    @Override public ObjectHandle unwrapKeyAuthenticated(SessionHandle session, Mechanism mechanism,
            MessageParameters parameters, ObjectHandle unwrappingKey, byte[] wrappedKey, Template template,
            byte[] aad) {
        return call(session, ours -> ours.attachment().handle(KeyFunctions.unwrapKeyAuthenticated(
            ours, mechanism, parameters, unwrappingKey, wrappedKey, template, aad)));
    }

    @Override public ObjectHandle deriveKey(SessionHandle session, Mechanism mechanism, ObjectHandle baseKey,
            Template template) {
        return call(session, ours -> KeyFunctions.deriveKey(ours, mechanism, baseKey, template)
            .map(ours.attachment()::handle).orElse(ObjectHandle.NONE));
    }

    @Override public Optional<ObjectHandle> encapsulateKey(SessionHandle session, Mechanism mechanism,
            ObjectHandle publicKey, Template template, Output ciphertext) {
        return call(session, ours -> Encapsulations.encapsulateKey(ours, mechanism, publicKey, template, ciphertext)
            .map(ours.attachment()::handle));
    }

    @Override public ObjectHandle decapsulateKey(SessionHandle session, Mechanism mechanism, ObjectHandle privateKey,
            Template template, byte[] ciphertext) {
        return call(session, ours -> ours.attachment().handle(
            Encapsulations.decapsulateKey(ours, mechanism, privateKey, template, ciphertext)));
    }

    // 5.19 Random numbers, 5.20 parallel functions

    @Override public void seedRandom(SessionHandle session, byte[] seed) {
        run(session, ours -> {
            if (seed == null) {
                throw CKR_ARGUMENTS_BAD.because("a seed that is not there (O7)");
            }
            Randomness.SOURCE.setSeed(seed);
        });
    }

    @Override public byte[] generateRandom(SessionHandle session, int length) {
        return call(session, ours -> {
            if (length < 0 || length > MOST_RANDOM_BYTES) {
                throw CKR_ARGUMENTS_BAD.because("%d random bytes; at most %d in a call", length, MOST_RANDOM_BYTES);
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

    // 5.21 Asynchronous functions: no session is of this kind (S9)

    @Override public void asyncComplete(SessionHandle session, String function) {
        throw notAsynchronous(session);
    }

    @Override public long asyncGetId(SessionHandle session, String function) {
        throw notAsynchronous(session);
    }

    @Override public void asyncJoin(SessionHandle session, String function, long id) {
        throw notAsynchronous(session);
    }

    private CkrException notAsynchronous(SessionHandle session) {
        return call(session, ours -> CKR_FUNCTION_NOT_SUPPORTED.because("a session that is not asynchronous"));
    }

    // the way in

    <R> R call(SessionHandle handle, Function<Session, R> work) {
        Session session = initialized().sessions().get(handle);
        session.enter();
        try {
            return work.apply(session);
        } finally {
            session.leave();
        }
    }

    void run(SessionHandle handle, Consumer<Session> work) {
        Session session = initialized().sessions().get(handle);
        session.enter();
        try {
            work.accept(session);
        } finally {
            session.leave();
        }
    }
}
