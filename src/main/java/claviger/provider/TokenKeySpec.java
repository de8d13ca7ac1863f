package claviger.provider;

import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_TOKEN;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a KeyPairGenerator or KeyGenerator of the token is to make: the size or curve, and the attributes of the key.
 * Immutable. A spec that names any use (CKA_SIGN, CKA_WRAP, ...) gives the key those uses and no others.
 *
 * <pre>{@code generator.initialize(TokenKeySpec.of(256).stored("release signing"));}</pre>
 */
public final class TokenKeySpec implements AlgorithmParameterSpec {
    private final Integer bits;
    private final AlgorithmParameterSpec what;
    private final Template attributes;

    private TokenKeySpec(Integer bits, AlgorithmParameterSpec what, Template attributes) {
        this.bits = bits;
        this.what = what;
        this.attributes = attributes;
    }

    /** The generator's own size or curve. */
    public static TokenKeySpec standard() {
        return new TokenKeySpec(null, null, Template.EMPTY);
    }

    /** A size in bits. */
    public static TokenKeySpec of(int bits) {
        return new TokenKeySpec(bits, null, Template.EMPTY);
    }

    /** What the generator otherwise takes: ECGenParameterSpec, RSAKeyGenParameterSpec, NamedParameterSpec. */
    public static TokenKeySpec of(AlgorithmParameterSpec what) {
        return new TokenKeySpec(null, what, Template.EMPTY);
    }

    /** A token object with a label, which is its KeyStore alias, instead of a session object. */
    public TokenKeySpec stored(String label) {
        return with(CKA_TOKEN, true).with(CKA_LABEL, label);
    }

    /** CKA_ID. */
    public TokenKeySpec id(byte[] id) {
        return with(CKA_ID, id.clone());
    }

    /** CKA_EXTRACTABLE: whether the key may leave the token wrapped. */
    public TokenKeySpec extractable(boolean may) {
        return with(CKA_EXTRACTABLE, may);
    }

    /** Any attribute of the key; of a pair, the private one, whose uses say those of the public one too. */
    public <T> TokenKeySpec with(Cka<T> attribute, T value) {
        return new TokenKeySpec(bits, what, attributes.with(attribute, value));
    }

    OptionalInt bits() {
        return bits == null ? OptionalInt.empty() : OptionalInt.of(bits);
    }

    Optional<AlgorithmParameterSpec> what() {
        return Optional.ofNullable(what);
    }

    Template attributes() {
        return attributes;
    }
}
