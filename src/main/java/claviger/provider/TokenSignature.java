package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.CkpParameterSet;
import claviger.cryptoki.Mechanism;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/**
 * Signatures with private keys of the token; verification in the token with any public key, for those who ask this
 * provider by name. Short data is one C_SignInit and one C_Sign. PSS parameters may come before or after init.
 */
final class TokenSignature extends SignatureSpi {
    /** What the token takes in one piece. */
    private static final int MOST_WHOLE = 64 << 20;

    private final Token token;
    private final SignatureScheme scheme;
    private final String name;
    private final Optional<CkpParameterSet> namedSet;
    private final Lease lease;
    private final InputBuffer input = new InputBuffer();
    private AlgorithmParameterSpec parameters;
    private Mechanism mechanism;
    private TokenKey key;
    private ECKey curve;
    private boolean inParts;

    TokenSignature(Token token, String name, SignatureScheme scheme) {
        this.token = token;
        this.name = name;
        this.namedSet = ParameterSets.ofSignature(name);
        this.scheme = scheme;
        this.lease = Lease.of(this, token);
        this.parameters = scheme.defaults();
    }

    @Override protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
        reset();
        key = null;
        TokenPrivateKey own = TokenKey.own(TokenPrivateKey.class, privateKey, token);
        init(own, own instanceof ECKey ec ? ec : null, Running.SIGN);
    }

    @Override protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
        reset();
        TokenPublicKey own = key instanceof TokenPublicKey before && before.original() == publicKey
            ? before : new KeyImport(token).forUse(publicKey);
        key = null;
        init(own, publicKey instanceof ECKey ec ? ec : null, Running.VERIFY);
    }

    private void init(TokenKey own, ECKey ec, Running running) throws InvalidKeyException {
        if (own.type() != scheme.keyType()) {
            throw new InvalidKeyException(name + " needs a key of the type " + scheme.keyType() + ", not " + own.type());
        }
        PublicKey half = own instanceof TokenPrivateKey pair ? pair.publicKey() : ((TokenPublicKey) own).original();
        requireNamedSet(half);
        if (half instanceof EdECKey edwards && !name.equals("EdDSA") && !name.equals(edwards.getParams().getName())) {
            throw new InvalidKeyException(name + " needs a key on its own curve, not " + edwards.getParams().getName());
        }
        curve = ec;
        try {
            mechanism = scheme.mechanism(parameters);
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException(name + ": the parameters that were set cannot be used", e);
        }
        if (mechanism != null) {
            requireAllowed(own, mechanism);
            Refusal.atInit(name, () -> begin(own, running));
        }
        key = own;
    }

    /** A public key may say with which parameters it verifies; a private one of the token has no such limits. */
    private static void requireAllowed(TokenKey own, Mechanism wanted) throws InvalidKeyException {
        if (own instanceof TokenPublicKey publicKey) {
            PssKey.requireAllowed(publicKey.original(), wanted);
        }
    }

    /** A name like ML-DSA-65 takes keys of that set only. */
    private void requireNamedSet(PublicKey half) throws InvalidKeyException {
        if (namedSet.isPresent() && !namedSet.equals(ParameterSets.of(half))) {
            throw new InvalidKeyException(name + " does not take this key of another parameter set");
        }
    }

    private Void begin(TokenKey own, Running running) {
        if (running == Running.SIGN) {
            lease.begin(running, own, (cryptoki, session) -> cryptoki.signInit(session, mechanism, own.handle()));
        } else {
            lease.begin(running, (cryptoki, session) -> cryptoki.verifyInit(session, mechanism, own.handle()));
        }
        return null;
    }

    /** An operation is under way afterwards: the one that init began, or the next with the same key. */
    private void ensureBegun() throws SignatureException {
        if (lease.runs()) {
            return;
        }
        if (key == null) {
            throw new SignatureException(name + " is not initialized");
        }
        if (mechanism == null) {
            throw new SignatureException(name + " needs a PSSParameterSpec before data");
        }
        Refusal.atSign(name, () -> begin(key, signs() ? Running.SIGN : Running.VERIFY));
    }

    private boolean signs() {
        return key instanceof TokenPrivateKey;
    }

    @Override protected void engineUpdate(byte b) throws SignatureException {
        engineUpdate(new byte[] {b}, 0, 1);
    }

    @Override protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
        if (key == null) {
            throw new SignatureException(name + " is not initialized");
        }
        if (!input.overflowsWith(length) || scheme.takesTheWhole() && length <= MOST_WHOLE - input.length()) {
            input.add(bytes, offset, length);
            return;
        }
        if (!scheme.multiPart()) {
            reset();
            throw new SignatureException(name + " takes its data in one piece, and not so much");
        }
        ensureBegun();
        inParts = true;
        pass(input.takeWith(bytes, offset, length));
    }

    private void pass(byte[] part) throws SignatureException {
        boolean sign = signs();
        Refusal.atSign(name, () -> lease.proceed((cryptoki, session) -> {
            if (sign) {
                cryptoki.signUpdate(session, part);
            } else {
                cryptoki.verifyUpdate(session, part);
            }
            return null;
        }));
    }

    @Override protected byte[] engineSign() throws SignatureException {
        try {
            ensureBegun();
            byte[] rest = input.take();
            byte[] raw;
            if (inParts) {
                pass(rest);
                raw = Refusal.atSign(name, () -> lease.finish((cryptoki, session) -> cryptoki.signFinal(session)));
            } else {
                raw = Refusal.atSign(name, () -> lease.finish((cryptoki, session) -> cryptoki.sign(session, rest)));
            }
            return scheme.der() ? EcdsaFormat.toDer(raw) : raw;
        } finally {
            reset();
        }
    }

    @Override protected boolean engineVerify(byte[] signature) throws SignatureException {
        try {
            ensureBegun();
            byte[] raw = scheme.keyType() == Ckk.CKK_EC ? rawEcdsa(signature) : signature;
            byte[] rest = input.take();
            if (inParts) {
                pass(rest);
            }
            return Refusal.atVerify(name, () -> lease.finish((cryptoki, session) -> {
                if (inParts) {
                    cryptoki.verifyFinal(session, raw);
                } else {
                    cryptoki.verify(session, rest, raw);
                }
                return null;
            }));
        } finally {
            reset();
        }
    }

    /** A token takes two shorter halves (6.3.1), IEEE P1363 does not. */
    private byte[] rawEcdsa(byte[] signature) throws SignatureException {
        int bytes = (curve.getParams().getOrder().bitLength() + 7) / 8;
        if (scheme.der()) {
            return EcdsaFormat.toRaw(signature, bytes);
        } else if (signature.length != 2 * bytes) {
            throw new SignatureException(name + ": a signature with this key has " + 2 * bytes + " bytes");
        }
        return signature;
    }

    private void reset() {
        lease.cancel();
        input.drop();
        inParts = false;
    }

    @Override protected void engineSetParameter(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (inParts || input.length() > 0) {
            throw new ProviderException(name + ": parameters cannot change after data");
        }
        if (spec == null && scheme.isPss()) {
            throw new InvalidAlgorithmParameterException(name + " needs a PSSParameterSpec");
        }
        if (spec instanceof CredentialsSpec shown) {
            shown.present(token, name);
            if (shown.parameters() != null) {
                engineSetParameter(shown.parameters());
            }
            return;
        }
        Mechanism wanted = scheme.mechanism(spec);
        TokenKey own = key;
        try {
            requireAllowed(own, wanted);
            parameters = spec;
            mechanism = wanted;
            lease.cancel();
            if (own != null) {
                Refusal.atInitWithParameters(name, () -> begin(own, signs() ? Running.SIGN : Running.VERIFY));
            }
        } catch (InvalidKeyException e) {
            throw new InvalidAlgorithmParameterException(name + ": these parameters do not fit the key", e);
        }
    }

    @Override protected AlgorithmParameters engineGetParameters() {
        if (!(parameters instanceof PSSParameterSpec pss)) {
            return null;
        }
        try {
            AlgorithmParameters encoded = AlgorithmParameters.getInstance("RSASSA-PSS");
            encoded.init(pss);
            return encoded;
        } catch (NoSuchAlgorithmException | InvalidParameterSpecException e) {
            throw new ProviderException("no provider of this JVM encodes PSS parameters", e);
        }
    }

    @Override @Deprecated protected void engineSetParameter(String param, Object value) {
        throw new InvalidParameterException("use setParameter(AlgorithmParameterSpec)");
    }

    @Override @Deprecated protected Object engineGetParameter(String param) {
        throw new InvalidParameterException("use getParameters()");
    }
}
