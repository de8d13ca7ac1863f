package claviger.provider;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;

/**
 * A cipher of the token, or after all one of another provider. Whoever asks a Cipher for its block size before there is
 * a key makes the JCA settle on the first provider of the list; a key that is not of this token then still goes on to
 * the provider that it would have chosen. Without that question a foreign key is refused as ever.
 */
final class SettledCipher extends CipherSpi {
    private final TokenCipher own;
    private boolean initialized;
    private boolean settledWithoutKey;
    /** What computes for a key that is not of this token, or null. */
    private Cipher elsewhere;

    SettledCipher(TokenCipher own) {
        this.own = own;
    }

    /** How one of the three forms of init is called on a Cipher. */
    private interface Init {
        void on(Cipher cipher) throws InvalidKeyException, InvalidAlgorithmParameterException;
    }

    /** @return whether the key went elsewhere */
    private boolean initElsewhere(Key key, Init init) throws InvalidKeyException, InvalidAlgorithmParameterException {
        initialized = true;
        elsewhere = null;
        if (!settledWithoutKey || key instanceof PublicKey || !own.token.isForeign(key)) {
            return false;
        }
        try {
            Cipher chosen = Cipher.getInstance(own.name);
            init.on(chosen);
            elsewhere = chosen;
            return true;
        } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
            throw new InvalidKeyException("no registered provider has " + own.name, e);
        }
    }

    @Override protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
        try {
            if (!initElsewhere(key, cipher -> cipher.init(opmode, key, random))) {
                own.engineInit(opmode, key, random);
            }
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException(own.name + " needs parameters", e);
        }
    }

    @Override protected void engineInit(int opmode, Key key, AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (!initElsewhere(key, cipher -> cipher.init(opmode, key, spec, random))) {
            own.engineInit(opmode, key, spec, random);
        }
    }

    @Override protected void engineInit(int opmode, Key key, AlgorithmParameters parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (!initElsewhere(key, cipher -> cipher.init(opmode, key, parameters, random))) {
            own.engineInit(opmode, key, parameters, random);
        }
    }

    @Override protected int engineGetBlockSize() {
        settledWithoutKey |= !initialized;
        return elsewhere == null ? own.engineGetBlockSize() : elsewhere.getBlockSize();
    }

    @Override protected byte[] engineGetIV() {
        settledWithoutKey |= !initialized;
        return elsewhere == null ? own.engineGetIV() : elsewhere.getIV();
    }

    @Override protected AlgorithmParameters engineGetParameters() {
        settledWithoutKey |= !initialized;
        return elsewhere == null ? own.engineGetParameters() : elsewhere.getParameters();
    }

    @Override protected int engineGetOutputSize(int inputLength) {
        return elsewhere == null ? own.engineGetOutputSize(inputLength) : elsewhere.getOutputSize(inputLength);
    }

    @Override protected byte[] engineUpdate(byte[] input, int offset, int length) {
        return elsewhere == null ? own.engineUpdate(input, offset, length) : elsewhere.update(input, offset, length);
    }

    @Override protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at)
            throws ShortBufferException {
        return elsewhere == null ? own.engineUpdate(input, offset, length, output, at)
            : elsewhere.update(input, offset, length, output, at);
    }

    @Override protected byte[] engineDoFinal(byte[] input, int offset, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        if (elsewhere == null) {
            return own.engineDoFinal(input, offset, length);
        }
        return input == null ? elsewhere.doFinal() : elsewhere.doFinal(input, offset, length);
    }

    @Override protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        if (elsewhere == null) {
            return own.engineDoFinal(input, offset, length, output, at);
        }
        return input == null ? elsewhere.doFinal(output, at) : elsewhere.doFinal(input, offset, length, output, at);
    }

    @Override protected void engineUpdateAAD(byte[] input, int offset, int length) {
        if (elsewhere == null) {
            own.engineUpdateAAD(input, offset, length);
        } else {
            elsewhere.updateAAD(input, offset, length);
        }
    }

    @Override protected void engineUpdateAAD(ByteBuffer input) {
        byte[] bytes = new byte[input.remaining()];
        input.get(bytes);
        engineUpdateAAD(bytes, 0, bytes.length);
    }

    @Override protected byte[] engineWrap(Key key) throws IllegalBlockSizeException, InvalidKeyException {
        return elsewhere == null ? own.engineWrap(key) : elsewhere.wrap(key);
    }

    @Override protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        return elsewhere == null ? own.engineUnwrap(wrapped, algorithm, type)
            : elsewhere.unwrap(wrapped, algorithm, type);
    }

    @Override protected int engineGetKeySize(Key key) throws InvalidKeyException {
        return own.engineGetKeySize(key);
    }

    @Override protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
        own.engineSetMode(mode);
    }

    @Override protected void engineSetPadding(String padding) throws NoSuchPaddingException {
        own.engineSetPadding(padding);
    }
}
