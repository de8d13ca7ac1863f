package claviger.spki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** One key pair of each kind that signs certificates, made once; a signer of the JDK or of Bouncy Castle's provider. */
enum SigningKey {
    RSA("RSA", "SunRsaSign", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
    P_256("EC", "SunEC", new ECGenParameterSpec("secp256r1")),
    P_384("EC", "SunEC", new ECGenParameterSpec("secp384r1")),
    P_521("EC", "SunEC", new ECGenParameterSpec("secp521r1")),
    ED25519("Ed25519", "SunEC", null),
    ANOTHER_ED25519("Ed25519", "SunEC", null),
    ML_DSA_44("ML-DSA-44", "BC", null),
    ML_DSA_65("ML-DSA-65", "BC", null),
    ML_DSA_87("ML-DSA-87", "BC", null);

    private final Provider provider;
    private final KeyPair pair;

    SigningKey(String algorithm, String provider, AlgorithmParameterSpec spec) {
        this.provider = provider.equals("BC") ? new BouncyCastleProvider() : Security.getProvider(provider);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, this.provider);
            if (spec != null) {
                generator.initialize(spec);
            }
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    KeyPair pair() {
        return pair;
    }

    Principal.Key principal() {
        return VerificationKey.of(pair.getPublic()).principal();
    }

    CertificateSigner signer() {
        return new CertificateSigner(pair.getPublic(), this::sign);
    }

    byte[] sign(String algorithm, byte[] octets) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initSign(pair.getPrivate());
        signature.update(octets);
        return signature.sign();
    }
}
