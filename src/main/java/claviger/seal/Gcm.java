package claviger.seal;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a random 96-bit nonce in front: {@code sealed = nonce || ciphertext || tag}. An object of it is for
 * the several values of one row, under the row's key, and is dropped with it: a cipher remembers its last key, and one that
 * is kept would outlive the login. Used by one thread.
 */
final class Gcm {
    static final int NONCE = 12;
    static final int TAG = 16;
    private static final int TAG_BITS = 8 * TAG;

    private final SecretKey key;
    private final Cipher cipher;

    Gcm(SecretKey key) {
        this.key = key;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-GCM", e);
        }
    }

    static byte[] seal(SecretKey key, byte[] aad, byte[] plain) {
        return new Gcm(key).seal(aad, plain);
    }

    byte[] seal(byte[] aad, byte[] plain) {
        byte[] sealed = new byte[NONCE + plain.length + TAG];
        byte[] nonce = Randomness.bytes(NONCE);
        System.arraycopy(nonce, 0, sealed, 0, NONCE);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce), Randomness.SOURCE);
            cipher.updateAAD(aad);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM", e);
        }
    }

    /** @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if this is not what was sealed with that key and AAD */
    static byte[] open(SecretKey key, byte[] aad, byte[] sealed) {
        return new Gcm(key).open(aad, sealed);
    }

    byte[] open(byte[] aad, byte[] sealed) {
        return tryOpen(aad, sealed).orElseThrow(() ->
            CKR_DEVICE_ERROR.because("sealed bytes that were changed or moved"));
    }

    /** What was sealed, or empty if the key or the AAD is another or a bit has changed. */
    static Optional<byte[]> tryOpen(SecretKey key, byte[] aad, byte[] sealed) {
        return new Gcm(key).tryOpen(aad, sealed);
    }

    private Optional<byte[]> tryOpen(byte[] aad, byte[] sealed) {
        if (sealed.length < NONCE + TAG) {
            return Optional.empty();
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE), Randomness.SOURCE);
            cipher.updateAAD(aad);
            return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM", e);
        }
    }

    static SecretKey key(byte[] bytes) {
        return new SecretKeySpec(bytes, "AES");
    }
}
