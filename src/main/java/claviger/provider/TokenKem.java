package claviger.provider;

import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.config.AttributeTemplates.Operation;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.CkpParameterSet;
import claviger.cryptoki.Encapsulation;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import javax.crypto.KEMSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * ML-KEM with private keys of the token, and with anybody's public keys. A whole secret for a named algorithm stays in
 * the token; {@code Generic}, which is what no name means, and a part of a secret are read out of it (D8). Made by
 * {@link Kems}, since not every JDK has this SPI.
 */
final class TokenKem implements KEMSpi {
    private static final String READABLE = "Generic";
    private static final int SECRET_BYTES = 32;
    private static final Mechanism ML_KEM = Mechanism.of(Ckm.CKM_ML_KEM);

    private final Token token;
    private final String name;

    private TokenKem(Token token, String name) {
        this.token = token;
        this.name = name;
    }

    /** Makes the SPI of one name. */
    static final class Maker implements ServiceRow.Maker {
        private final String name;

        Maker(String name) {
            this.name = name;
        }

        @Override public Object make(Token token, ClavigerProvider provider) {
            return new TokenKem(token, name);
        }
    }

    @Override public EncapsulatorSpi engineNewEncapsulator(PublicKey publicKey, AlgorithmParameterSpec spec,
            SecureRandom random) throws InvalidAlgorithmParameterException, InvalidKeyException {
        refuse(spec);
        if (publicKey == null) {
            throw new InvalidKeyException("the key is null");
        }
        return new Encapsulator(new KeyImport(token).forUse(publicKey), size(publicKey));
    }

    @Override public DecapsulatorSpi engineNewDecapsulator(PrivateKey privateKey, AlgorithmParameterSpec spec)
            throws InvalidAlgorithmParameterException, InvalidKeyException {
        refuse(spec);
        TokenPrivateKey own = TokenKey.own(TokenPrivateKey.class, privateKey, token);
        return new Decapsulator(own, size(own.publicKey()));
    }

    private void refuse(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (spec != null) {
            throw new InvalidAlgorithmParameterException(name + " takes no parameters");
        }
    }

    /** The length of a ciphertext for the key, which has to be of the set that the name tells. */
    private int size(PublicKey key) throws InvalidKeyException {
        CkpParameterSet set = ParameterSets.of(key).filter(one -> one.keyType() == Ckk.CKK_ML_KEM)
            .orElseThrow(() -> new InvalidKeyException(name + " needs an ML-KEM key"));
        if (ParameterSets.named(name).filter(wanted -> wanted != set).isPresent()) {
            throw new InvalidKeyException(name + " does not take a key of " + ParameterSets.name(set));
        }
        return switch (set) {
            case CKP_ML_KEM_512 -> 768;
            case CKP_ML_KEM_768 -> 1088;
            default -> 1568;
        };
    }

    private static boolean stays(int from, int to, String algorithm) {
        Objects.checkFromToIndex(from, to, SECRET_BYTES);
        return from == 0 && to == SECRET_BYTES && !algorithm.equalsIgnoreCase(READABLE);
    }

    private Template template(String algorithm, boolean stays) {
        Ckk type = stays ? SecretTypes.type(algorithm) : Ckk.CKK_GENERIC_SECRET;
        Template wanted = KeyUses.template(token.configuration().templates(), Operation.GENERATE, Cko.CKO_SECRET_KEY,
            type, Template.EMPTY).with(CKA_TOKEN, false);
        return stays ? wanted : wanted.with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true);
    }

    /** The Java key of a new object, which it stays or which is destroyed after it has been read. */
    private SecretKey key(PooledSession session, ObjectHandle handle, int from, int to, String algorithm) {
        if (stays(from, to, algorithm)) {
            return new KeyReader(token).secretKey(session, handle, algorithm);
        }
        byte[] secret = {};
        try {
            secret = token.cryptoki().attributes(session.handle(), handle, CKA_VALUE).require(CKA_VALUE);
            return new SecretKeySpec(secret, from, to - from, algorithm);
        } finally {
            Arrays.fill(secret, (byte) 0);
            token.cryptoki().destroyObject(session.handle(), handle);
        }
    }

    private final class Encapsulator implements EncapsulatorSpi {
        private final TokenPublicKey key;
        private final int size;

        private Encapsulator(TokenPublicKey key, int size) {
            this.key = key;
            this.size = size;
        }

        @Override public KEM.Encapsulated engineEncapsulate(int from, int to, String algorithm) {
            Template template = template(algorithm, stays(from, to, algorithm));
            return Refusal.atCall(name, () -> token.sessions().with(session -> {
                Encapsulation made = token.cryptoki()
                    .encapsulateKey(session.handle(), ML_KEM, key.handle(), template);
                return new KEM.Encapsulated(key(session, made.key(), from, to, algorithm), made.ciphertext(), null);
            }));
        }

        @Override public int engineSecretSize() {
            return SECRET_BYTES;
        }

        @Override public int engineEncapsulationSize() {
            return size;
        }
    }

    private final class Decapsulator implements DecapsulatorSpi {
        private final TokenPrivateKey key;
        private final int size;

        private Decapsulator(TokenPrivateKey key, int size) {
            this.key = key;
            this.size = size;
        }

        @Override public SecretKey engineDecapsulate(byte[] encapsulation, int from, int to, String algorithm)
                throws DecapsulateException {
            Template template = template(algorithm, stays(from, to, algorithm));
            if (encapsulation.length != size) {
                throw new DecapsulateException(name + ": an encapsulation for this key has " + size + " bytes");
            }
            return Refusal.atCall(name, () -> token.sessions().with(session -> key(session, token.cryptoki()
                .decapsulateKey(session.handle(), ML_KEM, key.handle(), template, encapsulation), from, to,
                algorithm)));
        }

        @Override public int engineSecretSize() {
            return SECRET_BYTES;
        }

        @Override public int engineEncapsulationSize() {
            return size;
        }
    }
}
