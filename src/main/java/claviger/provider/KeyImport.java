package claviger.provider;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;

import claviger.config.AttributeTemplates.Operation;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Kind;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;

/** Brings keys of other providers into the token as session objects. Stateless but for the token. */
final class KeyImport {
    private final Token token;

    KeyImport(Token token) {
        this.token = token;
    }

    /**
     * The template with which C_CreateObject imports a key. The token keeps the arrays of a session object, so it gets
     * arrays of its own; the caller wipes the foreign key afterwards.
     */
    Template template(ForeignKey key, Template asked) {
        Template wanted = isOldPublicKey(key) ? Template.EMPTY.with(CKA_VERIFY, true).with(asked) : asked;
        Template template = KeyUses.template(token.configuration().templates(), Operation.IMPORT, key.objectClass(),
            key.type(), wanted);
        for (Cka<?> attribute : key.material().attributes()) {
            template = with(template, attribute, key.material().encoded(attribute));
        }
        return template;
    }

    /** With a small exponent an RSA key verifies and does not encrypt (Z10). */
    private static boolean isOldPublicKey(ForeignKey key) {
        return key.objectClass() == Cko.CKO_PUBLIC_KEY && key.material().get(CKA_PUBLIC_EXPONENT)
            .filter(exponent -> new BigInteger(1, exponent).compareTo(RSAKeyGenParameterSpec.F4) < 0).isPresent();
    }

    private static <T> Template with(Template template, Cka<T> attribute, byte[] bytes) {
        boolean taken = attribute.kind() == Kind.BYTES;      // others are no secret and no array
        return template.with(attribute, taken ? attribute.kind().type().cast(bytes) : attribute.kind().decode(bytes));
    }

    /** A private or secret key as a session object; one of the token's own is itself. */
    TokenKey imported(Key key) throws InvalidKeyException {
        if (key instanceof TokenKey own && own.isOf(token)) {
            return own;
        }
        return imported(key, Template.EMPTY);
    }

    /** For the moment of being wrapped: a copy that may leave. */
    TokenKey importedForWrapping(Key key) throws InvalidKeyException {
        if (key instanceof TokenKey own && own.isOf(token)) {
            return own;
        }
        return imported(key, Template.EMPTY.with(CKA_EXTRACTABLE, true));
    }

    private TokenKey imported(Key key, Template asked) throws InvalidKeyException {
        ForeignKey foreign = ForeignKey.of(key);
        try {
            token.loginByFile();
            return Refusal.atInit("importing a key", () -> token.sessions().with(session -> {
                ObjectHandle handle = token.cryptoki()
                    .createObject(session.handle(), template(foreign, asked.with(CKA_TOKEN, false)));
                KeyReader reader = new KeyReader(token);
                return foreign.objectClass() == Cko.CKO_SECRET_KEY
                    ? reader.secretKey(session, handle, foreign.algorithm()) : reader.key(session, handle);
            }));
        } finally {
            foreign.wipe();
        }
    }

    /** A public key for use by an SPI: a session object that anybody may use, gone when the SPI lets go of it. */
    TokenPublicKey forUse(PublicKey key) throws InvalidKeyException {
        ForeignKey foreign = ForeignKey.of(key);
        Template template = template(foreign, Template.EMPTY.with(CKA_TOKEN, false).with(CKA_PRIVATE, false));
        return Refusal.atInit("importing a public key", () -> token.sessions().with(session -> {
            ObjectHandle handle = token.cryptoki().createObject(session.handle(), template);
            return publicKey(key, foreign, session, handle);
        }));
    }

    /** The token's own object of a public key, which may have uses that an imported one cannot get (Z5), or else a copy. */
    TokenPublicKey forWrapping(PublicKey key) throws InvalidKeyException {
        ForeignKey foreign = ForeignKey.of(key);
        Template wanted = Template.EMPTY.with(CKA_CLASS, Cko.CKO_PUBLIC_KEY).with(CKA_TOKEN, true)
            .with(CKA_PUBLIC_KEY_INFO, key.getEncoded());
        TokenPublicKey own = Refusal.atInit("finding a public key", () -> {
            List<ObjectHandle> found = token.find(wanted);
            return found.isEmpty() ? null
                : token.sessions().with(session -> publicKey(key, foreign, null, found.get(0)));
        });
        return own != null ? own : forUse(key);
    }

    private TokenPublicKey publicKey(PublicKey key, ForeignKey foreign, PooledSession owner, ObjectHandle handle) {
        Template read = token.call(session -> token.cryptoki().attributes(session, handle,
            ObjectName.READ.toArray(Cka<?>[]::new)));
        return new TokenPublicKey(token, foreign.type(), key, ObjectName.of(read), handle, owner);
    }
}
