package claviger.provider;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.security.spec.KeySpec;
import java.util.Optional;

/**
 * What a key of the token is and may do, as KeyFactory and SecretKeyFactory give it by {@code getKeySpec}: attributes, no
 * key material. Immutable.
 */
public final class TokenKeyInfo implements KeySpec {
    private final Template attributes;

    TokenKeyInfo(Template attributes) {
        this.attributes = attributes;
    }

    public Cko objectClass() {
        return attributes.require(Cka.CKA_CLASS);
    }

    public Ckk type() {
        return attributes.require(Cka.CKA_KEY_TYPE);
    }

    public String uniqueId() {
        return ObjectName.text(attributes);
    }

    public String label() {
        return attributes.get(Cka.CKA_LABEL, "");
    }

    /** Whether the key rests in the token, or is a session object. */
    public boolean isTokenObject() {
        return attributes.is(Cka.CKA_TOKEN);
    }

    /** Any attribute that is not withheld. */
    public <T> Optional<T> get(Cka<T> attribute) {
        return attributes.get(attribute);
    }

    @Override public String toString() {
        return type() + " " + objectClass() + " " + uniqueId();
    }
}
