package claviger.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cli.Command;
import claviger.spki.CertificateSigner;
import claviger.spki.Credential;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.Tag;
import claviger.spki.Validity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.util.ReflectionUtils;

/** Credentials that an application shows beside its PIN, by each of the ways of the JCA (D28); see {@link CredentialsIT}. */
class CredentialsTest {
    private static final byte[] DATA = "what is signed".getBytes(UTF_8);

    @TempDir
    Path folder;

    private final KeyPair mine = ed25519();
    private final CertificateSigner me = CertificateSigner.of(mine.getPrivate().getEncoded());
    private Path keyFile;

    @BeforeEach void withAKeyOfMyOwn() {
        keyFile = Command.file(folder, "me.pem", "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(mine.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n");
    }

    private static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everybody makes keys; my key uses them. */
    final void narrow(String... where) {
        String[] start = {"acl", "add", "--token", "test", "--pin-file", Command.file(folder, "pin", World.PIN).toString(),
            "(entry (subject (pin user)) (tag (pkcs11 (*) (* set login-user find read-attr generate import-clear create "
                + "destroy))))",
            "(entry (subject " + me.issuer().sexp() + ") (propagate) (tag (pkcs11 (*) (* set sign mac encrypt derive))))"};
        run(start, where);
        run(new String[] {"acl", "remove", "--token", "test", "--pin-file", folder.resolve("pin").toString(), "1"}, where);
    }

    private static void run(String[] command, String... where) {
        String[] all = new String[command.length + where.length];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(where, 0, all, command.length, where.length);
        Command ran = Command.run(all);
        assertEquals(0, ran.exit(), ran::toString);
    }

    // what is tested

    interface Use {
        void of(ClavigerProvider provider) throws Exception;
    }

    /** With a provider of a token that has these lists, in one process with it. */
    void use(String more, Use use) throws Exception {
        String store = World.MEMORY.store();
        World.makeToken(store, "test");
        narrow("--store", store);
        use.of(World.configured(store, more));
    }

    private static KeyPair pair(ClavigerProvider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static byte[] sign(ClavigerProvider provider, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        signature.update(DATA);
        return signature.sign();
    }

    private static void assertDenied(String right, Executable use) {
        InvalidKeyException denied = assertThrows(InvalidKeyException.class, use);
        assertTrue(denied.getMessage().contains(right + ": "), denied::getMessage);
    }

    private byte[] answer(byte[] challenge) {
        Sexp proof = Sexp.canonical(challenge);
        try {
            return SexpList.named("sequence", proof, me.signature(proof)).canonical();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // the ways

    @Test void deniedUseSaysWhatIsMissing() throws Exception {   // D30
        use("", provider -> {
            World.login(provider);
            PrivateKey key = pair(provider).getPrivate();
            assertDenied("sign", () -> sign(provider, key));
        });
    }

    @Test void theConfigurationNamesThem() throws Exception {
        use("proof-key = \"" + keyFile + "\"; ", provider -> {
            World.login(provider);
            sign(provider, pair(provider).getPrivate());
            provider.logout();
            World.login(provider);      // the token has forgotten, and is shown again
            sign(provider, pair(provider).getPrivate());
            World.login(provider);      // checks the PIN alone
        });
    }

    @Test void aCallbackHandlerGivesThem() throws Exception {
        use("ask-credentials = true; ", provider -> {
            CallbackHandler handler = this::handle;
            provider.login(null, handler);
            sign(provider, pair(provider).getPrivate());
            provider.logout();
            KeyStore.getInstance("CLAVIGER", provider).load(() -> new KeyStore.CallbackHandlerProtection(handler));
            sign(provider, pair(provider).getPrivate());
            provider.logout();
            assertThrows(LoginException.class, () -> provider.login(null, CredentialsTest::handlePinAlone));
        });
    }

    private void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        if (callbacks[0] instanceof CredentialsCallback asked) {
            asked.setCredentials(answer(asked.getChallenge()));
        } else {
            handlePinAlone(callbacks);
        }
    }

    private static void handlePinAlone(Callback[] callbacks) throws UnsupportedCallbackException {
        if (callbacks[0] instanceof PasswordCallback asked) {
            asked.setPassword(World.PIN.toCharArray());
        } else {
            throw new UnsupportedCallbackException(callbacks[0]);
        }
    }

    @Test void aParameterSpecGivesThemWithTheKey() throws Exception {
        use("", provider -> {
            World.login(provider);
            KeyPair pair = pair(provider);
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
            SecretKey secret = secret(provider, "AES", 128);
            SecretKey forMac = secret(provider, "HmacSHA256", 256);
            Mac mac = Mac.getInstance("HmacSHA256", provider);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
            assertDenied("mac", () -> mac.init(forMac));
            assertDenied("encrypt", () -> cipher.init(Cipher.ENCRYPT_MODE, secret, new IvParameterSpec(new byte[16])));

            mac.init(forMac, new CredentialsSpec(this::answer, null));
            mac.doFinal(DATA);
            provider.logout();
            World.login(provider);

            SecretKey again = secret(provider, "AES", 128);
            assertDenied("encrypt", () -> cipher.init(Cipher.ENCRYPT_MODE, again, new IvParameterSpec(new byte[16])));
            cipher.init(Cipher.ENCRYPT_MODE, again, new CredentialsSpec(this::answer, new IvParameterSpec(new byte[16])));
            cipher.doFinal(DATA);
            agreement.init(pair(provider).getPrivate(), new CredentialsSpec(this::answer, null));
            agreement.doPhase(pair.getPublic(), true);
            agreement.generateSecret("AES");
        });
    }

    private static SecretKey secret(ClavigerProvider provider, String algorithm, int bits) throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
        generator.init(bits);
        return generator.generateKey();
    }

    @Test void aSignatureTakesThemBeforeItsKey() throws Exception {
        use("", provider -> {
            World.login(provider);
            PrivateKey key = pair(provider).getPrivate();
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            assertDenied("sign", () -> signature.initSign(key));
            assertThrows(InvalidAlgorithmParameterException.class, () ->
                signature.setParameter(CredentialsSpec.of("(sequence (proof))".getBytes(UTF_8), null)));
            signature.setParameter(new CredentialsSpec(this::answer, null));
            signature.initSign(key);
            signature.update(DATA);
            signature.sign();
        });
    }

    /** AC20: what I have, I hand to the account that the application runs as. */
    @Test void certificatesAloneHandARightToWhoeverIsThere() throws Exception {
        Sexp account = Sexp.read("(unix user " + System.getProperty("user.name") + ")");
        SexpList certificate = me.sign(new Credential.AuthCert(me.issuer(), Principal.of(account), false,
            Tag.of(Sexp.read("(pkcs11 (*) sign)")), Validity.always()));
        Path file = Command.file(folder, "chain", certificate.advanced());
        use("credentials = \"" + file + "\"; ", provider -> {
            World.login(provider);
            sign(provider, pair(provider).getPrivate());
        });
    }

    /** D28: advisory, and in one process only. The nearest caller that is neither ours nor the JDK's is JUnit here. */
    @Test void theJarOfTheCallerIsSomebodyInOneProcess() throws Exception {
        Path jar = Path.of(ReflectionUtils.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        String store = World.SQLITE.store();
        World.makeToken(store, "test");
        narrow("--store", store);
        ClavigerProvider unknown = World.configured(store, "");
        World.login(unknown);
        PrivateKey key = pair(unknown).getPrivate();
        assertDenied("sign", () -> sign(unknown, key));
        run(new String[] {"acl", "add", "--token", "test", "--pin-file", folder.resolve("pin").toString(), "(entry (subject (hash "
            + "sha256 #" + hash + "#)) (tag (pkcs11 (*) sign)))", "--proof-key", keyFile.toString()}, "--store", store);
        sign(unknown, key);
    }
}
