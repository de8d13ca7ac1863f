package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * A key that signatures of certificates are verified with: RSA, ECDSA on P-256, P-384 and P-521, Ed25519 or ML-DSA. As an
 * expression it has one spelling, so its hash says which key it is; another spelling of it is refused here, and elsewhere
 * is just some other principal. Immutable.
 *
 * <p>The arithmetic is Bouncy Castle's, directly: a JVM's providers may have the token in their midst, and a decision about
 * the token must not depend on the token.
 */
public abstract sealed class VerificationKey permits RsaKey, EcdsaKey, Ed25519Key, MlDsaKey {
    private final KeyAlgorithm algorithm;

    VerificationKey(KeyAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    /**
     * The key of an expression.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS if it is none that verifies, for what it is or for its size
     */
    public static VerificationKey of(Principal.Key principal) {
        List<Sexp> parts = principal.sexp().rest();
        if (parts.size() != 1 || !(parts.get(0) instanceof SexpList inner)) {
            throw refused("a key that verifies is written (public-key (algorithm ..))");
        }
        VerificationKey key = KeyAlgorithm.of(inner.name())
            .orElseThrow(() -> refused("keys of this algorithm verify nothing here"))
            .read(inner.rest());
        if (!key.principal().equals(principal)) {
            throw refused("the key is not written as it has to be, with its numbers as short as can be");
        }
        return key;
    }

    /** The key of an expression, if it is one that verifies. */
    static Optional<VerificationKey> find(Principal.Key principal) {
        try {
            return Optional.of(of(principal));
        } catch (SpkiException e) {
            return Optional.empty();
        }
    }

    /**
     * A key of the JCA; RSA's signs with SHA-256.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS if it has no expression here
     */
    public static VerificationKey of(PublicKey key) {
        byte[] info = "X.509".equals(key.getFormat()) ? key.getEncoded() : null;
        if (info == null) {
            throw refused("the key does not say what it is");
        }
        return ofInfo(info);
    }

    /**
     * The key of a SubjectPublicKeyInfo; RSA's signs with SHA-256.
     *
     * @throws SpkiException as {@link #of(PublicKey)}
     */
    public static VerificationKey ofInfo(byte[] info) {
        VerificationKey read = of(parameter(info));
        if (!Arrays.equals(info, read.info())) {
            throw refused("the key has parameters for which there is no expression");
        }
        return read;
    }

    private static AsymmetricKeyParameter parameter(byte[] info) {
        try {
            return PublicKeyFactory.createKey(info);
        } catch (IOException | RuntimeException e) {
            throw CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because(e, "the key can't be read");
        }
    }

    static VerificationKey of(AsymmetricKeyParameter parameter) {
        if (parameter instanceof RSAKeyParameters rsa) {
            return RsaKey.of(rsa);
        } else if (parameter instanceof ECPublicKeyParameters ec) {
            return new EcdsaKey(ec);
        } else if (parameter instanceof Ed25519PublicKeyParameters edwards) {
            return new Ed25519Key(edwards);
        } else if (parameter instanceof MLDSAPublicKeyParameters mlDsa) {
            return new MlDsaKey(mlDsa);
        }
        throw refused("keys of this kind verify nothing here");
    }

    /** {@code (public-key (algorithm ..))}. */
    public final Principal.Key principal() {
        return new Principal.Key(SexpList.named("public-key", SexpList.named(algorithm.word(), fields())));
    }

    /** The SubjectPublicKeyInfo, as it stands in certificates of X.509. */
    public final byte[] info() {
        try {
            return subjectPublicKeyInfo().getEncoded("DER");
        } catch (IOException e) {
            throw new IllegalStateException("a key that was read can't be written", e);
        }
    }

    /** What the JCA calls its signatures, in the form that certificates carry. */
    public abstract String signatureAlgorithm();

    /** The hash by which a new signature tells what it is of; RSA and ECDSA sign that hash. */
    abstract HashAlgorithm hash();

    /** Whether the signature is this key's, of these octets by way of the hash. */
    abstract boolean verifies(HashAlgorithm hash, byte[] octets, byte[] signature);

    abstract List<SexpList> fields();

    abstract SubjectPublicKeyInfo subjectPublicKeyInfo() throws IOException;

    /** Whether a principal is this key, or a hash of it that nothing else has (AC25, AC63). */
    final boolean isCalled(Principal principal) {
        if (principal instanceof Principal.Hash hash) {
            return sound(hash).filter(algorithm -> algorithm.of(principal().sexp()).equals(hash)).isPresent();
        } else if (principal instanceof Principal.ObjectHash object) {
            return sound(object.hash()).filter(algorithm -> algorithm.hash(info()).equals(object.hash())).isPresent();
        }
        return principal().equals(principal);
    }

    private static Optional<HashAlgorithm> sound(Principal.Hash hash) {
        return HashAlgorithm.of(hash.algorithm()).filter(HashAlgorithm.SOUND::contains);
    }

    final KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** The octets of fields that are just these, in this order: {@code (e #03#) (n #00..#)}. */
    static List<Atom> values(List<Sexp> fields, String... names) {
        List<Atom> values = fields.stream().filter(field -> field instanceof SexpList list && list.items().size() == 2)
            .map(field -> ((SexpList) field).items().get(1))
            .filter(value -> value instanceof Atom atom && atom.hint().isEmpty()).map(Atom.class::cast).toList();
        List<String> found = fields.stream().map(Sexp::name).toList();
        if (!found.equals(List.of(names)) || values.size() != names.length) {
            throw refused("this key has the fields " + String.join(", ", names) + ", each with one value");
        }
        return values;
    }

    static SpkiException refused(String why) {
        return CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because("%s", why);
    }
}
