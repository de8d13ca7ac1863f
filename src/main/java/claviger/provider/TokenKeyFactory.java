package claviger.provider;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * {@code translateKey} brings a private key into the token as a session object; {@code getKeySpec} tells about keys of the
 * token. Public keys are those of the JDK. A private key is never made from a spec here: whoever asks any KeyFactory
 * for one (a PKCS#12 file, say) would find it in the token unasked.
 */
final class TokenKeyFactory extends KeyFactorySpi {
    private final Token token;
    private final String algorithm;

    TokenKeyFactory(Token token, String algorithm) {
        this.token = token;
        this.algorithm = algorithm;
    }

    @Override protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
        try {
            return PublicKeys.generated(algorithm, spec);
        } catch (NoSuchAlgorithmException e) {
            if (spec instanceof X509EncodedKeySpec encoded && isPostQuantum(encoded.getEncoded())) {
                return PublicKeys.of(encoded.getEncoded());
            }
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }

    /** Whether the encoding is that of a key of this factory for which the JVM may have no other factory. */
    private boolean isPostQuantum(byte[] info) {
        try {
            return ParameterSets.of(SubjectPublicKeyInfo.getInstance(info).getAlgorithm().getAlgorithm())
                .filter(set -> algorithm.equals(ParameterSets.name(set))
                    || algorithm.equals(ParameterSets.family(set.keyType()))).isPresent();
        } catch (IllegalArgumentException notAKey) {
            return false;
        }
    }

    @Override protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
        throw new InvalidKeySpecException("private keys come into the token by translateKey or KeyStore.setKeyEntry");
    }

    @Override protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) throws InvalidKeySpecException {
        if (!(key instanceof TokenPrivateKey own) || !own.isOf(token)) {
            throw new InvalidKeySpecException("this is no private key of the token");
        }
        if (spec.isAssignableFrom(TokenKeyInfo.class)) {
            return spec.cast(Refusal.atKeySpec("reading a key's attributes", () -> KeyFacts.info(own)));
        }
        if (spec.isAssignableFrom(X509EncodedKeySpec.class)) {
            return spec.cast(new X509EncodedKeySpec(own.publicKey().getEncoded()));
        }
        try {
            return PublicKeys.factory(algorithm).getKeySpec(own.publicKey(), spec);
        } catch (NoSuchAlgorithmException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }

    @Override protected Key engineTranslateKey(Key key) throws InvalidKeyException {
        if (key instanceof PublicKey) {
            try {
                Optional<PublicKey> rare = "X.509".equals(key.getFormat())
                    ? NamedCurves.publicKey(key.getEncoded()) : Optional.empty();
                return rare.isPresent() ? rare.get() : PublicKeys.factory(algorithm).translateKey(key);
            } catch (NoSuchAlgorithmException e) {
                if ("X.509".equals(key.getFormat()) && isPostQuantum(key.getEncoded())) {
                    return PublicKeys.of(key.getEncoded());
                }
                throw new InvalidKeyException(e.getMessage(), e);
            }
        }
        TokenKey imported = new KeyImport(token).imported(key);
        if (!(imported instanceof TokenPrivateKey)) {
            throw new InvalidKeyException("a KeyFactory takes private and public keys");
        }
        return imported;
    }
}
