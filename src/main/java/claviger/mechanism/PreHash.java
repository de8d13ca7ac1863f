package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import claviger.cryptoki.Ckm;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.jcajce.provider.digest.SHA3;

/** The hash functions that HashML-DSA takes here, and the OID by which each is signed (FIPS 204, 5.4.1). */
enum PreHash {
    SHA_256(Ckm.CKM_SHA256, NISTObjectIdentifiers.id_sha256, 32, () -> new Hashing(Hash.SHA_256)),
    SHA_384(Ckm.CKM_SHA384, NISTObjectIdentifiers.id_sha384, 48, () -> new Hashing(Hash.SHA_384)),
    SHA_512(Ckm.CKM_SHA512, NISTObjectIdentifiers.id_sha512, 64, () -> new Hashing(Hash.SHA_512)),
    SHAKE_128(null, NISTObjectIdentifiers.id_shake128, 32,
        () -> new Hashing(SHA3.DigestShake128_256::new, EncodableHash.SHAKE_128)),
    SHAKE_256(null, NISTObjectIdentifiers.id_shake256, 64,
        () -> new Hashing(SHA3.DigestShake256_512::new, EncodableHash.SHAKE_256));

    private final Ckm digest;
    private final byte[] oid;
    private final int length;
    private final Supplier<Hashing> start;

    PreHash(Ckm digest, ASN1ObjectIdentifier oid, int length, Supplier<Hashing> start) {
        this.digest = digest;
        this.oid = Der.encoded(oid);
        this.length = length;
        this.start = start;
    }

    /** By the mechanism in a parameter. @throws claviger.cryptoki.CkrException CKR_MECHANISM_PARAM_INVALID */
    static PreHash of(Ckm digest) {
        return Stream.of(values()).filter(hash -> hash.digest != null && hash.digest == digest).findFirst()
            .orElseThrow(() -> CKR_MECHANISM_PARAM_INVALID.because("no signature of a hash by %s", digest));
    }

    /** The DER form, of which FIPS 204 hashes all bytes. Not a copy. */
    byte[] oid() {
        return oid;
    }

    /** In bytes. */
    int length() {
        return length;
    }

    Hashing start() {
        return start.get();
    }
}
