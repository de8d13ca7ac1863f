package claviger.provider;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import java.security.KeyStore;

/**
 * The attributes with which KeyStore.setEntry stores a key: the carrier that the KeyStore API has for such things.
 * Immutable. As with {@link TokenKeySpec}, naming any use gives an imported key those uses and no others.
 */
public final class TokenProtection implements KeyStore.ProtectionParameter {
    private final Template attributes;

    private TokenProtection(Template attributes) {
        this.attributes = attributes;
    }

    /** No attributes yet. */
    public static TokenProtection standard() {
        return new TokenProtection(Template.EMPTY);
    }

    /** Any attribute of the stored key. */
    public <T> TokenProtection with(Cka<T> attribute, T value) {
        return new TokenProtection(attributes.with(attribute, value));
    }

    Template attributes() {
        return attributes;
    }
}
