package claviger.bench;

import claviger.provider.TokenKeySpec;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Who computes. Each opens itself with keys of its own; what it opens lasts as long as the JVM. */
public enum Engine {
    JDK {
        @Override Keys open() throws GeneralSecurityException {
            return Keys.outside(algorithm -> Security.getProvider(switch (algorithm) {
                case "RSA", "SHA256withRSA" -> "SunRsaSign";
                case "EC", "SHA256withECDSA" -> "SunEC";
                default -> "SunJCE";
            }));
        }
    },
    BC {
        @Override Keys open() throws GeneralSecurityException, ReflectiveOperationException {
            return Keys.outside(instance("org.bouncycastle.jce.provider.BouncyCastleProvider"));
        }
    },
    CORRETTO {
        @Override Keys open() throws GeneralSecurityException, ReflectiveOperationException {
            Provider provider = instance("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            return Keys.outside(algorithm -> provider.getService("KeyGenerator", algorithm) == null
                && algorithm.equals("AES") ? Security.getProvider("SunJCE") : provider);
        }
    },
    SOFTHSM {
        @Override Keys open() throws GeneralSecurityException, IOException {
            Provider provider = SoftHsm.provider();
            SecretKey aes = generator("AES", provider).generateKey();
            // SunPKCS11 of JDK 17 generates no HMAC keys; it brings a foreign one into the token once and remembers it
            SecretKey hmac = new SecretKeySpec(new byte[32], "HmacSHA256");
            return new Keys(algorithm -> provider, pair("RSA", provider), pair("EC", provider), aes, hmac);
        }
    },
    CLAVIGER_MEMORY {
        @Override Keys open() throws GeneralSecurityException {
            return token("memory:bench");
        }
    },
    CLAVIGER_SQLITE {
        @Override Keys open() throws GeneralSecurityException, IOException {
            return token("sqlite:" + Workplace.folder().resolve("tokens.db"));
        }
    },
    /** The same without native code. */
    CLAVIGER_JAVA {
        @Override Keys open() throws GeneralSecurityException, ReflectiveOperationException, IOException {
            return CLAVIGER_SQLITE.open();
        }
    };

    private static final int RSA_BITS = 2048;
    private static final int AES_BITS = 256;

    /** Which engines Claviger has in a JVM that is started for this one. */
    String option() {
        return "-Dclaviger.engines=" + (this == CLAVIGER_JAVA ? "jdk,bc" : "corretto,jdk,bc");
    }

    abstract Keys open() throws GeneralSecurityException, ReflectiveOperationException, IOException;

    /** Token objects, so that what the store costs is in the figures. */
    private static Keys token(String store) throws GeneralSecurityException {
        Provider provider = Tokens.provider(store);
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA", provider);
        rsa.initialize(TokenKeySpec.of(RSA_BITS).stored("rsa"));
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC", provider);
        ec.initialize(TokenKeySpec.of(new ECGenParameterSpec("secp256r1")).stored("ec"));
        KeyGenerator aes = KeyGenerator.getInstance("AES", provider);
        aes.init(TokenKeySpec.of(AES_BITS).stored("aes"));
        KeyGenerator hmac = KeyGenerator.getInstance("HmacSHA256", provider);
        hmac.init(TokenKeySpec.standard().stored("hmac"));
        return new Keys(algorithm -> provider, rsa.generateKeyPair(), ec.generateKeyPair(), aes.generateKey(),
            hmac.generateKey());
    }

    static KeyPair pair(String algorithm, Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(RSA_BITS);
        }
        return generator.generateKeyPair();
    }

    static KeyGenerator generator(String algorithm, Provider provider) throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
        generator.init(AES_BITS);
        return generator;
    }

    private static Provider instance(String name) throws ReflectiveOperationException {
        return (Provider) Class.forName(name).getConstructor().newInstance();
    }
}
