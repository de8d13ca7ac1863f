package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckr.CKR_CURVE_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_DOMAIN_PARAMS_INVALID;

import claviger.cryptoki.Ckk;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;

/** The elliptic curves of this token and what CKA_EC_PARAMS calls them: an OID, or a PrintableString with a name. */
enum Curve {
    /** Too short for anything new: it verifies. */
    P_224(  CKK_EC,            224, SECObjectIdentifiers.secp224r1,     "secp224r1", "P-224"),
    P_256(  CKK_EC,            256, SECObjectIdentifiers.secp256r1,     "secp256r1", "P-256", "prime256v1"),
    P_384(  CKK_EC,            384, SECObjectIdentifiers.secp384r1,     "secp384r1", "P-384"),
    P_521(  CKK_EC,            521, SECObjectIdentifiers.secp521r1,     "secp521r1", "P-521"),
    SECP256K1(CKK_EC,          256, SECObjectIdentifiers.secp256k1,     "secp256k1"),
    BRAINPOOL_P256R1(CKK_EC, 256, TeleTrusTObjectIdentifiers.brainpoolP256r1, "brainpoolP256r1"),
    BRAINPOOL_P256T1(CKK_EC, 256, TeleTrusTObjectIdentifiers.brainpoolP256t1, "brainpoolP256t1"),
    BRAINPOOL_P320R1(CKK_EC, 320, TeleTrusTObjectIdentifiers.brainpoolP320r1, "brainpoolP320r1"),
    BRAINPOOL_P320T1(CKK_EC, 320, TeleTrusTObjectIdentifiers.brainpoolP320t1, "brainpoolP320t1"),
    BRAINPOOL_P384R1(CKK_EC, 384, TeleTrusTObjectIdentifiers.brainpoolP384r1, "brainpoolP384r1"),
    BRAINPOOL_P384T1(CKK_EC, 384, TeleTrusTObjectIdentifiers.brainpoolP384t1, "brainpoolP384t1"),
    BRAINPOOL_P512R1(CKK_EC, 512, TeleTrusTObjectIdentifiers.brainpoolP512r1, "brainpoolP512r1"),
    BRAINPOOL_P512T1(CKK_EC, 512, TeleTrusTObjectIdentifiers.brainpoolP512t1, "brainpoolP512t1"),
    ED25519(CKK_EC_EDWARDS,    255, EdECObjectIdentifiers.id_Ed25519,   "edwards25519", "Ed25519"),
    ED448(  CKK_EC_EDWARDS,    448, EdECObjectIdentifiers.id_Ed448,     "edwards448", "Ed448"),
    X25519( CKK_EC_MONTGOMERY, 255, EdECObjectIdentifiers.id_X25519,    "curve25519", "X25519"),
    X448(   CKK_EC_MONTGOMERY, 448, EdECObjectIdentifiers.id_X448,      "curve448", "X448");

    private static final List<Curve> ALL = List.of(values());

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
        return Optional.ofNullable(withParams(params)).or(() -> named(params))
            .filter(curve -> curve.keyType == keyType)
            .orElseThrow(() -> CKR_CURVE_NOT_SUPPORTED.because("not a curve of %s", keyType));
    }

    /** The curve with these parameters as they are, or null. Asked at each use of a key. */
    private static Curve withParams(byte[] params) {
        for (Curve curve : ALL) {
            if (Arrays.equals(curve.params, params)) {
                return curve;
            }
        }
        return null;
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

    /** The length of a coordinate or of a private value; a point of RFC 8032 has a bit more, for the sign. */
    int bytes() {
        return keyType == CKK_EC_EDWARDS ? bits / 8 + 1 : (bits + 7) / 8;
    }

    /** Whether this token makes keys on it; the others only serve to read what is old. */
    boolean isForNewKeys() {
        return this != P_224;
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    /** The name that the JDK knows a Weierstrass curve by, if it knows it. */
    String jdkName() {
        return name;
    }

    /** CKA_EC_PARAMS by OID. A copy. */
    byte[] params() {
        return params.clone();
    }
}
