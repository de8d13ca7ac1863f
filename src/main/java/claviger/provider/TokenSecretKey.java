package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.ObjectHandle;
import javax.crypto.SecretKey;

/** A secret key in the token. */
final class TokenSecretKey extends TokenKey implements SecretKey {
    private static final long serialVersionUID = 1;

    private final transient int bytes;

    TokenSecretKey(Token token, Ckk type, String algorithm, int bytes, ObjectName name, ObjectHandle handle,
            PooledSession owner) {
        super(token, Cko.CKO_SECRET_KEY, type, algorithm, name, handle, owner);
        this.bytes = bytes;
    }

    /** The key's length. */
    int bytes() {
        return bytes;
    }
}
