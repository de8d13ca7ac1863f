package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.ObjectHandle;
import java.security.PublicKey;

/**
 * A public key while an SPI uses it in the token. Nobody outside gets one: the provider hands out the public keys of the
 * JDK, which every provider understands.
 */
final class TokenPublicKey extends TokenKey {
    private static final long serialVersionUID = 1;

    private final transient PublicKey original;

    TokenPublicKey(Token token, Ckk type, PublicKey original, ObjectName name, ObjectHandle handle,
            PooledSession owner) {
        super(token, Cko.CKO_PUBLIC_KEY, type, original.getAlgorithm(), name, handle, owner);
        this.original = original;
    }

    /** The key that this one was made from. */
    PublicKey original() {
        return original;
    }
}
