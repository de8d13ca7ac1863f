package claviger.provider;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.CkpParameterSet;
import claviger.cryptoki.ObjectHandle;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.interfaces.XECKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import javax.crypto.interfaces.DHKey;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;

/**
 * A private key in the token, with the public half that JSSE and others ask for.
 */
abstract sealed class TokenPrivateKey extends TokenKey implements PrivateKey {
    private static final long serialVersionUID = 1;

    private final transient PublicKey publicKey;
    private final transient boolean wantsPinAtUse;

    private TokenPrivateKey(Origin origin, PublicKey publicKey) {
        super(origin.token, Cko.CKO_PRIVATE_KEY, origin.type, publicKey.getAlgorithm(), origin.name, origin.handle,
            origin.owner);
        this.publicKey = publicKey;
        this.wantsPinAtUse = origin.wantsPinAtUse;
    }

    /**
     * Which object a key stands for.
     *
     * @param owner         the session that made it, or null for a token object
     * @param wantsPinAtUse CKA_ALWAYS_AUTHENTICATE
     */
    record Origin(Token token, Ckk type, ObjectName name, ObjectHandle handle, PooledSession owner,
            boolean wantsPinAtUse) {
    }

    @Override final boolean wantsPinAtUse() {
        return wantsPinAtUse;
    }

    /** The key of an object whose public half is known. @param compat as a library that casts wants it (D10) */
    static TokenPrivateKey of(Origin origin, PublicKey half, boolean compat) {
        if (half instanceof RSAPublicKey rsa) {
            return compat ? new CompatRsa(origin, rsa) : new Rsa(origin, rsa);
        } else if (half instanceof ECPublicKey ec) {
            return compat ? new CompatEc(origin, ec) : new Ec(origin, ec);
        } else if (half instanceof EdECPublicKey ed) {
            return new Ed(origin, ed);
        } else if (half instanceof XECPublicKey x) {
            return new Xec(origin, x);
        }
        if (half instanceof DHPublicKey dh) {
            return new Dh(origin, dh);
        }
        Optional<CkpParameterSet> set = ParameterSets.of(half);
        if (set.isPresent()) {
            return new PostQuantum(origin, half, set.get());
        }
        throw new IllegalArgumentException("no private key class for " + half.getAlgorithm());
    }

    final PublicKey publicKey() {
        return publicKey;
    }

    /**
     * The parameters, by the signature with which PrivateKey itself has had this method since JDK 22. Without it a class
     * compiled for 17 has the key interface's narrower method alone, and newer JDKs find their own default: null.
     */
    public abstract AlgorithmParameterSpec getParams();

    private static UnsupportedOperationException stays() {
        return new UnsupportedOperationException("the private value stays in the token");
    }

    /** RSA. */
    static sealed class Rsa extends TokenPrivateKey implements RSAKey {
        private static final long serialVersionUID = 1;

        private final transient RSAPublicKey half;

        private Rsa(Origin origin, RSAPublicKey half) {
            super(origin, half);
            this.half = half;
        }

        @Override public final BigInteger getModulus() {
            return half.getModulus();
        }

        @Override public final AlgorithmParameterSpec getParams() {
            return half.getParams();
        }
    }

    /** RSA, for libraries that cast to RSAPrivateKey (D10). */
    static final class CompatRsa extends Rsa implements RSAPrivateKey {
        private static final long serialVersionUID = 1;

        private CompatRsa(Origin origin, RSAPublicKey half) {
            super(origin, half);
        }

        @Override public BigInteger getPrivateExponent() {
            throw stays();
        }
    }

    /** ECDSA and ECDH. */
    static sealed class Ec extends TokenPrivateKey implements ECKey {
        private static final long serialVersionUID = 1;

        private final transient ECPublicKey half;

        private Ec(Origin origin, ECPublicKey half) {
            super(origin, half);
            this.half = half;
        }

        @Override public final ECParameterSpec getParams() {
            return half.getParams();
        }
    }

    /** EC, for libraries that cast to ECPrivateKey (D10). */
    static final class CompatEc extends Ec implements ECPrivateKey {
        private static final long serialVersionUID = 1;

        private CompatEc(Origin origin, ECPublicKey half) {
            super(origin, half);
        }

        @Override public BigInteger getS() {
            throw stays();
        }
    }

    /** Ed25519. */
    static final class Ed extends TokenPrivateKey implements EdECPrivateKey {
        private static final long serialVersionUID = 1;

        private final transient EdECPublicKey half;

        private Ed(Origin origin, EdECPublicKey half) {
            super(origin, half);
            this.half = half;
        }

        /** None: the interface foresees keys like this, and jarsigner asks only such for their curve. */
        @Override public Optional<byte[]> getBytes() {
            return Optional.empty();
        }

        @Override public NamedParameterSpec getParams() {
            return half.getParams();
        }
    }

    /** ML-KEM, ML-DSA and SLH-DSA, for which the JDK has no interfaces. */
    static final class PostQuantum extends TokenPrivateKey {
        private static final long serialVersionUID = 1;

        private final transient CkpParameterSet set;

        private PostQuantum(Origin origin, PublicKey half, CkpParameterSet set) {
            super(origin, half);
            this.set = set;
        }

        @Override public NamedParameterSpec getParams() {
            return new NamedParameterSpec(ParameterSets.name(set));
        }
    }

    /** Diffie-Hellman. */
    static final class Dh extends TokenPrivateKey implements DHKey {
        private static final long serialVersionUID = 1;

        private final transient DHPublicKey half;

        private Dh(Origin origin, DHPublicKey half) {
            super(origin, half);
            this.half = half;
        }

        @Override public DHParameterSpec getParams() {
            return half.getParams();
        }
    }

    /** X25519. */
    static final class Xec extends TokenPrivateKey implements XECKey {
        private static final long serialVersionUID = 1;

        private final transient XECPublicKey half;

        private Xec(Origin origin, XECPublicKey half) {
            super(origin, half);
            this.half = half;
        }

        @Override public AlgorithmParameterSpec getParams() {
            return half.getParams();
        }
    }
}
