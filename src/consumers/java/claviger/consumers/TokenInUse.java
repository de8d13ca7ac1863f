package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import claviger.interop.SqliteToken;
import claviger.interop.TlsAuthority;
import claviger.interop.TlsKey;
import claviger.provider.ClavigerProvider;
import claviger.token.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.function.Executable;

/**
 * The token that all consumers of this JVM use. Its provider stands behind those of the JDK, where
 * {@code Security.addProvider} puts it, and no test tells a consumer of it. It has one entry of each {@link TlsKey}, under
 * that name, none of which can leave it.
 */
final class TokenInUse {
    private static final TokenInUse ONE = make();

    private final SqliteToken token;
    private final ClavigerProvider provider;
    private final TlsAuthority authority;

    private TokenInUse(SqliteToken token, ClavigerProvider provider, TlsAuthority authority) {
        this.token = token;
        this.provider = provider;
        this.authority = authority;
    }

    private static TokenInUse make() {
        try {
            SqliteToken token = SqliteToken.make(Policy.SAFE);
            ClavigerProvider provider = (ClavigerProvider) new ClavigerProvider().configure("--" + token.configuration());
            TlsAuthority authority = new TlsAuthority();
            KeyStore keys = KeyStore.getInstance("PKCS11", provider);
            keys.load(null, token.pin());
            for (TlsKey key : TlsKey.values()) {
                key.enroll(provider, keys, authority);
            }
            Security.addProvider(provider);
            return new TokenInUse(token, provider, authority);
        } catch (Exception e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static SqliteToken token() {
        return ONE.token;
    }

    static char[] pin() {
        return ONE.token.pin();
    }

    /** The key store as a consumer gets it: by its type, logged in by the password. */
    static KeyStore keys() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS11");
        keys.load(null, pin());
        return keys;
    }

    static PrivateKey privateKey(TlsKey key) throws GeneralSecurityException, IOException {
        return (PrivateKey) keys().getKey(key.name(), null);
    }

    static X509Certificate certificate(TlsKey key) throws GeneralSecurityException, IOException {
        return (X509Certificate) keys().getCertificate(key.name());
    }

    static PublicKey publicKey(TlsKey key) throws GeneralSecurityException, IOException {
        return certificate(key).getPublicKey();
    }

    /** A new secret key in the token. */
    static SecretKey secretKey(String algorithm) throws GeneralSecurityException, IOException {
        keys();
        return KeyGenerator.getInstance(algorithm, ONE.provider).generateKey();
    }

    /** The authority that signed the certificates, as a file of the folder. */
    static Path trusted(Path folder) throws IOException {
        Path file = folder.resolve("authority.pem");
        return Files.exists(file) ? file : ONE.authority.trusted(folder);
    }

    /** A certificate of the authority for a key that is elsewhere, and the authority's. */
    static X509Certificate[] chain(String name, PublicKey key) throws Exception {
        return ONE.authority.chain(name, key);
    }

    /** Runs something while the provider is the first of the JVM. */
    static void whileFirst(Executable what) throws Exception {
        Security.removeProvider(ONE.provider.getName());
        Security.insertProviderAt(ONE.provider, 1);
        try {
            assertDoesNotThrow(what);
        } finally {
            Security.removeProvider(ONE.provider.getName());
            Security.addProvider(ONE.provider);
        }
    }

    /** A token with one key that may prove who one is, of the same authority. */
    static SqliteToken tokenWithOnly(TlsKey key) throws Exception {
        SqliteToken token = SqliteToken.make(Policy.SAFE);
        ClavigerProvider provider = (ClavigerProvider) new ClavigerProvider().configure("--" + token.configuration());
        KeyStore keys = KeyStore.getInstance("PKCS11", provider);
        keys.load(null, token.pin());
        key.enroll(provider, keys, ONE.authority);
        return token;
    }

    /** Runs something where the one token has one key, for consumers that take whichever fits. Nobody is logged in. */
    static void whileOnly(TlsKey key, Executable what) throws Exception {
        Provider other = new ClavigerProvider().configure("--" + tokenWithOnly(key).configuration());
        Security.removeProvider(ONE.provider.getName());
        Security.addProvider(other);
        try {
            assertDoesNotThrow(what);
        } finally {
            Security.removeProvider(other.getName());
            Security.addProvider(ONE.provider);
        }
    }

    /** Nobody is logged in afterwards, so that the next consumer has to do it by the password it is given. */
    static void logout() throws LoginException {
        ONE.provider.logout();
    }
}
