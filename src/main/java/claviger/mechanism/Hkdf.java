package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * HKDF of RFC 5869, whole or one of its halves: Bouncy Castle's over the JDK's hash functions. No salt and an empty one
 * are the same, as in the RFC.
 */
final class Hkdf implements Algorithm {
    private static final int MOST_SEGMENTS = 255;

    @Override public byte[] derive(KeyMaterial baseKey, Parameters parameters, int length) {
        Parameters.Hkdf hkdf = Param.of(Parameters.Hkdf.class, parameters);
        return derived(baseKey.get(CKA_VALUE), hkdf, hkdf.salt(), length);
    }

    @Override public byte[] derive(KeyMaterial baseKey, KeyMaterial other, Parameters parameters, int length) {
        Parameters.Hkdf hkdf = Param.of(Parameters.Hkdf.class, parameters);
        Param.require(hkdf.extract() && hkdf.salt().length == 0, "one salt, for an extraction");
        return derived(baseKey.get(CKA_VALUE), hkdf, other.get(CKA_VALUE), length);
    }

    private static byte[] derived(byte[] secret, Parameters.Hkdf hkdf, byte[] salt, int length) {
        Param.require(hkdf.extract() || hkdf.expand(), "extraction, expansion or both");
        Hash hash = Hash.of(hkdf.hash());
        HKDFBytesGenerator generator = new HKDFBytesGenerator(hash.forConstructions());
        if (!hkdf.expand()) {
            if (length >= 0 && length != hash.length()) {
                throw CKR_TEMPLATE_INCONSISTENT.because("an extraction gives %d bytes", hash.length());
            }
            return generator.extractPRK(salt, secret);
        }
        Lengths.require(length, MOST_SEGMENTS * hash.length());
        generator.init(hkdf.extract() ? new HKDFParameters(secret, salt, hkdf.info())
            : HKDFParameters.skipExtractParameters(secret, hkdf.info()));
        byte[] key = new byte[length];
        generator.generateBytes(key, 0, length);
        return key;
    }
}
