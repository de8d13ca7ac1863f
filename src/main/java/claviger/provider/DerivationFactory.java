package claviger.provider;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Parameters.Sp800108.Bytes;
import claviger.cryptoki.Parameters.Sp800108.Counter;
import claviger.cryptoki.Parameters.Sp800108.Iteration;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.SecretKeySpec;

/** Keys derived from keys of the token, on any JDK: HKDF, and SP 800-108 in counter and in feedback mode. */
final class DerivationFactory extends SecretKeyFactorySpi {
    private static final int COUNTER_BITS = 32;

    private final Token token;
    private final String name;
    private final Ckm mechanism;
    private final Ckm hash;

    /** @param hash of HKDF, the digest; of SP 800-108, the pseudorandom function */
    DerivationFactory(Token token, String name, Ckm mechanism, Ckm hash) {
        this.token = token;
        this.name = name;
        this.mechanism = mechanism;
        this.hash = hash;
    }

    @Override protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
        if (!(spec instanceof TokenDerivationSpec given)) {
            throw new InvalidKeySpecException(name + " takes a TokenDerivationSpec");
        }
        NewSecret wanted = NewSecret.of(given.algorithm(), given.key());
        try {
            if (mechanism == Ckm.CKM_HKDF_DERIVE) {
                return new HkdfDerivation(token, name, hash).key(ofHkdf(given), wanted);
            }
            TokenSecretKey base = TokenKey.own(TokenSecretKey.class, given.base(), token);
            return Refusal.atInitWithParameters(name, () -> wanted.derived(token, ofSp800108(given), base));
        } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }

    private static HkdfDerivation.Input ofHkdf(TokenDerivationSpec given) {
        byte[] salt = given.salt();
        return new HkdfDerivation.Input(true, true, List.of(given.base()),
            salt.length == 0 ? List.of() : List.of(new SecretKeySpec(salt, "Generic")), given.info());
    }

    /** The counter has 32 bits and stands before the fixed input, in feedback mode after the block before. */
    private Mechanism ofSp800108(TokenDerivationSpec given) {
        Bytes fixed = new Bytes(given.info());
        return new Mechanism(mechanism, new Parameters.Sp800108(hash, mechanism == Ckm.CKM_SP800_108_COUNTER_KDF
            ? List.of(new Iteration(false, COUNTER_BITS), fixed)
            : List.of(new Iteration(false, 0), new Counter(false, COUNTER_BITS), fixed), given.salt()));
    }

    @Override protected KeySpec engineGetKeySpec(SecretKey key, Class<?> spec) throws InvalidKeySpecException {
        throw new InvalidKeySpecException(name + " only makes keys; ask the SecretKeyFactory of the key's own algorithm");
    }

    @Override protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
        throw new InvalidKeyException(name + " derives keys and translates none");
    }
}
