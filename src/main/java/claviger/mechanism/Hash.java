package claviger.mechanism;

import static claviger.cryptoki.Ckd.CKD_SHA1_KDF;
import static claviger.cryptoki.Ckd.CKD_SHA224_KDF;
import static claviger.cryptoki.Ckd.CKD_SHA256_KDF;
import static claviger.cryptoki.Ckd.CKD_SHA384_KDF;
import static claviger.cryptoki.Ckd.CKD_SHA3_224_KDF;
import static claviger.cryptoki.Ckd.CKD_SHA3_256_KDF;
import static claviger.cryptoki.Ckd.CKD_SHA3_384_KDF;
import static claviger.cryptoki.Ckd.CKD_SHA3_512_KDF;
import static claviger.cryptoki.Ckd.CKD_SHA512_KDF;
import static claviger.cryptoki.Ckg.CKG_MGF1_SHA1;
import static claviger.cryptoki.Ckg.CKG_MGF1_SHA224;
import static claviger.cryptoki.Ckg.CKG_MGF1_SHA256;
import static claviger.cryptoki.Ckg.CKG_MGF1_SHA384;
import static claviger.cryptoki.Ckg.CKG_MGF1_SHA3_224;
import static claviger.cryptoki.Ckg.CKG_MGF1_SHA3_256;
import static claviger.cryptoki.Ckg.CKG_MGF1_SHA3_384;
import static claviger.cryptoki.Ckg.CKG_MGF1_SHA3_512;
import static claviger.cryptoki.Ckg.CKG_MGF1_SHA512;
import static claviger.cryptoki.Ckm.CKM_SHA224;
import static claviger.cryptoki.Ckm.CKM_SHA256;
import static claviger.cryptoki.Ckm.CKM_SHA384;
import static claviger.cryptoki.Ckm.CKM_SHA3_224;
import static claviger.cryptoki.Ckm.CKM_SHA3_256;
import static claviger.cryptoki.Ckm.CKM_SHA3_384;
import static claviger.cryptoki.Ckm.CKM_SHA3_512;
import static claviger.cryptoki.Ckm.CKM_SHA512;
import static claviger.cryptoki.Ckm.CKM_SHA512_224;
import static claviger.cryptoki.Ckm.CKM_SHA512_256;
import static claviger.cryptoki.Ckm.CKM_SHA_1;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.util.Memoable;

/** The hash functions, and what each is called as a digest, in a mask, in a key derivation and in a signature. */
enum Hash {
    SHA_1(   "SHA-1",        64, 20, CKM_SHA_1,    CKG_MGF1_SHA1,     CKD_SHA1_KDF,     OIWObjectIdentifiers.idSHA1),
    SHA_224( "SHA-224",      64, 28, CKM_SHA224,   CKG_MGF1_SHA224,   CKD_SHA224_KDF,   NISTObjectIdentifiers.id_sha224),
    SHA_256( "SHA-256",      64, 32, CKM_SHA256,   CKG_MGF1_SHA256,   CKD_SHA256_KDF,   NISTObjectIdentifiers.id_sha256),
    SHA_384( "SHA-384",     128, 48, CKM_SHA384,   CKG_MGF1_SHA384,   CKD_SHA384_KDF,   NISTObjectIdentifiers.id_sha384),
    SHA_512( "SHA-512",     128, 64, CKM_SHA512,   CKG_MGF1_SHA512,   CKD_SHA512_KDF,   NISTObjectIdentifiers.id_sha512),
    // the standard has no mask and no key derivation of the two cut ones
    SHA_512_224("SHA-512/224", 128, 28, CKM_SHA512_224, null, null, NISTObjectIdentifiers.id_sha512_224),
    SHA_512_256("SHA-512/256", 128, 32, CKM_SHA512_256, null, null, NISTObjectIdentifiers.id_sha512_256),
    SHA3_224("SHA3-224",    144, 28, CKM_SHA3_224, CKG_MGF1_SHA3_224, CKD_SHA3_224_KDF, NISTObjectIdentifiers.id_sha3_224),
    SHA3_256("SHA3-256",    136, 32, CKM_SHA3_256, CKG_MGF1_SHA3_256, CKD_SHA3_256_KDF, NISTObjectIdentifiers.id_sha3_256),
    SHA3_384("SHA3-384",    104, 48, CKM_SHA3_384, CKG_MGF1_SHA3_384, CKD_SHA3_384_KDF, NISTObjectIdentifiers.id_sha3_384),
    SHA3_512("SHA3-512",     72, 64, CKM_SHA3_512, CKG_MGF1_SHA3_512, CKD_SHA3_512_KDF, NISTObjectIdentifiers.id_sha3_512);

    private final String jdkName;
    private final int blockLength;
    private final int length;
    private final Ckm digest;
    private final Ckg mask;
    private final Ckd kdf;
    private final ASN1ObjectIdentifier oid;

    Hash(String jdkName, int blockLength, int length, Ckm digest, Ckg mask, Ckd kdf, ASN1ObjectIdentifier oid) {
        this.jdkName = jdkName;
        this.blockLength = blockLength;
        this.length = length;
        this.digest = digest;
        this.mask = mask;
        this.kdf = kdf;
        this.oid = oid;
    }

    static Hash of(Ckm digest) {
        return only(digest, hash -> hash.digest == digest);
    }

    static Hash of(Ckg mask) {
        return only(mask, hash -> hash.mask == mask);
    }

    static Hash of(Ckd kdf) {
        return only(kdf, hash -> hash.kdf == kdf);
    }

    private static Hash only(Object wanted, Predicate<Hash> is) {
        return Stream.of(values()).filter(is).findFirst()
            .orElseThrow(() -> CKR_MECHANISM_PARAM_INVALID.because("no hash function for %s", wanted));
    }

    /** In bytes. */
    int length() {
        return length;
    }

    MessageDigest messageDigest() {
        return Jdk.compute(() -> MessageDigest.getInstance(jdkName, Jdk.SUN));
    }

    /** The JDK's computation (which the processor speeds up) as the constructions of Bouncy Castle want it. */
    ExtendedDigest forConstructions() {
        return new JdkDigest(this, messageDigest());
    }

    /** The DER form of a DigestInfo, which is what RSASSA-PKCS1-v1_5 signs. */
    byte[] digestInfo(byte[] hashed) {
        return Der.encoded(new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), hashed));
    }

    /** Memoable: HMAC keeps the state after the key, and does not hash the key again for each message. */
    private static final class JdkDigest implements ExtendedDigest, Memoable {
        private final Hash hash;
        private MessageDigest digest;

        private JdkDigest(Hash hash, MessageDigest digest) {
            this.hash = hash;
            this.digest = digest;
        }

        @Override public String getAlgorithmName() {
            return hash.jdkName;
        }

        @Override public int getDigestSize() {
            return hash.length;
        }

        @Override public int getByteLength() {
            return hash.blockLength;
        }

        @Override public void update(byte in) {
            digest.update(in);
        }

        @Override public void update(byte[] in, int from, int count) {
            digest.update(in, from, count);
        }

        @Override public int doFinal(byte[] out, int at) {
            try {
                return digest.digest(out, at, hash.length);
            } catch (DigestException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override public void reset() {
            digest.reset();
        }

        @Override public Memoable copy() {
            return new JdkDigest(hash, copied());
        }

        @Override public void reset(Memoable earlier) {
            digest = ((JdkDigest) earlier).copied();
        }

        private MessageDigest copied() {
            try {
                return (MessageDigest) digest.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);      // all of the JDK's can be copied
            }
        }
    }
}
