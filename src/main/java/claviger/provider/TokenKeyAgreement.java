package claviger.provider;

import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;

import claviger.config.AttributeTemplates.Operation;
import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.XECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * ECDH, X25519, X448 and finite-field Diffie-Hellman with private keys of the token. {@code generateSecret()} and the
 * TLS premaster secret derive a readable session key and destroy it; any other {@code generateSecret(algorithm)} leaves
 * the key in the token (D8).
 */
final class TokenKeyAgreement extends KeyAgreementSpi {
    private static final String TLS = "TlsPremasterSecret";
    private static final int MOST_AES_BYTES = 32;

    private final Token token;
    private final String name;
    private final Ckk keyType;
    private TokenPrivateKey key;
    private Mechanism next;

    TokenKeyAgreement(Token token, String name, Ckk keyType) {
        this.token = token;
        this.name = name;
        this.keyType = keyType;
    }

    @Override protected void engineInit(Key given, SecureRandom random) throws InvalidKeyException {
        key = null;
        next = null;
        TokenPrivateKey own = TokenKey.own(TokenPrivateKey.class, given, token);
        if (own.type() != keyType) {
            throw new InvalidKeyException(name + " needs a key of the type " + keyType + ", not " + own.type());
        }
        String curve = own instanceof XECKey xec && xec.getParams() instanceof NamedParameterSpec named ? named.getName() : "";
        if (name.startsWith("X") && !name.equals("XDH") && !name.equals(curve)) {
            throw new InvalidKeyException(name + " needs a key on its own curve, not " + curve);
        }
        key = own;
    }

    @Override protected void engineInit(Key given, AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (CredentialsSpec.presented(spec, token, name) != null) {
            throw new InvalidAlgorithmParameterException(name + " takes no parameters");
        }
        engineInit(given, random);
    }

    @Override protected Key engineDoPhase(Key given, boolean lastPhase) throws InvalidKeyException {
        if (key == null || next != null || !lastPhase) {
            throw new IllegalStateException(name + " has one phase, after init");
        }
        next = key instanceof TokenPrivateKey.Dh own
            ? new Mechanism(Ckm.CKM_DH_PKCS_DERIVE, new Parameters.PublicValue(PeerValue.of(given, own.getParams())))
            : new Mechanism(Ckm.CKM_ECDH1_DERIVE, new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0], point(given)));
        return null;
    }

    private byte[] point(Key given) throws InvalidKeyException {
        SubjectPublicKeyInfo theirs = given instanceof PublicKey ? PublicKeys.info(given) : null;
        if (theirs == null) {
            throw new InvalidKeyException(name + " needs the peer's public key");
        }
        if (!theirs.getAlgorithm().equals(PublicKeys.info(key.publicKey()).getAlgorithm())) {
            throw new InvalidKeyException("the peer's public key is on another curve");
        }
        return PeerPoint.of(theirs);
    }

    @Override protected byte[] engineGenerateSecret() {
        Template readable = KeyUses.template(token.configuration().templates(), Operation.GENERATE, Cko.CKO_SECRET_KEY,
            Ckk.CKK_GENERIC_SECRET, Template.EMPTY).with(CKA_TOKEN, false).with(CKA_SENSITIVE, false)
            .with(CKA_EXTRACTABLE, true);
        Mechanism mechanism = mechanism();
        return Refusal.atCall(name, () -> token.call(session -> {
            ObjectHandle secret = token.cryptoki().deriveKey(session, mechanism, key.handle(), readable);
            try {
                return token.cryptoki().attributes(session, secret, CKA_VALUE).require(CKA_VALUE);
            } finally {
                token.cryptoki().destroyObject(session, secret);
            }
        }));
    }

    @Override protected int engineGenerateSecret(byte[] shared, int offset) throws ShortBufferException {
        Mechanism seen = next;
        byte[] secret = engineGenerateSecret();
        try {
            if (shared.length - offset < secret.length) {
                next = seen;
                throw new ShortBufferException(name + ": " + secret.length + " bytes needed");
            }
            System.arraycopy(secret, 0, shared, offset, secret.length);
            return secret.length;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override protected SecretKey engineGenerateSecret(String algorithm) throws InvalidKeyException {
        if (algorithm.equals(TLS)) {
            byte[] secret = engineGenerateSecret();
            try {
                int zeros = keyType == Ckk.CKK_DH ? zerosInFront(secret) : 0;      // RFC 5246, 8.1.2
                return new SecretKeySpec(secret, zeros, secret.length - zeros, TLS);
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        }
        Ckk type = SecretTypes.type(algorithm);
        Template kept = KeyUses.template(token.configuration().templates(), Operation.GENERATE, Cko.CKO_SECRET_KEY, type,
            Template.EMPTY).with(CKA_TOKEN, false);
        if (type == Ckk.CKK_AES) {
            kept = kept.with(CKA_VALUE_LEN, (long) MOST_AES_BYTES);
        }
        Template template = kept;
        Mechanism mechanism = mechanism();
        return Refusal.atInit(name, () -> token.sessions().with(session -> {
            ObjectHandle handle =
                token.cryptoki().deriveKey(session.handle(), mechanism, key.handle(), template);
            return new KeyReader(token).secretKey(session, handle, algorithm);
        }));
    }

    private static int zerosInFront(byte[] secret) {
        int zeros = 0;
        while (zeros < secret.length - 1 && secret[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }

    /** The next secret wants a new phase. */
    private Mechanism mechanism() {
        if (next == null) {
            throw new IllegalStateException(name + " needs doPhase first");
        }
        Mechanism now = next;
        next = null;
        return now;
    }
}
