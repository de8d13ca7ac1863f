package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_DH;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_RSA;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.BigIntegers;

/** Keys for tests, made the way the token makes them: through {@link KeyTypes} and the rows. */
final class TestKeys {
    private static final Map<Ckm, Pair> PAIRS = new EnumMap<>(Ckm.class);

    private TestKeys() {
    }

    record Pair(KeyMaterial publicKey, KeyMaterial privateKey) {
    }

    static KeyMaterial key(Cko objectClass, Ckk type, Template material) {
        return new KeyMaterial(objectClass, type, KeyTypes.completed(objectClass, type, material));
    }

    static KeyMaterial secret(Ckk type, byte[] value) {
        return key(CKO_SECRET_KEY, type, Template.EMPTY.with(CKA_VALUE, value));
    }

    static KeyMaterial secret(Ckk type, String hex) {
        return secret(type, HexFormat.of().parseHex(hex));
    }

    /** A pair of a generator, made once for all tests. */
    static synchronized Pair pair(Ckm generator) {
        return PAIRS.computeIfAbsent(generator, wanted -> switch (wanted) {
            case CKM_RSA_PKCS_KEY_PAIR_GEN -> fresh(wanted, CKK_RSA, Template.EMPTY.with(CKA_MODULUS_BITS, 2048L));
            case CKM_EC_KEY_PAIR_GEN -> curve(wanted, Curve.P_256);
            case CKM_EC_EDWARDS_KEY_PAIR_GEN -> curve(wanted, Curve.ED25519);
            case CKM_EC_MONTGOMERY_KEY_PAIR_GEN -> curve(wanted, Curve.X25519);
            case CKM_DH_PKCS_KEY_PAIR_GEN -> fresh(wanted, CKK_DH, DhGroup.FFDHE_2048.components());
            case CKM_ML_KEM_KEY_PAIR_GEN -> set(wanted, ParameterSet.ML_KEM_768);
            case CKM_ML_DSA_KEY_PAIR_GEN -> set(wanted, ParameterSet.ML_DSA_44);
            case CKM_SLH_DSA_KEY_PAIR_GEN -> set(wanted, ParameterSet.SLH_DSA_SHA2_128F);
            default -> throw new IllegalArgumentException(wanted.name());
        });
    }

    static Pair curve(Ckm generator, Curve curve) {
        return fresh(generator, curve.keyType(), Template.EMPTY.with(CKA_EC_PARAMS, curve.params()));
    }

    static Pair set(Ckm generator, ParameterSet set) {
        return fresh(generator, set.keyType(), Template.EMPTY.with(CKA_PARAMETER_SET, set.code()));
    }

    static Pair fresh(Ckm generator, Ckk type, Template wanted) {
        GeneratedPair pair = Mechanisms.row(generator).algorithm().generateKeyPair(Parameters.NONE, wanted);
        return new Pair(new KeyMaterial(CKO_PUBLIC_KEY, type, pair.publicKey()),
            new KeyMaterial(CKO_PRIVATE_KEY, type, pair.privateKey()));
    }

    /** A public key of a SubjectPublicKeyInfo. */
    static KeyMaterial publicKey(byte[] spki) {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki);
        ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
        if (algorithm.equals(RsaPublicForm.ALGORITHM.getAlgorithm())) {
            RSAPublicKey key = RSAPublicKey.getInstance(info.getPublicKeyData().getOctets());
            return key(CKO_PUBLIC_KEY, CKK_RSA, Template.EMPTY
                .with(CKA_MODULUS, BigIntegers.asUnsignedByteArray(key.getModulus()))
                .with(CKA_PUBLIC_EXPONENT, BigIntegers.asUnsignedByteArray(key.getPublicExponent())));
        }
        if (ParameterSet.of(algorithm).isPresent()) {
            ParameterSet set = ParameterSet.of(algorithm).get();
            return key(CKO_PUBLIC_KEY, set.keyType(), Template.EMPTY.with(CKA_PARAMETER_SET, set.code())
                .with(CKA_VALUE, info.getPublicKeyData().getOctets()));
        }
        Ckk type = Curve.of(algorithm).map(Curve::keyType).orElse(CKK_EC);
        byte[] params = type == CKK_EC ? Der.encoded(info.getAlgorithm().getParameters()) : Der.encoded(algorithm);
        return key(CKO_PUBLIC_KEY, type, Template.EMPTY
            .with(CKA_EC_PARAMS, params).with(CKA_EC_POINT, info.getPublicKeyData().getOctets()));
    }

    /** A private key of its PKCS#8 form. */
    static KeyMaterial privateKey(byte[] pkcs8) {
        ASN1ObjectIdentifier algorithm = PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm().getAlgorithm();
        Ckk type = algorithm.equals(RsaPublicForm.ALGORITHM.getAlgorithm())
            ? CKK_RSA : Curve.of(algorithm).map(Curve::keyType).orElse(CKK_EC);
        return new KeyMaterial(CKO_PRIVATE_KEY, type, KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, type, pkcs8));
    }
}
