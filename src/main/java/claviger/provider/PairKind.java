package claviger.provider;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Template;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.spec.DHParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;

/** The kinds of key pair: how a size or a parameter becomes the template of the public key; CKA_VALUE_BITS is the other's. */
enum PairKind {
    RSA(Ckk.CKK_RSA, Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN, 3072) {
        @Override Template material(int bits) throws InvalidAlgorithmParameterException {
            return material(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
        }

        @Override Template material(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
            if (!(spec instanceof RSAKeyGenParameterSpec rsa) || rsa.getPublicExponent().signum() <= 0) {
                throw new InvalidAlgorithmParameterException("RSA takes an RSAKeyGenParameterSpec");
            }
            return Template.EMPTY.with(CKA_MODULUS_BITS, (long) rsa.getKeysize())
                .with(CKA_PUBLIC_EXPONENT, rsa.getPublicExponent().toByteArray());
        }
    },
    EC(Ckk.CKK_EC, Ckm.CKM_EC_KEY_PAIR_GEN, 256) {
        @Override Template material(int bits) throws InvalidAlgorithmParameterException {
            return switch (bits) {
                case 256, 384, 521 -> material(new ECGenParameterSpec("secp" + bits + "r1"));
                default -> throw new InvalidAlgorithmParameterException("EC keys have 256, 384 or 521 bits");
            };
        }

        @Override Template material(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
            Optional<byte[]> unknownToTheJdk = NamedCurves.parameters(spec);
            if (unknownToTheJdk.isPresent()) {
                return Template.EMPTY.with(CKA_EC_PARAMS, unknownToTheJdk.get());
            }
            try {
                AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
                curve.init(spec);
                if (!NamedCurves.OF_THE_JDK.contains(ASN1ObjectIdentifier.getInstance(curve.getEncoded()))) {
                    throw new InvalidAlgorithmParameterException("the token makes no keys on this curve");
                }
                return Template.EMPTY.with(CKA_EC_PARAMS, curve.getEncoded());
            } catch (InvalidParameterSpecException | NoSuchAlgorithmException | IOException e) {
                throw new InvalidAlgorithmParameterException("EC takes the name of a curve or a named curve", e);
            }
        }
    },
    DH(Ckk.CKK_DH, Ckm.CKM_DH_PKCS_KEY_PAIR_GEN, 3072) {
        @Override Template material(int bits) throws InvalidAlgorithmParameterException {
            return DhGroups.material("ffdhe" + bits);
        }

        @Override Template material(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
            return spec instanceof DHParameterSpec group ? DhGroups.material(group) : DhGroups.material(nameOf(spec));
        }
    },
    EDDSA(Ckk.CKK_EC_EDWARDS, Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN, 255, Named.ED25519, Named.ED448),
    ED25519(Ckk.CKK_EC_EDWARDS, Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN, 255, Named.ED25519),
    ED448(Ckk.CKK_EC_EDWARDS, Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN, 448, Named.ED448),
    XDH(Ckk.CKK_EC_MONTGOMERY, Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN, 255, Named.X25519, Named.X448),
    X25519(Ckk.CKK_EC_MONTGOMERY, Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN, 255, Named.X25519),
    X448(Ckk.CKK_EC_MONTGOMERY, Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN, 448, Named.X448),
    ML_KEM(Ckk.CKK_ML_KEM, Ckm.CKM_ML_KEM_KEY_PAIR_GEN, 768) {
        @Override Template material(int number) throws InvalidAlgorithmParameterException {
            return set("ML-KEM-" + number, type());
        }

        @Override Template material(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
            return set(nameOf(spec), type());
        }
    },
    ML_DSA(Ckk.CKK_ML_DSA, Ckm.CKM_ML_DSA_KEY_PAIR_GEN, 65) {
        @Override Template material(int number) throws InvalidAlgorithmParameterException {
            return set("ML-DSA-" + number, type());
        }

        @Override Template material(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
            return set(nameOf(spec), type());
        }
    },
    SLH_DSA(Ckk.CKK_SLH_DSA, Ckm.CKM_SLH_DSA_KEY_PAIR_GEN, 128) {
        /** The fast one with SHA-2, of the four of each strength. */
        @Override Template material(int bits) throws InvalidAlgorithmParameterException {
            return set("SLH-DSA-SHA2-" + bits + "F", type());
        }

        @Override Template material(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
            return set(nameOf(spec), type());
        }
    };

    /** A curve that has a size and a name and nothing else to choose. */
    private enum Named {
        ED25519("Ed25519", 255, EdECObjectIdentifiers.id_Ed25519),
        ED448("Ed448", 448, EdECObjectIdentifiers.id_Ed448),
        X25519("X25519", 255, EdECObjectIdentifiers.id_X25519),
        X448("X448", 448, EdECObjectIdentifiers.id_X448);

        private final String javaName;
        private final int bits;
        private final ASN1ObjectIdentifier oid;

        Named(String javaName, int bits, ASN1ObjectIdentifier oid) {
            this.javaName = javaName;
            this.bits = bits;
            this.oid = oid;
        }
    }

    private final Ckk type;
    private final Ckm mechanism;
    private final int standardBits;
    private final List<Named> curves;

    PairKind(Ckk type, Ckm mechanism, int standardBits, Named... curves) {
        this.type = type;
        this.mechanism = mechanism;
        this.standardBits = standardBits;
        this.curves = List.of(curves);
    }

    Template material(int bits) throws InvalidAlgorithmParameterException {
        return curve(curve -> curve.bits == bits, "no curve of " + bits + " bits for " + this);
    }

    Template material(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        String given = nameOf(spec);
        return curve(curve -> curve.javaName.equalsIgnoreCase(given), "expected a NamedParameterSpec for " + this);
    }

    private Template curve(Predicate<Named> wanted, String refusal) throws InvalidAlgorithmParameterException {
        Named curve = curves.stream().filter(wanted).findFirst()
            .orElseThrow(() -> new InvalidAlgorithmParameterException(refusal));
        try {
            return Template.EMPTY.with(CKA_EC_PARAMS, curve.oid.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("an object identifier without an encoding", e);
        }
    }

    Ckk type() {
        return type;
    }

    Ckm mechanism() {
        return mechanism;
    }

    int standardBits() {
        return standardBits;
    }

    private static String nameOf(AlgorithmParameterSpec spec) {
        return spec instanceof NamedParameterSpec named ? named.getName()
            : spec instanceof ECGenParameterSpec generic ? generic.getName() : "";
    }

    private static Template set(String name, Ckk type) throws InvalidAlgorithmParameterException {
        return ParameterSets.named(name).filter(set -> set.keyType() == type).map(ParameterSets::material)
            .orElseThrow(() -> new InvalidAlgorithmParameterException(
                "expected the NamedParameterSpec of a parameter set of " + ParameterSets.family(type)));
    }
}
