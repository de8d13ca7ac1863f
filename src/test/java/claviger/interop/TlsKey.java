package claviger.interop;

import claviger.provider.ClavigerProvider;
import claviger.provider.TokenKeySpec;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;

/** The kinds of keys, each of which comes into its token in another way. */
public enum TlsKey {
    /** Made in the token as a token object. */
    RSA("RSA-PSS") {
        @Override public void enroll(ClavigerProvider provider, KeyStore keys, TlsAuthority authority) throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
            generator.initialize(TokenKeySpec.of(2048).stored(name()));
            enroll(generator.generateKeyPair(), keys, authority);
        }
    },
    /** Made outside, imported by setKeyEntry. */
    EC("ECDSA") {
        @Override public void enroll(ClavigerProvider provider, KeyStore keys, TlsAuthority authority) throws Exception {
            enroll(TlsAuthority.softwarePair("EC", 256), keys, authority);
        }
    },
    /** Made in the token as a session object, kept by setKeyEntry. */
    ED25519("ed25519") {
        @Override public void enroll(ClavigerProvider provider, KeyStore keys, TlsAuthority authority) throws Exception {
            enroll(KeyPairGenerator.getInstance("Ed25519", provider).generateKeyPair(), keys, authority);
        }
    };

    private final String signature;

    TlsKey(String signature) {
        this.signature = signature;
    }

    /** What openssl calls the signatures of these keys in TLS 1.2 and 1.3. */
    public String signature() {
        return signature;
    }

    /** Makes the key and its chain an entry of the key store. */
    public abstract void enroll(ClavigerProvider provider, KeyStore keys, TlsAuthority authority) throws Exception;

    final void enroll(KeyPair pair, KeyStore keys, TlsAuthority authority) throws Exception {
        keys.setKeyEntry(name(), pair.getPrivate(), null, authority.chain("token " + name(), pair.getPublic()));
    }
}
