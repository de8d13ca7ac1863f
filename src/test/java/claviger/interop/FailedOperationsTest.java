package claviger.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.provider.ClavigerProvider;
import claviger.provider.TokenKeySpec;
import claviger.token.Policy;
import claviger.token.Settings;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What fails leaves its session clean and gives it back: more failures than an application may have sessions, of every
 * kind, and the token is as fit as before.
 */
class FailedOperationsTest {
    private static final byte[] DATA = new byte[40];
    private static final int TAG_BITS = 128;
    private static final int MORE_THAN_SESSIONS = Settings.DEFAULT.maxSessions() + 10;

    private ClavigerProvider provider;
    private KeyPair pair;
    private SecretKey secret;

    @Test void moreFailuresThanSessionsLeaveTheTokenAsFitAsBefore() throws Exception {
        provider = SqliteToken.make(Policy.SAFE).provider("");
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
        keys.load(null, null);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(TokenKeySpec.of(256).stored("kept"));
        pair = generator.generateKeyPair();
        secret = KeyGenerator.getInstance("AES", provider).generateKey();
        List<Executable> failures =
            List.of(this::wrongTag, this::wrongPadding, this::wrongSignature, this::brokenSignature, this::badPeer);
        for (int i = 0; i < MORE_THAN_SESSIONS; i++) {
            try {
                failures.get(i % failures.size()).execute();
            } catch (Throwable e) {
                throw new AssertionError("failure " + i + " of " + MORE_THAN_SESSIONS, e);
            }
        }
        byte[] iv = new byte[12];
        assertArrayEquals(DATA, gcm(Cipher.DECRYPT_MODE, iv).doFinal(gcm(Cipher.ENCRYPT_MODE, iv).doFinal(DATA)));
        keys.deleteEntry("kept");
        assertFalse(keys.containsAlias("kept"));
    }

    private Cipher gcm(int mode, byte[] iv) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }

    private void wrongTag() throws Exception {
        Cipher cipher = gcm(Cipher.DECRYPT_MODE, new byte[12]);
        assertThrows(AEADBadTagException.class, () -> cipher.doFinal(DATA));
    }

    private void wrongPadding() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        byte[] iv = new byte[16];
        cipher.init(Cipher.ENCRYPT_MODE, secret, new IvParameterSpec(iv));
        byte[] encrypted = cipher.doFinal(new byte[15]);
        iv[15] = 1;      // turns the one byte of padding from 1 to 0
        cipher.init(Cipher.DECRYPT_MODE, secret, new IvParameterSpec(iv));
        assertThrows(BadPaddingException.class, () -> cipher.doFinal(encrypted));
    }

    private void wrongSignature() throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", provider);
        signature.initVerify(pair.getPublic());
        byte[] wrong = new byte[64];
        wrong[31] = 1;
        wrong[63] = 1;
        assertFalse(signature.verify(wrong));
    }

    private void brokenSignature() throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initVerify(pair.getPublic());
        assertThrows(SignatureException.class, () -> signature.verify(DATA));
    }

    /** A point of the right length that is on no curve. */
    private void badPeer() throws Exception {
        byte[] encoded = pair.getPublic().getEncoded();
        encoded[encoded.length - 1] ^= 1;
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
        agreement.init(pair.getPrivate());
        assertThrows(InvalidKeyException.class, () -> {
            PublicKey peer = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
            agreement.doPhase(peer, true);
        });
    }
}
