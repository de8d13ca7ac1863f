package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Template;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import javax.crypto.KDFParameters;
import javax.crypto.KDFSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * HKDF as javax.crypto.KDF. {@code deriveKey} leaves the key in the token: one that was only extracted is there to be
 * expanded, whatever name is asked for, unless it is a cipher's. {@code deriveData} reads it out, if the base key lets it
 * (D8). Secrets that are all of another provider are left to that one. Made by {@link Derivations}: before JDK 25 there
 * is no such SPI.
 */
final class TokenKdf extends KDFSpi {
    private final String name;
    private final HmacHash hash;
    private final HkdfDerivation derivation;

    private TokenKdf(Token token, String name) throws InvalidAlgorithmParameterException {
        super(null);
        this.name = name;
        this.hash = HmacHash.valueOf(name.substring("HKDF-".length()));
        this.derivation = new HkdfDerivation(token, name, hash.digest());
    }

    /** Makes the SPI of one name. */
    static final class Maker implements ServiceRow.Maker {
        private final String name;

        Maker(String name) {
            this.name = name;
        }

        @Override public Object make(Token token, ClavigerProvider provider) {
            try {
                return new TokenKdf(token, name);
            } catch (InvalidAlgorithmParameterException e) {
                throw new IllegalStateException("no parameters were refused", e);
            }
        }
    }

    /** What a spec asks for. @param bytes the length of the result */
    private record Asked(HkdfDerivation.Input input, int bytes) {
    }

    @Override protected KDFParameters engineGetParameters() {
        return null;
    }

    @Override protected SecretKey engineDeriveKey(String algorithm, AlgorithmParameterSpec spec)
            throws InvalidAlgorithmParameterException {
        Asked asked = asked(spec);
        Ckk named = SecretTypes.type(algorithm);
        Ckk type = asked.input().expand() || named != Ckk.CKK_GENERIC_SECRET ? named : Ckk.CKK_HKDF;
        try {
            return derivation.key(asked.input(), new NewSecret(algorithm, type, asked.bytes(), Template.EMPTY));
        } catch (InvalidKeyException e) {
            throw new InvalidAlgorithmParameterException(e.getMessage(), e);
        }
    }

    @Override protected byte[] engineDeriveData(AlgorithmParameterSpec spec)
            throws InvalidAlgorithmParameterException {
        Asked asked = asked(spec);
        try {
            return derivation.data(asked.input(), asked.bytes());
        } catch (InvalidKeyException e) {
            throw new InvalidAlgorithmParameterException(e.getMessage(), e);
        }
    }

    private Asked asked(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        return switch (spec) {
            case HKDFParameterSpec.Extract extract -> new Asked(new HkdfDerivation.Input(true, false,
                extract.ikms(), extract.salts(), new byte[0]), hash.bytes());
            case HKDFParameterSpec.Expand expand -> new Asked(new HkdfDerivation.Input(false, true,
                List.of(expand.prk()), List.of(), info(expand.info())), expand.length());
            case HKDFParameterSpec.ExtractThenExpand both -> new Asked(new HkdfDerivation.Input(true, true,
                both.ikms(), both.salts(), info(both.info())), both.length());
            default -> throw new InvalidAlgorithmParameterException(name + " takes an HKDFParameterSpec");
        };
    }

    private static byte[] info(byte[] given) {
        return given == null ? new byte[0] : given;
    }
}
