package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.Mac;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who logs in and out, and what becomes of keys (D5 to D7). */
class LoginTest {
    private static CallbackHandler answering(String pin) {
        return callbacks -> ((PasswordCallback) callbacks[0]).setPassword(pin.toCharArray());
    }

    /** D6, jca.md 1.2: a wrong PIN fails the first time and when somebody is logged in, and changes nothing. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aWrongPinFailsAlsoWhileLoggedIn(World world) throws Exception {
        ClavigerProvider provider = world.fresh("");
        KeyStore keys = KeyStore.getInstance("PKCS11", provider);
        IOException first = assertThrows(IOException.class, () -> keys.load(null, "wrong pin".toCharArray()));
        assertInstanceOf(UnrecoverableKeyException.class, first.getCause());
        assertTrue(first.getMessage().contains("CKR_PIN_INCORRECT"), first.getMessage());
        assertFalse(first.getMessage().contains("wrong pin"));
        keys.load(null, World.PIN.toCharArray());
        IOException second = assertThrows(IOException.class, () -> keys.load(null, "wrong pin".toCharArray()));
        assertInstanceOf(UnrecoverableKeyException.class, second.getCause());
        KeyPair pair = KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
        keys.load(null, World.PIN.toCharArray());
        keys.load(null, null);
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(pair.getPrivate());
        assertThrows(FailedLoginException.class, () -> provider.login(null, answering("wrong pin")));
        provider.login(null, answering(World.PIN));
        signature.update(new byte[3]);
        assertTrue(signature.sign().length > 0, "checking a PIN disturbs nothing");
    }

    /** D7: keys of token objects work again after the next login; session objects say that they died. */
    @ParameterizedTest
    @EnumSource(World.class)
    void storedKeysSurviveLogoutAndSessionKeysSayTheyDied(World world) throws Exception {
        ClavigerProvider provider = world.fresh("");
        KeyStore keys = World.login(provider);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        PrivateKey session = generator.generateKeyPair().getPrivate();
        generator.initialize(TokenKeySpec.of(256).stored("kept"));
        KeyPair kept = generator.generateKeyPair();
        Signature running = Signature.getInstance("SHA256withECDSA", provider);
        running.initSign(kept.getPrivate());
        running.update(new byte[10]);

        provider.logout();
        String ended = assertThrows(SignatureException.class, running::sign).getMessage();
        assertTrue(ended.contains("logout"), ended);
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        assertThrows(InvalidKeyException.class, () -> signature.initSign(kept.getPrivate()));
        assertNull(keys.getKey("kept", null));

        provider.login(null, answering(World.PIN));
        signature.initSign(kept.getPrivate());
        signature.update(new byte[10]);
        byte[] signed = signature.sign();
        Signature jdk = Signature.getInstance("SHA256withECDSA");
        jdk.initVerify(kept.getPublic());
        jdk.update(new byte[10]);
        assertTrue(jdk.verify(signed));
        String died = assertThrows(InvalidKeyException.class, () -> signature.initSign(session)).getMessage();
        assertTrue(died.contains("session object"), died);
        assertEquals(kept.getPrivate(), keys.getKey("kept", null), "the same object is an equal key");
    }

    @Test void aKeySurvivesTheRestartOfTheApplication() throws Exception {
        String store = World.SQLITE.store();
        World.makeToken(store, "test");
        ClavigerProvider first = World.configured(store, "");
        World.login(first);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", first);
        generator.initialize(TokenKeySpec.standard().stored("kept"));
        KeyPair pair = generator.generateKeyPair();
        ClavigerProvider second = World.configured(store, "");
        PrivateKey again = (PrivateKey) World.login(second).getKey("kept", null);
        assertEquals(pair.getPrivate(), again);
        String message = assertThrows(InvalidKeyException.class, () ->
            Signature.getInstance("SHA256withECDSA", second).initSign(pair.getPrivate())).getMessage();
        assertTrue(message.contains("another provider instance"), message);
        first.logout();
        Signature signature = Signature.getInstance("SHA256withECDSA", second);
        signature.initSign(again);
        signature.update(new byte[3]);
        assertTrue(signature.sign().length > 0, "D5: each provider instance is its own application");
    }

    /** D7: session objects live as long as their Java keys, whatever becomes of sessions. */
    @ParameterizedTest
    @EnumSource(World.class)
    void sessionKeysAreDestroyedWithTheirJavaKeys(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        SecretKey key = KeyGenerator.getInstance("HmacSHA256", provider).generateKey();
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        for (int i = 0; i < 100; i++) {
            mac.init(key);
            mac.doFinal(new byte[3]);
        }
        key.destroy();
        assertTrue(key.isDestroyed());
        assertThrows(InvalidKeyException.class, () -> mac.init(key));
    }

    @Test void thePinFileLogsInAndIsRefusedWhenOthersReadIt(@TempDir Path folder) throws Exception {
        Path pin = folder.resolve("pin");
        Files.writeString(pin, World.PIN + "\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
        ClavigerProvider provider = World.SQLITE.fresh("pin-file = " + pin);
        KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
        String why = assertThrows(IOException.class, () -> keys.load(null, null)).getMessage();
        assertTrue(why.contains("chmod 600"), why);
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        keys.load(null, null);
        assertEquals(0, keys.size());
        KeyGenerator.getInstance("AES", provider).generateKey();
        provider.logout();
        assertThrows(Exception.class, () -> KeyGenerator.getInstance("AES", provider).generateKey(),
            "an explicit logout stays");
        provider.login(null, null);
        KeyGenerator.getInstance("AES", provider).generateKey();
    }

    /** A memory token is made when it is asked for, and the first that logs in sets its PIN. */
    @Test void aMemoryTokenIsMadeOnTheSpot() throws Exception {
        String store = "memory:" + World.label().replace(' ', '-');
        ClavigerProvider first = World.configured(store, "");
        ClavigerProvider second = World.configured(store, "");
        World.login(first).setKeyEntry("shared", KeyGenerator.getInstance("AES", first).generateKey(), null, null);
        IOException wrong = assertThrows(IOException.class,
            () -> KeyStore.getInstance("CLAVIGER", second).load(null, "another".toCharArray()));
        assertInstanceOf(UnrecoverableKeyException.class, wrong.getCause());
        assertTrue(World.login(second).isKeyEntry("shared"), "the name is one store for the whole JVM");
        ClavigerProvider own = World.configured("memory:", "");
        assertEquals(0, World.login(own).size());
    }

    @Test void withoutAPinThereIsAReason() {
        ClavigerProvider provider = World.SQLITE.fresh("");
        assertThrows(LoginException.class, () -> provider.login(null, null));
        assertThrows(LoginException.class, () -> new ClavigerProvider().login(null, answering("x")));
        String why = assertThrows(RuntimeException.class,
            () -> KeyGenerator.getInstance("AES", provider).generateKey()).getMessage();
        assertTrue(why.contains("CKR_USER_NOT_LOGGED_IN") && why.contains("log in"), why);
        String which = assertThrows(InvalidParameterException.class,
            () -> new ClavigerProvider().configure("--store = " + World.SQLITE.store())).getMessage();
        assertTrue(which.contains("claviger init"), which);
    }
}
