package claviger.provider;

import static claviger.cryptoki.Cka.CKA_VALUE_LEN;

import claviger.config.AttributeTemplates.Operation;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import java.util.function.BiFunction;
import javax.crypto.SecretKey;

/**
 * A secret key that is to come out of another key or of a password.
 *
 * @param algorithm its Java name
 * @param bytes     its length, or 0 where the mechanism alone says it
 */
record NewSecret(String algorithm, Ckk type, int bytes, Template asked) {
    private static final int STANDARD_BITS = 256;

    /** The key that somebody asks for by name and spec. */
    static NewSecret of(String algorithm, TokenKeySpec spec) {
        return new NewSecret(algorithm, SecretTypes.type(algorithm), spec.bits().orElse(STANDARD_BITS) / Byte.SIZE,
            spec.attributes());
    }

    Template template(Token token) {
        Template template = KeyUses.template(token.configuration().templates(), Operation.GENERATE, Cko.CKO_SECRET_KEY,
            type, asked);
        return bytes == 0 ? template : template.with(CKA_VALUE_LEN, (long) bytes);
    }

    /** Has it derived. */
    SecretKey derived(Token token, Mechanism mechanism, TokenSecretKey base) {
        return made(token, (session, template) ->
            token.cryptoki().deriveKey(session.handle(), mechanism, base.handle(), template));
    }

    /** Has it made. @param call gives the handle of the new object */
    SecretKey made(Token token, BiFunction<PooledSession, Template, ObjectHandle> call) {
        return token.sessions().with(session ->
            new KeyReader(token).secretKey(session, call.apply(session, template(token)), algorithm));
    }
}
