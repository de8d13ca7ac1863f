package claviger.provider;

import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DERIVE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.crypto.SecretKey;

/**
 * HKDF with keys of the token, for the SPIs that offer it. At least one secret has to be the token's; salts and further
 * secrets may be anybody's.
 *
 * @param hash the digest mechanism
 */
record HkdfDerivation(Token token, String name, Ckm hash) {

    /**
     * What goes in.
     *
     * @param secrets joined in this order; of an expansion without extraction, the one pseudorandom key
     * @param salts   joined in this order, none for no salt
     */
    record Input(boolean extract, boolean expand, List<SecretKey> secrets, List<SecretKey> salts, byte[] info) {
    }

    /** A key that stays in the token. */
    SecretKey key(Input input, NewSecret wanted) throws InvalidKeyException, InvalidAlgorithmParameterException {
        return with(input, (base, mechanism) -> wanted.made(token, (session, template) ->
            token.cryptoki().deriveKey(session.handle(), mechanism, base.handle(), template)));
    }

    /**
     * Bytes that come out of the token. A base key that names CKM_HKDF_DATA gives a data object, of any length; of others
     * it is a key that is read and destroyed (D8).
     *
     * @throws UnsupportedOperationException if the base key says that what is derived from it stays
     */
    byte[] data(Input input, int bytes) throws InvalidKeyException, InvalidAlgorithmParameterException {
        return with(input, (base, mechanism) -> token.call(session -> {
            Template facts = token.cryptoki()
                .attributes(session, base.handle(), CKA_ALLOWED_MECHANISMS, CKA_DERIVE_TEMPLATE);
            Template stays = facts.get(CKA_DERIVE_TEMPLATE, Template.EMPTY);
            if (stays.is(CKA_SENSITIVE) || !stays.get(CKA_EXTRACTABLE, true)) {
                throw new UnsupportedOperationException("what is derived from " + base + " is not extractable");
            }
            boolean asData = LongStream.of(facts.get(CKA_ALLOWED_MECHANISMS, new long[0]))
                .anyMatch(allowed -> allowed == Ckm.CKM_HKDF_DATA.code());
            Mechanism used = asData ? new Mechanism(Ckm.CKM_HKDF_DATA, mechanism.parameters()) : mechanism;
            ObjectHandle made = token.cryptoki().deriveKey(session, used, base.handle(), readable(asData, bytes));
            try {
                return token.cryptoki().attributes(session, made, CKA_VALUE).require(CKA_VALUE);
            } finally {
                token.cryptoki().destroyObject(session, made);
            }
        }));
    }

    private Template readable(boolean asData, int bytes) {
        Template readable = asData ? Template.EMPTY.with(CKA_CLASS, Cko.CKO_DATA)
            : new NewSecret("Generic", Ckk.CKK_GENERIC_SECRET, 0, Template.EMPTY).template(token)
                .with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
        return readable.with(CKA_TOKEN, false).with(CKA_VALUE_LEN, (long) bytes);
    }

    /** What is done with a base key and the mechanism. */
    private interface Use<T> {
        T with(TokenSecretKey base, Mechanism mechanism);
    }

    private <T> T with(Input input, Use<T> use) throws InvalidKeyException, InvalidAlgorithmParameterException {
        KeyPieces secrets = KeyPieces.of(token, input.secrets());
        KeyPieces salts = KeyPieces.of(token, input.salts());
        if (!secrets.hasKey()) {
            throw new InvalidKeyException(name + " needs a key of the token to derive from; import one by "
                + "SecretKeyFactory.translateKey of this provider, or let another provider derive");
        }
        try {
            return Refusal.atInitWithParameters(name, () -> {
                TokenSecretKey base = secrets.joined();
                Optional<ObjectHandle> salt = salts.hasKey() ? Optional.of(salts.joined().handle()) : Optional.empty();
                return use.with(base, new Mechanism(Ckm.CKM_HKDF_DERIVE, new Parameters.Hkdf(input.extract(),
                    input.expand(), hash, salt.isPresent() ? new byte[0] : salts.bytes(), salt, input.info())));
            });
        } finally {
            secrets.drop();
            salts.drop();
        }
    }
}
