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
 * AES-256-GCM with a random 96-bit nonce in front: {@code sealed = nonce || ciphertext || tag}. Safe between threads.
 */
final class Gcm {
    static final int NONCE = 12;
    static final int TAG = 16;
    private static final int TAG_BITS = 8 * TAG;

    private Gcm() {
    }

    static byte[] seal(SecretKey key, byte[] aad, byte[] plain) {
        byte[] sealed = new byte[NONCE + plain.length + TAG];
        byte[] nonce = Randomness.bytes(NONCE);
        System.arraycopy(nonce, 0, sealed, 0, NONCE);
        try {
            Cipher cipher = cipher();
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
        return tryOpen(key, aad, sealed, 0, sealed.length).orElseThrow(() ->
            CKR_DEVICE_ERROR.because("sealed bytes that were changed or moved"));
    }

    /** What was sealed, or empty if the key or the AAD is another or a bit has changed. */
    static Optional<byte[]> tryOpen(SecretKey key, byte[] aad, byte[] sealed, int offset, int length) {
        if (length < NONCE + TAG) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher();
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, offset, NONCE));
            cipher.updateAAD(aad);
            return Optional.of(cipher.doFinal(sealed, offset + NONCE, length - NONCE));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM", e);
        }
    }

    static SecretKey key(byte[] bytes) {
        return new SecretKeySpec(bytes, "AES");
    }

    /** A new one each time: a cipher remembers its last key, and one that is kept would outlive the login. */
    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-GCM", e);
        }
    }
}
