package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import javax.crypto.spec.IvParameterSpec;

/**
 * HMAC and CMAC with secret keys of the token. Short data is one C_SignInit and one C_Sign. Whoever asks a Mac for its
 * length before there is a key makes the JCA settle on the first provider of the list (JSSE's HKDF does); a key that is
 * not of this token then still goes on to the provider that it would have chosen.
 */
final class TokenMac extends MacSpi {
    private static final Set<Ckm> OF_AES = Set.of(Ckm.CKM_AES_CMAC, Ckm.CKM_AES_GMAC);

    private final Token token;
    private final String name;
    private final Ckm type;
    private final int length;
    private final Lease lease;
    private final InputBuffer input = new InputBuffer();
    private TokenSecretKey key;
    private Mechanism mechanism;
    private boolean inParts;
    private boolean settledWithoutKey;
    /** What computes for a key that is not of this token, or null. */
    private Mac elsewhere;

    /** @param length of the MAC, in bytes */
    TokenMac(Token token, String name, Ckm mechanism, int length) {
        this.token = token;
        this.name = name;
        this.type = mechanism;
        this.mechanism = Mechanism.of(mechanism);
        this.length = length;
        this.lease = Lease.of(this, token);
    }

    @Override protected int engineGetMacLength() {
        settledWithoutKey |= key == null && elsewhere == null;
        return length;
    }

    @Override protected void engineInit(Key given, AlgorithmParameterSpec spec)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        engineReset();
        key = null;
        elsewhere = null;
        if (settledWithoutKey && token.isForeign(given)) {
            elsewhere = chosenBy(given, spec);
            return;
        }
        Mechanism wanted = mechanism(CredentialsSpec.presented(spec, token, name));
        TokenSecretKey own = TokenKey.own(TokenSecretKey.class, given, token);
        if ((own.type() == Ckk.CKK_AES) != OF_AES.contains(type)) {
            throw new InvalidKeyException(name + " cannot use a key of the type " + own.type());
        }
        mechanism = wanted;
        if (type == Ckm.CKM_AES_GMAC) {
            Refusal.atInitWithParameters(name, () -> begin(own));
        } else {
            Refusal.atInit(name, () -> begin(own));
        }
        key = own;
    }

    /** The Mac of the provider that the JCA chooses by the key. */
    private Mac chosenBy(Key given, AlgorithmParameterSpec spec)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        try {
            Mac chosen = Mac.getInstance(name);
            chosen.init(given, spec);
            return chosen;
        } catch (NoSuchAlgorithmException e) {
            throw new InvalidKeyException("no registered provider has " + name, e);
        }
    }

    /** A GMAC has an IV, which the caller never uses twice with a key; the others have nothing. */
    private Mechanism mechanism(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (type != Ckm.CKM_AES_GMAC) {
            if (spec != null) {
                throw new InvalidAlgorithmParameterException(name + " takes no parameters");
            }
            return Mechanism.of(type);
        }
        if (spec instanceof IvParameterSpec bare) {
            return new Mechanism(type, new Parameters.Gcm(bare.getIV(), new byte[0], length * Byte.SIZE));
        }
        throw new InvalidAlgorithmParameterException(name + " takes an IvParameterSpec");
    }

    private Void begin(TokenSecretKey own) {
        lease.begin(Running.SIGN, (cryptoki, session) -> cryptoki.signInit(session, mechanism, own.handle()));
        return null;
    }

    private void ensureBegun() {
        if (key == null) {
            throw new IllegalStateException(name + " is not initialized");
        }
        if (!lease.runs()) {
            Refusal.atCall(name, () -> begin(key));
        }
    }

    @Override protected void engineUpdate(byte one) {
        engineUpdate(new byte[] {one}, 0, 1);
    }

    @Override protected void engineUpdate(byte[] bytes, int offset, int count) {
        if (elsewhere != null) {
            elsewhere.update(bytes, offset, count);
            return;
        }
        if (!input.overflowsWith(count)) {
            input.add(bytes, offset, count);
            return;
        }
        ensureBegun();
        inParts = true;
        pass(input.takeWith(bytes, offset, count));
    }

    private void pass(byte[] part) {
        Refusal.atCall(name, () -> lease.proceed((cryptoki, session) -> {
            cryptoki.signUpdate(session, part);
            return null;
        }));
    }

    @Override protected byte[] engineDoFinal() {
        if (elsewhere != null) {
            return elsewhere.doFinal();
        }
        try {
            ensureBegun();
            byte[] rest = input.take();
            if (!inParts) {
                return Refusal.atCall(name, () -> lease.finish((cryptoki, session) -> cryptoki.sign(session, rest)));
            }
            pass(rest);
            return Refusal.atCall(name, () -> lease.finish((cryptoki, session) -> cryptoki.signFinal(session)));
        } finally {
            engineReset();
        }
    }

    @Override protected void engineReset() {
        if (elsewhere != null) {
            elsewhere.reset();
        }
        lease.cancel();
        input.drop();
        inParts = false;
    }
}
