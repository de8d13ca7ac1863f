package claviger.provider;

import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;

import claviger.config.Option;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import java.security.PublicKey;

/** Makes the Java key of an object. Stateless but for the token. */
final class KeyReader {
    private static final Cka<?>[] WANTED =
        {CKA_CLASS, CKA_KEY_TYPE, CKA_UNIQUE_ID, CKA_TOKEN, CKA_PUBLIC_KEY_INFO, CKA_VALUE_LEN,
            CKA_ALWAYS_AUTHENTICATE};
    /** What stands in for those that a foreign token may lack. */
    private static final Cka<?>[] INSTEAD = {CKA_ID, CKA_LABEL, CKA_MODULUS, CKA_PUBLIC_EXPONENT};

    private final Token token;

    KeyReader(Token token) {
        this.token = token;
    }

    /** The key of an object that may be a session object of the session. */
    TokenKey key(PooledSession session, ObjectHandle handle) {
        Template found = read(session, handle);
        PooledSession owner = found.is(CKA_TOKEN) ? null : session;
        return found.require(CKA_CLASS) == Cko.CKO_SECRET_KEY
            ? secret(found, handle, SecretTypes.name(found.require(CKA_KEY_TYPE)), owner)
            : privateKey(found, handle, owner);
    }

    /** The private key of a pair that has just been made, while its public half is there. */
    TokenPrivateKey privateKey(PooledSession session, KeyPair pair) {
        Template found = read(session, pair.privateKey());
        if (found.get(CKA_PUBLIC_KEY_INFO, new byte[0]).length == 0) {
            found = found.with(token.cryptoki().attributes(session.handle(), pair.publicKey(), PublicHalves.READ));
        }
        return privateKey(found, pair.privateKey(), found.is(CKA_TOKEN) ? null : session);
    }

    /** The secret key of an object, under the name that its maker asked for. */
    TokenSecretKey secretKey(PooledSession session, ObjectHandle handle, String algorithm) {
        Template found = read(session, handle);
        return secret(found, handle, algorithm, found.is(CKA_TOKEN) ? null : session);
    }

    private Template read(PooledSession session, ObjectHandle handle) {
        Template found = token.cryptoki().attributes(session.handle(), handle, WANTED);
        boolean isForeign = found.get(CKA_UNIQUE_ID, "").isEmpty();
        return isForeign ? found.with(token.cryptoki().attributes(session.handle(), handle, INSTEAD)) : found;
    }

    private TokenSecretKey secret(Template found, ObjectHandle handle, String algorithm, PooledSession owner) {
        int bytes = found.get(CKA_VALUE_LEN, 0L).intValue();
        return new TokenSecretKey(token, found.require(CKA_KEY_TYPE), algorithm, bytes, ObjectName.of(found), handle,
            owner);
    }

    private TokenPrivateKey privateKey(Template found, ObjectHandle handle, PooledSession owner) {
        Ckk type = found.require(CKA_KEY_TYPE);
        PublicKey half = new PublicHalves(token).of(found);
        return TokenPrivateKey.of(
            new TokenPrivateKey.Origin(token, type, ObjectName.of(found), handle, owner,
                found.is(CKA_ALWAYS_AUTHENTICATE)), half,
            token.configuration().is(Option.COMPAT_PRIVATE_KEYS));
    }
}
