package claviger.provider;

import static claviger.cryptoki.Cka.CKA_VALUE_LEN;

import claviger.config.AttributeTemplates.Operation;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;

/** Secret keys made in the token; session objects unless a {@link TokenKeySpec} says otherwise. */
final class TokenKeyGenerator extends KeyGeneratorSpi {
    private static final int MOST_BITS = 4096;

    private final Token token;
    private final String algorithm;
    private final Ckm mechanism;
    private final int standardBits;
    private final Template always;
    private int bits;
    private Template asked = Template.EMPTY;

    /** @param always what the algorithm's name says about the attributes of its keys */
    TokenKeyGenerator(Token token, String algorithm, Ckm mechanism, int standardBits, Template always) {
        this.token = token;
        this.algorithm = algorithm;
        this.mechanism = mechanism;
        this.standardBits = standardBits;
        this.always = always;
        this.bits = standardBits;
    }

    @Override protected void engineInit(SecureRandom random) {
        bits = standardBits;
        asked = Template.EMPTY;
    }

    @Override protected void engineInit(int keySize, SecureRandom random) {
        boolean fits = switch (type()) {
            case CKK_AES -> keySize == 128 || keySize == 192 || keySize == 256;
            case CKK_AES_XTS -> keySize == 256 || keySize == 512;
            case CKK_CHACHA20 -> keySize == 256;
            default -> keySize >= 8 && keySize <= MOST_BITS && keySize % Byte.SIZE == 0;
        };
        if (!fits) {
            throw new InvalidParameterException(algorithm + " keys do not have " + keySize + " bits");
        }
        bits = keySize;
        asked = Template.EMPTY;
    }

    @Override protected void engineInit(AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidAlgorithmParameterException {
        if (!(spec instanceof TokenKeySpec wanted) || wanted.what().isPresent()) {
            throw new InvalidAlgorithmParameterException(algorithm + " takes a size or a TokenKeySpec with a size");
        }
        try {
            engineInit(wanted.bits().orElse(standardBits), random);
        } catch (InvalidParameterException e) {
            throw new InvalidAlgorithmParameterException(e.getMessage(), e);
        }
        asked = wanted.attributes();
    }

    private Ckk type() {
        return switch (mechanism) {
            case CKM_AES_KEY_GEN -> Ckk.CKK_AES;
            case CKM_AES_XTS_KEY_GEN -> Ckk.CKK_AES_XTS;
            case CKM_CHACHA20_KEY_GEN -> Ckk.CKK_CHACHA20;
            case CKM_HKDF_KEY_GEN -> Ckk.CKK_HKDF;
            default -> Ckk.CKK_GENERIC_SECRET;
        };
    }

    @Override protected SecretKey engineGenerateKey() {
        Template template = KeyUses.template(token.configuration().templates(), Operation.GENERATE, Cko.CKO_SECRET_KEY, type(),
            always.with(asked)).with(CKA_VALUE_LEN, (long) bits / Byte.SIZE);
        return Refusal.atCall("generating a key for " + algorithm, () -> {
            token.loginByFile();
            return token.sessions().with(session -> {
                ObjectHandle handle =
                    token.cryptoki().generateKey(session.handle(), Mechanism.of(mechanism), template);
                return new KeyReader(token).secretKey(session, handle, algorithm);
            });
        });
    }
}
