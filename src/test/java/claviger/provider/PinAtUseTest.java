package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.ProviderException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that want the PIN at each use, through the JCA: the handler is asked again (L9 to L12). */
class PinAtUseTest {
    private static final byte[] DATA = new byte[100_000];

    private final AtomicInteger asked = new AtomicInteger();

    private CallbackHandler answering(String pin) {
        return callbacks -> {
            asked.incrementAndGet();
            ((PasswordCallback) callbacks[0]).setPassword(pin.toCharArray());
        };
    }

    private static KeyPair pair(ClavigerProvider provider, String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        generator.initialize(TokenKeySpec.of(bits).with(Cka.CKA_ALWAYS_AUTHENTICATE, true));
        return generator.generateKeyPair();
    }

    private static void assertSigns(ClavigerProvider provider, KeyPair pair, int length) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(pair.getPrivate());
        signature.update(DATA, 0, length);
        byte[] signed = signature.sign();
        Signature jdk = Signature.getInstance("SHA256withECDSA");
        jdk.initVerify(pair.getPublic());
        jdk.update(DATA, 0, length);
        assertTrue(jdk.verify(signed));
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void eachSignatureAsksOnce(World world) throws Exception {   // L9, L12
        ClavigerProvider provider = world.fresh("");
        World.login(provider);
        provider.setCallbackHandler(answering(World.PIN));
        KeyPair pair = pair(provider, "EC", 256);
        assertSigns(provider, pair, 10);
        assertEquals(1, asked.get());
        assertSigns(provider, pair, DATA.length);
        assertEquals(2, asked.get(), "in parts as well");
        Signature unused = Signature.getInstance("SHA256withECDSA", provider);
        unused.initSign(pair.getPrivate());
        assertEquals(2, asked.get(), "nobody is asked before there are data");
        KeyPair ordinary = KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
        assertSigns(provider, ordinary, 10);
        assertEquals(2, asked.get());
    }

    @Test void eachDecryptionAsksOnce() throws Exception {   // L9
        ClavigerProvider provider = World.MEMORY.fresh("");
        World.login(provider);
        provider.setCallbackHandler(answering(World.PIN));
        KeyPair pair = pair(provider, "RSA", 2048);
        String oaep = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
        Cipher cipher = Cipher.getInstance(oaep, provider);
        cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
        byte[] encrypted = cipher.doFinal(new byte[] {1, 2, 3});
        assertEquals(0, asked.get());
        cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
        for (int i = 1; i <= 2; i++) {
            assertArrayEquals(new byte[] {1, 2, 3}, cipher.doFinal(encrypted));
            assertEquals(i, asked.get());
        }
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void aWrongPinIsAnExceptionAndTheNextUseAsksAgain(World world) throws Exception {   // L11
        ClavigerProvider provider = world.fresh("");
        World.login(provider);
        KeyPair pair = pair(provider, "EC", 256);
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(pair.getPrivate());
        signature.update(DATA, 0, 10);
        String nobody = assertThrows(SignatureException.class, signature::sign).getMessage();
        assertTrue(nobody.contains("CKR_USER_NOT_LOGGED_IN") && nobody.contains("CallbackHandler"), nobody);
        provider.setCallbackHandler(answering("wrong pin"));
        signature.update(DATA, 0, 10);
        String wrong = assertThrows(SignatureException.class, signature::sign).getMessage();
        assertTrue(wrong.contains("CKR_PIN_INCORRECT"), wrong);
        provider.setCallbackHandler(callbacks -> asked.incrementAndGet());
        signature.update(DATA, 0, 10);
        assertThrows(SignatureException.class, signature::sign, "no PIN given");
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", provider);
        cipher.init(Cipher.DECRYPT_MODE, pair(provider, "RSA", 2048).getPrivate());
        assertThrows(ProviderException.class, () -> cipher.doFinal(new byte[256]));
        provider.setCallbackHandler(answering(World.PIN));
        assertSigns(provider, pair, 10);
    }

    @Test void tooManyWrongPinsLogOut() throws Exception {   // L11
        ClavigerProvider provider = World.MEMORY.fresh("");
        World.login(provider);
        provider.setCallbackHandler(answering("wrong pin"));
        KeyPair pair = pair(provider, "EC", 256);
        String message = "";
        for (int i = 0; i < 10; i++) {
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            signature.initSign(pair.getPrivate());
            signature.update(DATA, 0, 10);
            message = assertThrows(SignatureException.class, signature::sign).getMessage();
        }
        assertTrue(message.contains("CKR_PIN_LOCKED"), message);
        assertThrows(Exception.class, () -> KeyPairGenerator.getInstance("EC", provider).generateKeyPair());
    }

    @Test void thePinFileAnswersWhenThereIsNoHandler(@TempDir Path folder) throws Exception {   // L9
        Path pin = folder.resolve("pin");
        Files.writeString(pin, World.PIN + "\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        ClavigerProvider provider = World.SQLITE.fresh("pin-file = " + pin);
        KeyStore.getInstance("CLAVIGER", provider).load(null, null);
        assertSigns(provider, pair(provider, "EC", 256), 10);
    }

    /** What jarsigner does: the key of an entry, and the signature of whoever takes it. */
    @ParameterizedTest
    @EnumSource(World.class)
    void theKeyOfAnEntryAsksAsWell(World world) throws Exception {   // L9
        ClavigerProvider provider = world.fresh("");
        KeyStore keys = World.login(provider);
        provider.setCallbackHandler(answering(World.PIN));
        KeyPair pair = pair(provider, "EC", 256);
        Certificate certificate = TestCertificates.certificate("release", pair.getPublic(), "release", pair.getPrivate(),
            "SHA256withECDSA", provider);
        keys.setKeyEntry("release", pair.getPrivate(), null, new Certificate[] {certificate});
        int before = asked.get();
        KeyStore.PrivateKeyEntry entry = (KeyStore.PrivateKeyEntry) keys.getEntry("release", null);
        assertSigns(provider, new KeyPair(entry.getCertificate().getPublicKey(), entry.getPrivateKey()), 10);
        assertEquals(before + 1, asked.get());
    }
}
