package claviger.provider;

import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;

/**
 * A signature of the token, or after all one of another provider. Whoever sets the parameters of a Signature before there
 * is a key (JOSE libraries do, for PSS) makes the JCA settle on the first provider of the list; a key that is not of this
 * token then still goes on to the provider that it would have chosen. Otherwise a foreign key is refused as ever.
 */
final class SettledSignature extends SignatureSpi {
    private final TokenSignature own;
    private final Token token;
    private final String name;
    private boolean initialized;
    private boolean settledWithoutKey;
    private AlgorithmParameterSpec parameters;
    /** What computes for a key that is not of this token, or null. */
    private Signature elsewhere;

    SettledSignature(Token token, String name, TokenSignature own) {
        this.own = own;
        this.token = token;
        this.name = name;
    }

    private interface Init {
        void on(Signature signature) throws InvalidKeyException;
    }

    /** @return whether the key went elsewhere */
    private boolean initElsewhere(Key key, Init init) throws InvalidKeyException {
        initialized = true;
        elsewhere = null;
        if (!settledWithoutKey || !token.isForeign(key)) {
            return false;
        }
        try {
            Signature chosen = Signature.getInstance(name);
            init.on(chosen);
            if (parameters != null) {
                chosen.setParameter(parameters);
            }
            elsewhere = chosen;
            return true;
        } catch (NoSuchAlgorithmException e) {
            throw new InvalidKeyException("no registered provider has " + name, e);
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException(name + ": the parameters that were set do not fit the key", e);
        }
    }

    @Override protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        if (!initElsewhere(key, signature -> signature.initSign(key))) {
            own.engineInitSign(key);
        }
    }

    @Override protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        if (!initElsewhere(key, signature -> signature.initVerify(key))) {
            own.engineInitVerify(key);
        }
    }

    @Override protected void engineUpdate(byte one) throws SignatureException {
        engineUpdate(new byte[] {one}, 0, 1);
    }

    @Override protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
        if (elsewhere == null) {
            own.engineUpdate(bytes, offset, length);
        } else {
            elsewhere.update(bytes, offset, length);
        }
    }

    @Override protected byte[] engineSign() throws SignatureException {
        return elsewhere == null ? own.engineSign() : elsewhere.sign();
    }

    @Override protected boolean engineVerify(byte[] signature) throws SignatureException {
        return elsewhere == null ? own.engineVerify(signature) : elsewhere.verify(signature);
    }

    @Override protected void engineSetParameter(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        settledWithoutKey |= !initialized;
        if (elsewhere == null) {
            own.engineSetParameter(spec);
        } else {
            elsewhere.setParameter(spec);
        }
        parameters = spec;
    }

    @Override protected AlgorithmParameters engineGetParameters() {
        settledWithoutKey |= !initialized;
        return elsewhere == null ? own.engineGetParameters() : elsewhere.getParameters();
    }

    @Override @Deprecated protected void engineSetParameter(String param, Object value) {
        throw new InvalidParameterException("use setParameter(AlgorithmParameterSpec)");
    }

    @Override @Deprecated protected Object engineGetParameter(String param) {
        throw new InvalidParameterException("use getParameters()");
    }
}
