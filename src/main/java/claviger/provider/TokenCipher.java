package claviger.provider;

import static claviger.cryptoki.Cka.CKA_SIGN;

import claviger.config.AttributeTemplates.Operation;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * What all ciphers of the token have in common: the session, the flow of data, and wrapping by C_WrapKey and C_UnwrapKey,
 * so that a key which is wrapped or unwrapped is never outside the token in the clear; but see {@link #decryptsInstead}.
 */
abstract sealed class TokenCipher extends CipherSpi permits AesCipher, RsaCipher, WrapCipher {
    private static final byte[] NOTHING = new byte[0];

    final Token token;
    final String name;
    private final Lease lease;
    private int mode;
    private TokenKey key;
    private Mechanism mechanism;
    private boolean inParts;
    /** Bytes that went in and have not come out. */
    private long inside;
    /** A result that the caller had no room for: what doFinal gives when it is called again. */
    private byte[] heldBack;

    TokenCipher(Token token, String name) {
        this.token = token;
        this.name = name;
        this.lease = Lease.of(this, token);
    }

    /** The key to use, or InvalidKeyException. */
    abstract TokenKey key(Key given, int opmode) throws InvalidKeyException;

    /** The mechanism for parameters, which may be null. */
    abstract Mechanism mechanism(AlgorithmParameterSpec spec, int opmode, SecureRandom random)
        throws InvalidAlgorithmParameterException;

    /** The parameter class that this cipher's AlgorithmParameters hold. */
    abstract Class<? extends AlgorithmParameterSpec> specClass();

    /** The most bytes that the end of the operation adds to those that went in. */
    abstract int growth(boolean encrypts);

    /** Whether ciphertext that is not right means a wrong tag. */
    boolean isAead() {
        return false;
    }

    final boolean encrypts() {
        return mode == Cipher.ENCRYPT_MODE;
    }

    final TokenKey key() {
        return key;
    }

    /** Ends what runs; the next data begins anew. */
    final void cancel() {
        lease.cancel();
        inParts = false;
        inside = 0;
    }

    final boolean hasData() {
        return inParts;
    }

    @Override protected final void engineInit(int opmode, Key given, SecureRandom random) throws InvalidKeyException {
        try {
            engineInit(opmode, given, (AlgorithmParameterSpec) null, random);
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException(name + " needs parameters", e);
        }
    }

    @Override protected final void engineInit(int opmode, Key given, AlgorithmParameters parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        try {
            engineInit(opmode, given, parameters == null ? null : parameters.getParameterSpec(specClass()), random);
        } catch (InvalidParameterSpecException e) {
            throw new InvalidAlgorithmParameterException(name + " takes " + specClass().getSimpleName(), e);
        }
    }

    @Override protected final void engineInit(int opmode, Key given, AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        reset();
        key = null;
        mode = opmode;
        TokenKey wanted = key(given, opmode);
        mechanism = mechanism(CredentialsSpec.presented(spec, token, name), opmode, random == null ? new SecureRandom() : random);
        admit(wanted, opmode);
        if (opmode == Cipher.ENCRYPT_MODE || opmode == Cipher.DECRYPT_MODE) {
            Refusal.atInitWithParameters(name, () -> begin(wanted));
        }
        key = wanted;
    }

    /** Asked with the key and the mechanism of an init. */
    void admit(TokenKey wanted, int opmode) throws InvalidAlgorithmParameterException {
    }

    /** Asked before data, while no result waits. */
    void admitData() {
    }

    private Void begin(TokenKey with) {
        Mechanism now = atBegin(mechanism);
        if (encrypts()) {
            lease.begin(Running.ENCRYPT, (cryptoki, session) -> cryptoki.encryptInit(session, now, with.handle()));
        } else {
            lease.begin(Running.DECRYPT, with,
                (cryptoki, session) -> cryptoki.decryptInit(session, now, with.handle()));
        }
        return null;
    }

    /** The mechanism with what has come since init. */
    Mechanism atBegin(Mechanism atInit) {
        return atInit;
    }

    /** An operation is under way afterwards. */
    private void ensureBegun() {
        if (key == null || mode != Cipher.ENCRYPT_MODE && mode != Cipher.DECRYPT_MODE) {
            throw new IllegalStateException(name + " is not initialized for data");
        }
        admitData();
        if (!lease.runs()) {
            Refusal.atCall(name, () -> begin(key));
        }
    }

    @Override protected byte[] engineUpdate(byte[] input, int offset, int length) {
        dropHeldBack();
        ensureBegun();
        byte[] part = whole(input, offset, length);
        inParts = true;
        byte[] output = Refusal.atCall(name, () -> lease.proceed((cryptoki, session) ->
            encrypts() ? cryptoki.encryptUpdate(session, part) : cryptoki.decryptUpdate(session, part)));
        inside += length - output.length;
        return output.length == 0 ? null : output;
    }

    @Override protected final int engineUpdate(byte[] input, int offset, int length, byte[] output, int at)
            throws ShortBufferException {
        if (output.length - at < mostFromUpdate(length)) {
            throw new ShortBufferException(name + ": no room for the result of an update");
        }
        byte[] result = engineUpdate(input, offset, length);
        return result == null ? 0 : put(result, output, at);
    }

    /** The most bytes that an update with so much input gives. */
    long mostFromUpdate(int length) {
        return 0;
    }

    /** Bytes that went in and have not come out. */
    final long inside() {
        return inside;
    }

    @Override protected final byte[] engineDoFinal(byte[] input, int offset, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        if (heldBack != null) {
            byte[] result = heldBack;
            heldBack = null;
            return result;
        }
        return last(input, offset, length);
    }

    /** The last data, possibly none, and the end of the operation. */
    byte[] last(byte[] input, int offset, int length) throws IllegalBlockSizeException, BadPaddingException {
        ensureBegun();
        byte[] rest = whole(input, offset, length);
        try {
            return Refusal.atFinal(name, isAead() && !encrypts(), () -> inParts ? lastPart(rest) : onlyPart(rest));
        } finally {
            afterFinal();
        }
    }

    /** The state after a result or a failure: as after init. */
    void afterFinal() {
        cancel();
    }

    /** The input as an array of its own: the caller's, if that is all of it. A token reads it during the call. */
    private static byte[] whole(byte[] input, int offset, int length) {
        return length == 0 ? NOTHING : length == input.length ? input : Arrays.copyOfRange(input, offset, offset + length);
    }

    private byte[] onlyPart(byte[] data) {
        return lease.finish((cryptoki, session) ->
            encrypts() ? cryptoki.encrypt(session, data) : cryptoki.decrypt(session, data));
    }

    private byte[] lastPart(byte[] data) {
        byte[] head = data.length == 0 ? NOTHING : lease.proceed((cryptoki, session) ->
            encrypts() ? cryptoki.encryptUpdate(session, data) : cryptoki.decryptUpdate(session, data));
        byte[] tail = lease.finish((cryptoki, session) ->
            encrypts() ? cryptoki.encryptFinal(session) : cryptoki.decryptFinal(session));
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return both;
    }

    @Override protected final int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        byte[] result = engineDoFinal(input, offset, length);
        if (output.length - at < result.length) {
            heldBack = result;
            throw new ShortBufferException(name + ": " + result.length + " bytes needed");
        }
        return put(result, output, at);
    }

    private static int put(byte[] result, byte[] output, int at) {
        System.arraycopy(result, 0, output, at, result.length);
        return result.length;
    }

    private void dropHeldBack() {
        if (heldBack != null) {
            Arrays.fill(heldBack, (byte) 0);
            heldBack = null;
        }
    }

    private void reset() {
        dropHeldBack();
        cancel();
    }

    @Override protected abstract int engineGetBlockSize();

    @Override protected abstract byte[] engineGetIV();

    @Override protected abstract AlgorithmParameters engineGetParameters();

    @Override protected void engineUpdateAAD(byte[] input, int offset, int length) {
        throw new UnsupportedOperationException(name + " has no associated data");
    }

    @Override protected int engineGetOutputSize(int inputLength) {
        if (heldBack != null) {
            return heldBack.length;
        }
        return Math.toIntExact(Math.max(0, inside) + inputLength + growth(encrypts()));
    }

    @Override protected final byte[] engineWrap(Key target) throws InvalidKeyException {
        if (mode != Cipher.WRAP_MODE || key == null) {
            throw new IllegalStateException(name + " is not initialized for wrapping");
        }
        admitData();
        TokenKey wrapped = new KeyImport(token).importedForWrapping(target);
        byte[] blob = Refusal.atInit(name, () -> token.call(session -> wrap(session, wrapped.handle())));
        afterWrap();
        return blob;
    }

    /** Told when a key has been wrapped. */
    void afterWrap() {
    }

    /** Wraps a key with the parameters of init. */
    byte[] wrap(SessionHandle session, ObjectHandle target) {
        return token.cryptoki().wrapKey(session, mechanism, key.handle(), target);
    }

    @Override protected final Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        if (mode != Cipher.UNWRAP_MODE || key == null) {
            throw new IllegalStateException(name + " is not initialized for unwrapping");
        }
        if (type == Cipher.PUBLIC_KEY) {
            throw new InvalidKeyException("a token wraps and unwraps secret and private keys only");
        }
        boolean secret = type == Cipher.SECRET_KEY;
        if (secret && decryptsInstead(key)) {
            return decryptedKey(wrapped, algorithm);
        }
        Cko objectClass = secret ? Cko.CKO_SECRET_KEY : Cko.CKO_PRIVATE_KEY;
        Ckk keyType = secret ? SecretTypes.type(algorithm) : PrivateTypes.type(algorithm);
        // a key of EC would derive too, which an unwrapped one does only if the configuration says so (Z3)
        Template asked = keyType == Ckk.CKK_EC ? Template.EMPTY.with(CKA_SIGN, true) : Template.EMPTY;
        Template template =
            KeyUses.template(token.configuration().templates(), Operation.IMPORT, objectClass, keyType, asked);
        return Refusal.atInit(name, () -> token.sessions().with(session -> {
            ObjectHandle handle =
                token.cryptoki().unwrapKey(session.handle(), mechanism, key.handle(), wrapped, template);
            KeyReader reader = new KeyReader(token);
            return secret ? reader.secretKey(session, handle, algorithm) : reader.key(session, handle);
        }));
    }

    /** Whether a key that may not unwrap decrypts what it was to unwrap. */
    boolean decryptsInstead(TokenKey with) {
        return false;
    }

    /** The key by C_Decrypt. It is the caller's, as what Cipher.DECRYPT_MODE gives is. */
    private Key decryptedKey(byte[] wrapped, String algorithm) throws InvalidKeyException {
        byte[] value = Refusal.atInit(name, () -> {
            begin(key);
            return onlyPart(wrapped);
        });
        try {
            return new SecretKeySpec(value, algorithm);
        } catch (IllegalArgumentException empty) {
            throw new InvalidKeyException(name + ": what was wrapped is no key", empty);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    @Override protected int engineGetKeySize(Key given) throws InvalidKeyException {
        if (given instanceof PublicKey publicKey) {
            return KeySizes.bits(publicKey);
        }
        TokenKey own = TokenKey.own(TokenKey.class, given, token);
        return own instanceof TokenPrivateKey pair ? KeySizes.bits(pair.publicKey())
            : ((TokenSecretKey) own).bytes() * Byte.SIZE;
    }

    @Override protected final void engineSetMode(String wanted) throws NoSuchAlgorithmException {
        throw new NoSuchAlgorithmException("the mode belongs to the name of the algorithm");
    }

    @Override protected final void engineSetPadding(String padding) throws NoSuchPaddingException {
        throw new NoSuchPaddingException("the padding belongs to the name of the algorithm");
    }
}
