package claviger.provider;

import static claviger.cryptoki.Cka.CKA_VALUE;

import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.SecretKeySpec;

/** Brings secret keys into the token as session objects, and tells about keys of the token. */
final class TokenSecretKeyFactory extends SecretKeyFactorySpi {
    private final Token token;
    private final String algorithm;

    TokenSecretKeyFactory(Token token, String algorithm) {
        this.token = token;
        this.algorithm = algorithm;
    }

    @Override protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
        if (!(spec instanceof SecretKeySpec key)) {
            throw new InvalidKeySpecException(algorithm + " keys are made from a SecretKeySpec");
        }
        try {
            return engineTranslateKey(key);
        } catch (InvalidKeyException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }

    @Override protected KeySpec engineGetKeySpec(SecretKey key, Class<?> spec) throws InvalidKeySpecException {
        if (!(key instanceof TokenSecretKey own) || !own.isOf(token)) {
            throw new InvalidKeySpecException("this is no secret key of the token");
        }
        if (spec == TokenKeyInfo.class) {
            return Refusal.atKeySpec("reading a key's attributes", () -> KeyFacts.info(own));
        } else if (spec != SecretKeySpec.class) {
            throw new InvalidKeySpecException("a key of the token gives TokenKeyInfo or SecretKeySpec");
        }
        Optional<byte[]> value = Refusal.atKeySpec("reading a key", () -> token.call(session ->
            token.cryptoki().attributes(session, own.handle(), CKA_VALUE).get(CKA_VALUE)));
        byte[] bytes = value.orElseThrow(() -> new InvalidKeySpecException(own + " is sensitive and stays in the token"));
        try {
            return new SecretKeySpec(bytes, own.getAlgorithm());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
        boolean fits = algorithm.equals("Generic") || key != null && key.getAlgorithm().equalsIgnoreCase(algorithm);
        if (!fits) {
            throw new InvalidKeyException("this factory takes keys for " + algorithm);
        }
        return (SecretKey) new KeyImport(token).imported(key);
    }
}
