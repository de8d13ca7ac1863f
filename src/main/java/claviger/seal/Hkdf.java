package claviger.seal;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF-SHA256 (RFC 5869) with 32 bytes out; {@code info = purpose || 0 || context}. */
final class Hkdf {
    static final int LENGTH = 32;

    private Hkdf() {
    }

    static byte[] derive(byte[] secret, String purpose, String context) {
        byte[] info = (purpose + '\0' + context).getBytes(StandardCharsets.UTF_8);
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new Sha256());
        generator.init(new HKDFParameters(secret, null, info));
        byte[] key = new byte[LENGTH];
        generator.generateBytes(key, 0, LENGTH);
        return key;
    }
}
