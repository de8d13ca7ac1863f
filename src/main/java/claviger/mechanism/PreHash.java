package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import claviger.cryptoki.Ckm;
import java.security.MessageDigest;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.jcajce.provider.digest.SHA3;

/** The hash functions that HashML-DSA takes here, and the OID by which each is signed (FIPS 204, 5.4.1). */
enum PreHash {
    SHA_256(Ckm.CKM_SHA256, NISTObjectIdentifiers.id_sha256, 32, Hash.SHA_256::messageDigest),
    SHA_384(Ckm.CKM_SHA384, NISTObjectIdentifiers.id_sha384, 48, Hash.SHA_384::messageDigest),
    SHA_512(Ckm.CKM_SHA512, NISTObjectIdentifiers.id_sha512, 64, Hash.SHA_512::messageDigest),
    SHAKE_128(null, NISTObjectIdentifiers.id_shake128, 32, SHA3.DigestShake128_256::new),
    SHAKE_256(null, NISTObjectIdentifiers.id_shake256, 64, SHA3.DigestShake256_512::new);

    private final Ckm digest;
    private final byte[] oid;
    private final int length;
    private final Supplier<MessageDigest> function;

    PreHash(Ckm digest, ASN1ObjectIdentifier oid, int length, Supplier<MessageDigest> function) {
        this.digest = digest;
        this.oid = Der.encoded(oid);
        this.length = length;
        this.function = function;
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

    MessageDigest messageDigest() {
        return function.get();
    }
}
