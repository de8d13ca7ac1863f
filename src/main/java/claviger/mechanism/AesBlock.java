package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import java.security.InvalidKeyException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * One block of AES by the JDK, whose time does not depend on the key where the processor has AES, as the
 * constructions of Bouncy Castle want it. Encrypts only.
 */
final class AesBlock implements BlockCipher {
    static final int LENGTH = 16;

    private final Cipher cipher = Jdk.cipher("AES/ECB/NoPadding");

    /** The key as the JDK takes it: reads the bytes where they are, so that wiping them wipes all there is. */
    static SecretKey key(KeyMaterial material) {
        return new Key(material.get(CKA_VALUE));
    }

    /** The same of bytes that the caller wipes. */
    static SecretKey key(byte[] value) {
        return new Key(value);
    }

    @Override public void init(boolean forEncryption, CipherParameters key) {
        if (!forEncryption) {
            throw new IllegalArgumentException("encrypts only");
        }
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new Key(((KeyParameter) key).getKey()), Jdk.random());
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override public String getAlgorithmName() {
        return "AES";
    }

    @Override public int getBlockSize() {
        return LENGTH;
    }

    @Override public int processBlock(byte[] in, int from, byte[] out, int at) {
        try {
            return cipher.update(in, from, LENGTH, out, at);
        } catch (ShortBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override public void reset() {
        // a single block leaves nothing behind
    }

    private static final class Key implements SecretKey {
        private static final long serialVersionUID = 1;

        private final transient byte[] value;

        private Key(byte[] value) {
            this.value = value;
        }

        @Override public String getAlgorithm() {
            return "AES";
        }

        @Override public String getFormat() {
            return "RAW";
        }

        /** A copy, because the JDK wipes what it is given. */
        @Override public byte[] getEncoded() {
            return value.clone();
        }

        @Override public String toString() {
            return "AES key";
        }
    }
}
