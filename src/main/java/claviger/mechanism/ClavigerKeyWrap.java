package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import claviger.cryptoki.Parameters;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * CKM_CLAVIGER_KEY_WRAP: AES-256-GCM under a key of its own for each blob, which HKDF-Expand makes of the wrapping key and a
 * salt (Z3). The wrapping key is the key of the HMAC and never what is hashed: C_DigestKey would tell how a hash goes on
 * behind it, and an extraction under a salt that anybody reads in the blob is such a hash.
 */
final class ClavigerKeyWrap implements Algorithm {
    /** Names the version: another form has another head. */
    private static final byte[] HEAD = "ClavKey1".getBytes(US_ASCII);
    private static final byte[] LABEL = "claviger key blob\0".getBytes(US_ASCII);
    private static final int SALT = 32;
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int MOST = 1 << 21;

    @Override public byte[] wrap(KeyMaterial wrappingKey, Parameters parameters, byte[] plain) {
        Param.none(parameters);
        if (plain.length > MOST) {
            throw CKR_KEY_SIZE_RANGE.because("a key with %d bytes of attributes", plain.length);
        }
        byte[] blob = Arrays.copyOf(HEAD, HEAD.length + SALT + plain.length + TAG);
        System.arraycopy(Jdk.random(SALT), 0, blob, HEAD.length, SALT);
        Cipher cipher = started(Cipher.ENCRYPT_MODE, wrappingKey, blob);
        Jdk.compute(() -> cipher.doFinal(plain, 0, plain.length, blob, HEAD.length + SALT));
        return blob;
    }

    @Override public long wrappedLength(KeyMaterial wrappingKey, int plain) {
        return HEAD.length + SALT + (long) plain + TAG;
    }

    @Override public byte[] unwrap(KeyMaterial unwrappingKey, Parameters parameters, byte[] wrapped) {
        Param.none(parameters);
        long plain = wrapped.length - wrappedLength(unwrappingKey, 0);
        if (plain < 1 || plain > MOST) {
            throw CKR_WRAPPED_KEY_LEN_RANGE.because("%d bytes are no wrapped key", wrapped.length);
        }
        if (!Arrays.equals(HEAD, 0, HEAD.length, wrapped, 0, HEAD.length)) {
            throw CKR_WRAPPED_KEY_INVALID.because("no blob of a form that this version knows");
        }
        int head = HEAD.length + SALT;
        try {
            return started(Cipher.DECRYPT_MODE, unwrappingKey, wrapped).doFinal(wrapped, head, wrapped.length - head);
        } catch (GeneralSecurityException e) {
            throw CKR_WRAPPED_KEY_INVALID.because(e, "the tag does not fit");
        }
    }

    @Override public boolean bindsAttributes() {
        return true;
    }

    /** @param blob of which head and salt are there: they are authenticated too */
    private static Cipher started(int mode, KeyMaterial key, byte[] blob) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(Hash.SHA_256.forConstructions());
        byte[] info = Arrays.copyOf(LABEL, LABEL.length + SALT);
        System.arraycopy(blob, HEAD.length, info, LABEL.length, SALT);
        generator.init(HKDFParameters.skipExtractParameters(key.get(CKA_VALUE), info));
        byte[] derived = new byte[KEY + NONCE];
        generator.generateBytes(derived, 0, derived.length);
        byte[] blobKey = Arrays.copyOf(derived, KEY);
        try {
            Cipher cipher = Jdk.cipher("AES/GCM/NoPadding");
            return Jdk.compute(() -> {
                cipher.init(mode, AesBlock.key(blobKey), new GCMParameterSpec(8 * TAG, derived, KEY, NONCE), Jdk.random());
                cipher.updateAAD(blob, 0, HEAD.length + SALT);
                return cipher;
            });
        } finally {
            Arrays.fill(derived, (byte) 0);
            Arrays.fill(blobKey, (byte) 0);
        }
    }
}
