package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The function list of PKCS#11 as one application sees it: the C_ functions without their prefix, in the order of
 * chapter 5 of PKCS#11 3.2. The engine implements it, and so can a client of a remote token.
 *
 * <p>A function that does not return CKR_OK throws {@link CkrException}; the codes are those of the standard. All
 * functions may be called by several threads at once (A8); two calls on one session take turns.
 *
 * <p>A function with variable output takes an {@link Output}, so that the rules of short buffers and length queries
 * are the implementation's; the form that returns a {@code byte[]} stands beside it (D1). A null mechanism cancels the
 * operation (O5). What the standard does not have is a default method that answers CKR_FUNCTION_NOT_SUPPORTED (D2).
 */
public interface Cryptoki extends AutoCloseable {

    // 5.4 General purpose

    /** C_Initialize with a null argument. */
    default void initialize() {
        initialize(new InitializeArgs(0, Set.of(InitializeFlag.CKF_OS_LOCKING_OK), false));
    }

    void initialize(InitializeArgs args);

    /** C_Finalize. Waits for the calls that are under way (A4); afterwards {@link #initialize()} works again. */
    void finalizeCryptoki();

    /** C_Finalize unless that has been done. */
    @Override void close();

    Info getInfo();

    // 5.5 Slots and tokens

    List<SlotId> getSlotList(boolean tokenPresent);

    SlotInfo getSlotInfo(SlotId slot);

    TokenInfo getTokenInfo(SlotId slot);

    /** C_WaitForSlotEvent. @return the slot, or empty where C says CKR_NO_EVENT (T12) */
    Optional<SlotId> waitForSlotEvent(boolean dontBlock);

    Set<Ckm> getMechanismList(SlotId slot);

    MechanismInfo getMechanismInfo(SlotId slot, Ckm mechanism);

    /** C_InitToken. @param soPin UTF-8; the caller wipes it @param label at most 32 bytes of UTF-8 */
    void initToken(SlotId slot, byte[] soPin, String label);

    void initPin(SessionHandle session, byte[] pin);

    void setPin(SessionHandle session, byte[] oldPin, byte[] newPin);

    // 5.6 Sessions

    SessionHandle openSession(SlotId slot, Set<SessionFlag> flags);

    /** C_OpenSession as everybody calls it. */
    default SessionHandle openSession(SlotId slot, boolean readWrite) {
        return openSession(slot, readWrite
            ? Set.of(SessionFlag.CKF_SERIAL_SESSION, SessionFlag.CKF_RW_SESSION)
            : Set.of(SessionFlag.CKF_SERIAL_SESSION));
    }

    void closeSession(SessionHandle session);

    void closeAllSessions(SlotId slot);

    SessionInfo getSessionInfo(SessionHandle session);

    /** C_Login. @param pin UTF-8, or null where C has a null pointer of length 0 (L7); the caller wipes it */
    void login(SessionHandle session, Cku user, byte[] pin);

    /** C_LoginUser: C_Login with the name of a user, which may be empty or null (L8). */
    void loginUser(SessionHandle session, Cku user, byte[] pin, String name);

    void logout(SessionHandle session);

    /** C_SessionCancel: ends the operations of these kinds, CKF_FIND_OBJECTS among them (O6). */
    void sessionCancel(SessionHandle session, Set<Use> flags);

    /**
     * C_GetOperationState: what runs in the session, for {@link #setOperationState} of a session with the same token in
     * the same state. No key is in it.
     *
     * @throws CkrException CKR_OPERATION_NOT_INITIALIZED if nothing runs, CKR_STATE_UNSAVEABLE if it cannot be told (V1)
     */
    void getOperationState(SessionHandle session, Output state);

    default byte[] getOperationState(SessionHandle session) {
        return Output.of(output -> getOperationState(session, output));
    }

    /**
     * C_SetOperationState: goes on with what was saved; what ran in this session is cancelled (V2).
     *
     * @param encryptionKey     of the cipher that was saved, or {@link ObjectHandle#NONE}
     * @param authenticationKey of the signature, MAC or verification that was saved, or {@link ObjectHandle#NONE}
     * @throws CkrException CKR_SAVED_STATE_INVALID, CKR_KEY_NEEDED, CKR_KEY_NOT_NEEDED or CKR_KEY_CHANGED; then nothing
     *     has changed
     */
    void setOperationState(SessionHandle session, byte[] state, ObjectHandle encryptionKey,
        ObjectHandle authenticationKey);

    /**
     * C_GetSessionValidationFlags: which validations, by the CKA_VALIDATION_FLAG of their CKO_VALIDATION objects, the
     * last operation of the session was within; 0 for none.
     */
    long getSessionValidationFlags(SessionHandle session, ValidationFlagsType type);

    // 5.7 Objects

    ObjectHandle createObject(SessionHandle session, Template template);

    ObjectHandle copyObject(SessionHandle session, ObjectHandle object, Template template);

    void destroyObject(SessionHandle session, ObjectHandle object);

    /**
     * Several creations, copies, changes and destructions in one transaction of the token: all or none.
     *
     * @return the handles of what Create and Copy made, in their order
     */
    default List<ObjectHandle> changeObjects(SessionHandle session, List<ObjectChange> changes) {
        throw CKR_FUNCTION_NOT_SUPPORTED.because("several objects in one transaction");
    }

    long getObjectSize(SessionHandle session, ObjectHandle object);

    /**
     * C_GetAttributeValue: fills every request that it can, then throws if one could not be filled (G1).
     *
     * @throws CkrException CKR_ATTRIBUTE_SENSITIVE, CKR_ATTRIBUTE_TYPE_INVALID or CKR_BUFFER_TOO_SMALL
     */
    void getAttributeValue(SessionHandle session, ObjectHandle object, List<AttributeRequest> requests);

    /** Those of the attributes that the object has and shows. */
    Template attributes(SessionHandle session, ObjectHandle object, Cka<?>... attributes);

    void setAttributeValue(SessionHandle session, ObjectHandle object, Template template);

    void findObjectsInit(SessionHandle session, Template template);

    /** C_FindObjects. @return at most {@code max} handles; none when there are no more */
    List<ObjectHandle> findObjects(SessionHandle session, int max);

    void findObjectsFinal(SessionHandle session);

    /** A whole search: C_FindObjectsInit, C_FindObjects to the end, C_FindObjectsFinal. */
    default List<ObjectHandle> find(SessionHandle session, Template template) {
        findObjectsInit(session, template);
        try {
            return Stream.generate(() -> findObjects(session, 256))
                .takeWhile(handles -> !handles.isEmpty()).flatMap(List::stream).toList();
        } finally {
            findObjectsFinal(session);
        }
    }

    /** A whole search, and those of the attributes that each object has and shows, in the order of the search. */
    default Map<ObjectHandle, Template> findAttributes(SessionHandle session, Template template,
            Cka<?>... attributes) {
        Map<ObjectHandle, Template> found = new LinkedHashMap<>();
        find(session, template).forEach(object -> found.put(object, attributes(session, object, attributes)));
        return found;
    }

    /**
     * Which version of the token's objects the session sees: another one after every change of a token object, and after
     * every login and logout of the application, whoever made them; never one that has been before.
     *
     * @return empty if the token does not tell
     */
    default Optional<ObjectsVersion> objectsVersion(SessionHandle session) {
        return Optional.empty();
    }

    /**
     * Who may do what with tokens and objects, beside PKCS#11's own rules (D28): the same functions for as long as this
     * application is.
     *
     * @throws CkrException CKR_FUNCTION_NOT_SUPPORTED where there are no such rules (D2)
     */
    default Authorizations authorizations() {
        throw CKR_FUNCTION_NOT_SUPPORTED.because("ACLs");
    }

    // 5.8 Encryption

    void encryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    void encrypt(SessionHandle session, byte[] data, Output output);

    default byte[] encrypt(SessionHandle session, byte[] data) {
        return Output.of(output -> encrypt(session, data, output));
    }

    void encryptUpdate(SessionHandle session, byte[] part, Output output);

    default byte[] encryptUpdate(SessionHandle session, byte[] part) {
        return Output.of(output -> encryptUpdate(session, part, output));
    }

    void encryptFinal(SessionHandle session, Output output);

    default byte[] encryptFinal(SessionHandle session) {
        return Output.of(output -> encryptFinal(session, output));
    }

    // 5.9 Message-based encryption: many messages with one key, each with its own IV and tag (O14, O20)

    void messageEncryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    /** One message. @param aad may be empty */
    void encryptMessage(SessionHandle session, MessageParameters parameters, byte[] aad, byte[] plain, Output output);

    default byte[] encryptMessage(SessionHandle session, MessageParameters parameters, byte[] aad, byte[] plain) {
        return Output.of(output -> encryptMessage(session, parameters, aad, plain, output));
    }

    void encryptMessageBegin(SessionHandle session, MessageParameters parameters, byte[] aad);

    /** The next part of a message. @param end CKF_END_OF_MESSAGE: it is the last */
    void encryptMessageNext(SessionHandle session, MessageParameters parameters, byte[] part, boolean end,
        Output output);

    default byte[] encryptMessageNext(SessionHandle session, MessageParameters parameters, byte[] part, boolean end) {
        return Output.of(output -> encryptMessageNext(session, parameters, part, end, output));
    }

    void messageEncryptFinal(SessionHandle session);

    // 5.10 Decryption

    void decryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    void decrypt(SessionHandle session, byte[] data, Output output);

    default byte[] decrypt(SessionHandle session, byte[] data) {
        return Output.of(output -> decrypt(session, data, output));
    }

    void decryptUpdate(SessionHandle session, byte[] part, Output output);

    default byte[] decryptUpdate(SessionHandle session, byte[] part) {
        return Output.of(output -> decryptUpdate(session, part, output));
    }

    void decryptFinal(SessionHandle session, Output output);

    default byte[] decryptFinal(SessionHandle session) {
        return Output.of(output -> decryptFinal(session, output));
    }

    // 5.11 Message-based decryption

    void messageDecryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    /** One message. @param aad may be empty */
    void decryptMessage(SessionHandle session, MessageParameters parameters, byte[] aad, byte[] encrypted, Output output);

    default byte[] decryptMessage(SessionHandle session, MessageParameters parameters, byte[] aad, byte[] encrypted) {
        return Output.of(output -> decryptMessage(session, parameters, aad, encrypted, output));
    }

    void decryptMessageBegin(SessionHandle session, MessageParameters parameters, byte[] aad);

    /** The next part of a message. @param end CKF_END_OF_MESSAGE: it is the last */
    void decryptMessageNext(SessionHandle session, MessageParameters parameters, byte[] part, boolean end,
        Output output);

    default byte[] decryptMessageNext(SessionHandle session, MessageParameters parameters, byte[] part, boolean end) {
        return Output.of(output -> decryptMessageNext(session, parameters, part, end, output));
    }

    void messageDecryptFinal(SessionHandle session);

    // 5.12 Digests

    void digestInit(SessionHandle session, Mechanism mechanism);

    void digest(SessionHandle session, byte[] data, Output output);

    default byte[] digest(SessionHandle session, byte[] data) {
        return Output.of(output -> digest(session, data, output));
    }

    void digestUpdate(SessionHandle session, byte[] part);

    void digestFinal(SessionHandle session, Output output);

    default byte[] digestFinal(SessionHandle session) {
        return Output.of(output -> digestFinal(session, output));
    }

    /** C_DigestKey: feeds the value of a secret key to the digest (O15). */
    void digestKey(SessionHandle session, ObjectHandle key);

    // 5.13 Signatures and MACs

    void signInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    void sign(SessionHandle session, byte[] data, Output output);

    default byte[] sign(SessionHandle session, byte[] data) {
        return Output.of(output -> sign(session, data, output));
    }

    void signUpdate(SessionHandle session, byte[] part);

    void signFinal(SessionHandle session, Output output);

    default byte[] signFinal(SessionHandle session) {
        return Output.of(output -> signFinal(session, output));
    }

    // 5.13.5 Signatures that carry their data

    void signRecoverInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    void signRecover(SessionHandle session, byte[] data, Output output);

    default byte[] signRecover(SessionHandle session, byte[] data) {
        return Output.of(output -> signRecover(session, data, output));
    }

    // 5.14 Message-based signatures: many messages with one key, under the parameter of the Init (O14)

    void messageSignInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    /** One message. No mechanism here has a parameter for each signature, so none is given. */
    void signMessage(SessionHandle session, byte[] data, Output signature);

    default byte[] signMessage(SessionHandle session, byte[] data) {
        return Output.of(output -> signMessage(session, data, output));
    }

    void signMessageBegin(SessionHandle session);

    /** The next part of a message. @param signature null, as pulSignatureLen is in C, if more parts come */
    void signMessageNext(SessionHandle session, byte[] part, Output signature);

    /** C_SignMessageNext with the last part. */
    default byte[] signMessageLast(SessionHandle session, byte[] part) {
        return Output.of(output -> signMessageNext(session, part, output));
    }

    void messageSignFinal(SessionHandle session);

    // 5.15 Verification; a signature that is not right is CKR_SIGNATURE_INVALID or CKR_SIGNATURE_LEN_RANGE

    void verifyInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    void verify(SessionHandle session, byte[] data, byte[] signature);

    void verifyUpdate(SessionHandle session, byte[] part);

    void verifyFinal(SessionHandle session, byte[] signature);

    void verifyRecoverInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    /** C_VerifyRecover: what was signed. A wrong signature outranks a short buffer (B7). */
    void verifyRecover(SessionHandle session, byte[] signature, Output output);

    default byte[] verifyRecover(SessionHandle session, byte[] signature) {
        return Output.of(output -> verifyRecover(session, signature, output));
    }

    // 5.15 Verification of a signature that is known before the data (O19)

    void verifySignatureInit(SessionHandle session, Mechanism mechanism, ObjectHandle key, byte[] signature);

    void verifySignature(SessionHandle session, byte[] data);

    void verifySignatureUpdate(SessionHandle session, byte[] part);

    void verifySignatureFinal(SessionHandle session);

    // 5.16 Message-based verification

    void messageVerifyInit(SessionHandle session, Mechanism mechanism, ObjectHandle key);

    /** One message; a wrong signature ends it and not the process. */
    void verifyMessage(SessionHandle session, byte[] data, byte[] signature);

    void verifyMessageBegin(SessionHandle session);

    /** The next part of a message. @param signature null, as pSignature is in C, if more parts come */
    void verifyMessageNext(SessionHandle session, byte[] part, byte[] signature);

    void messageVerifyFinal(SessionHandle session);

    // 5.17 Dual-function updates: a cipher with what reads the plaintext beside it (O12)

    void digestEncryptUpdate(SessionHandle session, byte[] part, Output output);

    default byte[] digestEncryptUpdate(SessionHandle session, byte[] part) {
        return Output.of(output -> digestEncryptUpdate(session, part, output));
    }

    void decryptDigestUpdate(SessionHandle session, byte[] part, Output output);

    default byte[] decryptDigestUpdate(SessionHandle session, byte[] part) {
        return Output.of(output -> decryptDigestUpdate(session, part, output));
    }

    void signEncryptUpdate(SessionHandle session, byte[] part, Output output);

    default byte[] signEncryptUpdate(SessionHandle session, byte[] part) {
        return Output.of(output -> signEncryptUpdate(session, part, output));
    }

    void decryptVerifyUpdate(SessionHandle session, byte[] part, Output output);

    default byte[] decryptVerifyUpdate(SessionHandle session, byte[] part) {
        return Output.of(output -> decryptVerifyUpdate(session, part, output));
    }

    // 5.18 Keys

    ObjectHandle generateKey(SessionHandle session, Mechanism mechanism, Template template);

    KeyPair generateKeyPair(SessionHandle session, Mechanism mechanism, Template publicKey, Template privateKey);

    void wrapKey(SessionHandle session, Mechanism mechanism, ObjectHandle wrappingKey, ObjectHandle key,
        Output output);

    default byte[] wrapKey(SessionHandle session, Mechanism mechanism, ObjectHandle wrappingKey, ObjectHandle key) {
        return Output.of(output -> wrapKey(session, mechanism, wrappingKey, key, output));
    }

    ObjectHandle unwrapKey(SessionHandle session, Mechanism mechanism, ObjectHandle unwrappingKey, byte[] wrappedKey,
        Template template);

    /**
     * C_WrapKeyAuthenticated: the IV, if it is to be generated, and the tag are put into the parameter (O20).
     *
     * @param mechanism with a null parameter, {@code parameters} standing for it
     * @param aad       may be empty
     */
    void wrapKeyAuthenticated(SessionHandle session, Mechanism mechanism, MessageParameters parameters,
        ObjectHandle wrappingKey, ObjectHandle key, byte[] aad, Output output);

    default byte[] wrapKeyAuthenticated(SessionHandle session, Mechanism mechanism, MessageParameters parameters,
            ObjectHandle wrappingKey, ObjectHandle key, byte[] aad) {
        return Output.of(output -> wrapKeyAuthenticated(session, mechanism, parameters, wrappingKey, key, aad, output));
    }

    /** C_UnwrapKeyAuthenticated. @param aad what the wrapping had */
    ObjectHandle unwrapKeyAuthenticated(SessionHandle session, Mechanism mechanism, MessageParameters parameters,
        ObjectHandle unwrappingKey, byte[] wrappedKey, Template template, byte[] aad);

    /**
     * C_DeriveKey.
     *
     * @return the new key; {@link ObjectHandle#NONE} where several come and stand in the parameter (CKM_TLS12_KEY_AND_MAC_DERIVE)
     */
    ObjectHandle deriveKey(SessionHandle session, Mechanism mechanism, ObjectHandle baseKey, Template template);

    /**
     * C_EncapsulateKey: a new secret key, and its ciphertext for the owner of the private key.
     *
     * @return the new key, or empty if the ciphertext's length was asked for: then no key has been made (B6)
     */
    Optional<ObjectHandle> encapsulateKey(SessionHandle session, Mechanism mechanism, ObjectHandle publicKey,
        Template template, Output ciphertext);

    /** C_EncapsulateKey with room for any ciphertext. */
    default Encapsulation encapsulateKey(SessionHandle session, Mechanism mechanism, ObjectHandle publicKey,
            Template template) {
        Output ciphertext = Output.unbounded();
        ObjectHandle key = encapsulateKey(session, mechanism, publicKey, template, ciphertext).orElseThrow();
        return new Encapsulation(key, ciphertext.bytes());
    }

    /** C_DecapsulateKey. @return the secret key that was encapsulated, or, with ML-KEM, one that nobody has (W5) */
    ObjectHandle decapsulateKey(SessionHandle session, Mechanism mechanism, ObjectHandle privateKey, Template template,
        byte[] ciphertext);

    // 5.19 Random numbers

    void seedRandom(SessionHandle session, byte[] seed);

    byte[] generateRandom(SessionHandle session, int length);

    // 5.20 Parallel functions, which nobody has any more (O16)

    void getFunctionStatus(SessionHandle session);

    void cancelFunction(SessionHandle session);

    // 5.21 Asynchronous functions, for the sessions of CKF_ASYNC_SESSION (S9)

    /** C_AsyncComplete. @param function its name in the standard, such as C_Sign */
    void asyncComplete(SessionHandle session, String function);

    /** C_AsyncGetID. @return the number by which another session can join the call */
    long asyncGetId(SessionHandle session, String function);

    /** C_AsyncJoin. @param id from {@link #asyncGetId} */
    void asyncJoin(SessionHandle session, String function, long id);
}
