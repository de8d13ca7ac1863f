package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckr.CKR_CURVE_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_DOMAIN_PARAMS_INVALID;

import claviger.cryptoki.Ckk;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;

/** The elliptic curves of this token and what CKA_EC_PARAMS calls them: an OID, or a PrintableString with a name. */
enum Curve {
    P_256(  CKK_EC,            256, SECObjectIdentifiers.secp256r1,     "secp256r1", "P-256", "prime256v1"),
    P_384(  CKK_EC,            384, SECObjectIdentifiers.secp384r1,     "secp384r1", "P-384"),
    P_521(  CKK_EC,            521, SECObjectIdentifiers.secp521r1,     "secp521r1", "P-521"),
    ED25519(CKK_EC_EDWARDS,    255, EdECObjectIdentifiers.id_Ed25519,   "edwards25519", "Ed25519"),
    X25519( CKK_EC_MONTGOMERY, 255, EdECObjectIdentifiers.id_X25519,    "curve25519", "X25519");

    private final Ckk keyType;
    private final int bits;
    private final ASN1ObjectIdentifier oid;
    private final String name;
    private final Set<String> names;
    private final byte[] params;

    Curve(Ckk keyType, int bits, ASN1ObjectIdentifier oid, String... names) {
        this.keyType = keyType;
        this.bits = bits;
        this.oid = oid;
        this.name = names[0];
        this.names = Set.of(names);
        this.params = Der.encoded(oid);
    }

    /**
     * The curve of CKA_EC_PARAMS.
     *
     * @throws claviger.cryptoki.CkrException CKR_CURVE_NOT_SUPPORTED, also for a curve of another key type;
     *     CKR_DOMAIN_PARAMS_INVALID for explicit parameters and whatever else is no name (C12)
     */
    static Curve of(Ckk keyType, byte[] params) {
        return Stream.of(values()).filter(curve -> Arrays.equals(curve.params, params)).findFirst()
            .or(() -> named(params))
            .filter(curve -> curve.keyType == keyType)
            .orElseThrow(() -> CKR_CURVE_NOT_SUPPORTED.because("not a curve of %s", keyType));
    }

    /** The curve of an OID, if it is one of these. */
    static Optional<Curve> of(ASN1ObjectIdentifier oid) {
        return Stream.of(values()).filter(curve -> curve.oid.equals(oid)).findFirst();
    }

    private static Optional<Curve> named(byte[] params) {
        ASN1Primitive parsed = Der.parse(params, CKR_DOMAIN_PARAMS_INVALID, ASN1Primitive.class::cast);
        if (parsed instanceof ASN1ObjectIdentifier) {
            return Optional.empty();
        }
        if (!(parsed instanceof ASN1PrintableString string)) {
            throw CKR_DOMAIN_PARAMS_INVALID.because("curves are given by OID or by name");
        }
        return Stream.of(values()).filter(curve -> curve.names.contains(string.getString())).findFirst();
    }

    Ckk keyType() {
        return keyType;
    }

    int bits() {
        return bits;
    }

    /** The length of a coordinate or of a private value. */
    int bytes() {
        return (bits + 7) / 8;
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    /** The name that the JDK knows a Weierstrass curve by. */
    String jdkName() {
        return name;
    }

    /** CKA_EC_PARAMS by OID. A copy. */
    byte[] params() {
        return params.clone();
    }
}
