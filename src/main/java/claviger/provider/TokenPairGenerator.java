package claviger.provider;

import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE_BITS;

import claviger.config.AttributeTemplates;
import claviger.config.AttributeTemplates.Operation;
import claviger.config.Option;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MechanismInfo;
import claviger.cryptoki.Template;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPairGeneratorSpi;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/**
 * Key pairs made in the token. Session objects unless a {@link TokenKeySpec} says otherwise: KeyStore.setKeyEntry makes
 * them token objects. The public key that is handed out is one of the JDK; its token object is kept for a stored pair only.
 */
final class TokenPairGenerator extends KeyPairGeneratorSpi {
    private final Token token;
    private final ClavigerProvider provider;
    private final PairKind kind;
    private final Template fixed;
    private Template material;
    private Template asked = Template.EMPTY;

    TokenPairGenerator(Token token, ClavigerProvider provider, PairKind kind) {
        this(token, provider, kind, null);
    }

    /** @param fixed what its name says and no parameter may change, or null */
    TokenPairGenerator(Token token, ClavigerProvider provider, PairKind kind, Template fixed) {
        this.fixed = fixed;
        this.material = fixed;
        this.token = token;
        this.provider = provider;
        this.kind = kind;
    }

    @Override public void initialize(int bits, SecureRandom random) {
        try {
            take(sized(bits), Template.EMPTY);
        } catch (InvalidAlgorithmParameterException e) {
            InvalidParameterException refused = new InvalidParameterException(e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    @Override public void initialize(AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidAlgorithmParameterException {
        if (!(spec instanceof TokenKeySpec wanted)) {
            take(given(spec), Template.EMPTY);
        } else if (wanted.what().isPresent()) {
            take(given(wanted.what().get()), wanted.attributes());
        } else if (fixed != null && wanted.bits().isEmpty()) {
            take(fixed, wanted.attributes());
        } else {
            take(sized(wanted.bits().orElse(kind.standardBits())), wanted.attributes());
        }
    }

    private Template sized(int bits) throws InvalidAlgorithmParameterException {
        refuseRsaSize(bits);
        return asNamed(kind.material(bits));
    }

    private Template given(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (spec instanceof RSAKeyGenParameterSpec rsa) {
            refuseRsaSize(rsa.getKeysize());
        }
        return asNamed(kind.material(spec));
    }

    private Template asNamed(Template wanted) throws InvalidAlgorithmParameterException {
        if (fixed != null && !wanted.matches(fixed)) {
            throw new InvalidAlgorithmParameterException("the name of this generator says another parameter set");
        }
        return wanted;
    }

    /** At initialize, when the JCA can still choose another provider. */
    private void refuseRsaSize(int bits) throws InvalidAlgorithmParameterException {
        if (kind == PairKind.RSA) {
            MechanismInfo info = Refusal.atCall("asking for key sizes", () -> token.mechanismInfo(kind.mechanism()));
            if (bits < info.minKeySize() || bits > info.maxKeySize()) {
                throw new InvalidAlgorithmParameterException(
                    "the token makes RSA keys of " + info.minKeySize() + " to " + info.maxKeySize() + " bits");
            }
        }
    }

    private void take(Template newMaterial, Template newAsked) {
        material = newMaterial;
        asked = newAsked;
    }

    @Override public java.security.KeyPair generateKeyPair() {
        if (material == null) {
            initialize(kind.standardBits(), null);
        }
        AttributeTemplates blocks = token.configuration().templates();
        Template shared = asked.only(attribute ->
            attribute.equals(CKA_TOKEN) || attribute.equals(CKA_LABEL) || attribute.equals(CKA_ID))
            .with(KeyUses.ofOtherHalf(asked));
        Template publicKey = KeyUses.template(blocks, Operation.GENERATE, Cko.CKO_PUBLIC_KEY, kind.type(), shared)
            .with(material.without(CKA_VALUE_BITS));
        Template privateKey = KeyUses.template(blocks, Operation.GENERATE, Cko.CKO_PRIVATE_KEY, kind.type(), asked)
            .with(material.only(CKA_VALUE_BITS::equals));
        TokenPrivateKey made = Refusal.atCall("generating a key pair", () -> {
            token.loginByFile();
            return token.sessions().with(session -> generated(session, publicKey, privateKey));
        });
        if (made.isTokenObject() && token.configuration().is(Option.PLACEHOLDER_CERTIFICATE)) {
            placeholder(made);
        }
        return new java.security.KeyPair(made.publicKey(), made);
    }

    private TokenPrivateKey generated(PooledSession session, Template publicKey, Template privateKey) {
        KeyPair pair = token.cryptoki().generateKeyPair(session.handle(), Mechanism.of(kind.mechanism()), publicKey,
            privateKey);
        TokenPrivateKey made = new KeyReader(token).privateKey(session, pair);
        if (!publicKey.is(CKA_TOKEN)) {
            token.cryptoki().destroyObject(session.handle(), pair.publicKey());
        }
        return made;
    }

    private void placeholder(TokenPrivateKey made) {
        if (kind.type() == Ckk.CKK_EC_MONTGOMERY || kind.type() == Ckk.CKK_ML_KEM || kind.type() == Ckk.CKK_DH) {
            return;
        }
        try {
            new PlaceholderCertificate(token, provider).store(made, asked.get(CKA_LABEL, ""), asked.get(CKA_ID));
        } catch (Exception e) {
            throw new ProviderException("the key pair is in the token, but its placeholder certificate is not", e);
        }
    }
}
