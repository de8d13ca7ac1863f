package claviger.provider;

import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.ObjectHandle;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.lang.ref.Cleaner;
import java.security.InvalidKeyException;
import java.security.Key;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;

/**
 * A key that stays in the token. It has no encoding and cannot be serialized. It knows the object's unique id and finds
 * its handle again after each login, so it survives logout, renaming and a restart of the application; a session object
 * does not survive the logout and says so (D7). Safe between threads.
 */
abstract class TokenKey implements Key, Destroyable {
    private static final long serialVersionUID = 1;

    private final transient Token token;
    private final transient Cko objectClass;
    private final transient Ckk type;
    private final transient String algorithm;
    private final transient ObjectName name;
    private final transient Cleaner.Cleanable sessionObject;
    private transient volatile Found found;
    private transient volatile boolean destroyed;

    private record Found(ObjectHandle handle, long epoch) {
    }

    /** @param owner the session that made the object, or null for a token object */
    TokenKey(Token token, Cko objectClass, Ckk type, String algorithm, ObjectName name, ObjectHandle handle,
            PooledSession owner) {
        this.token = token;
        this.objectClass = objectClass;
        this.type = type;
        this.algorithm = algorithm;
        this.name = name;
        this.found = new Found(handle, token.epoch());
        this.sessionObject = owner == null ? null : SessionObject.of(this, owner, handle);
    }

    /** The key, if it is one of this token's; keys of others are refused with what to do. */
    static <K extends TokenKey> K own(Class<K> wanted, Key key, Token token) throws InvalidKeyException {
        if (key == null) {
            throw new InvalidKeyException("the key is null");
        }
        if (!wanted.isInstance(key)) {
            throw new InvalidKeyException(key instanceof TokenKey ? "this needs another kind of key than " + key
                : "this is no key of the token; import it with KeyFactory.translateKey or SecretKeyFactory.translateKey"
                + " of this provider, or let another provider use it");
        }
        K own = wanted.cast(key);
        if (!own.isOf(token)) {
            throw new InvalidKeyException(key + " belongs to another token or another provider instance");
        }
        return own;
    }

    final Token token() {
        return token;
    }

    final boolean isOf(Token other) {
        return token == other;
    }

    final Cko objectClass() {
        return objectClass;
    }

    final Ckk type() {
        return type;
    }

    /** Its unique id, or what a foreign token has instead. */
    final String uniqueId() {
        return name.text();
    }

    /** Whether each use of it wants the PIN (CKA_ALWAYS_AUTHENTICATE). */
    boolean wantsPinAtUse() {
        return false;
    }

    final boolean isTokenObject() {
        return sessionObject == null;
    }

    /**
     * The object's handle, which holds until somebody logs in or out.
     *
     * @throws claviger.cryptoki.CkrException CKR_KEY_HANDLE_INVALID if the object is not there
     */
    final ObjectHandle handle() {
        Found now = found;
        long epoch = token.epoch();
        if (now != null && (now.epoch == epoch || name.finds().isEmpty())) {
            return now.handle;
        }
        ObjectHandle handle = name.finds().flatMap(token::findOne).orElseThrow(() ->
            CKR_KEY_HANDLE_INVALID.because(isTokenObject() ? "%s is not in the token, or nobody is logged in%s"
                : "%s was a session object and died at the logout; store a key to keep it%s", this, token.lostLogin()));
        found = new Found(handle, epoch);
        return handle;
    }

    @Override public final String getAlgorithm() {
        return algorithm;
    }

    /** Null: the key stays in the token. */
    @Override public final String getFormat() {
        return null;
    }

    /** Null: the key stays in the token. */
    @Override public final byte[] getEncoded() {
        return null;
    }

    /** Destroys a session object. A token object is deleted through the KeyStore, not here. */
    @Override public final void destroy() throws DestroyFailedException {
        if (sessionObject == null) {
            throw new DestroyFailedException(this + " is a token object; delete its KeyStore entry");
        }
        sessionObject.clean();
        found = null;
        destroyed = true;
    }

    @Override public final boolean isDestroyed() {
        return destroyed;
    }

    @Override public final boolean equals(Object other) {
        return other instanceof TokenKey key && key.objectClass == objectClass
            && key.uniqueId().equals(uniqueId()) && key.token.serial().equals(token.serial());
    }

    @Override public final int hashCode() {
        return uniqueId().hashCode();
    }

    @Override public String toString() {
        return algorithm + (objectClass == Cko.CKO_SECRET_KEY ? " secret" : " private") + " key " + uniqueId()
            + " of Claviger " + token;
    }

    protected final Object writeReplace() throws NotSerializableException {
        throw new NotSerializableException(this + " stays in its token");
    }

    private void readObject(ObjectInputStream stream) throws InvalidObjectException {
        throw new InvalidObjectException("a key of a token cannot be serialized");
    }
}
