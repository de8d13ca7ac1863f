package claviger.provider;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.util.BigIntegers;

/** The two forms of an ECDSA signature: r and s side by side, as tokens have it, and the DER of X9.62. */
final class EcdsaFormat {
    private EcdsaFormat() {
    }

    static byte[] toDer(byte[] raw) throws SignatureException {
        int half = raw.length / 2;
        try {
            return new DERSequence(new ASN1Integer[] {
                new ASN1Integer(new BigInteger(1, Arrays.copyOf(raw, half))),
                new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, half, raw.length)))
            }).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new SignatureException("encoding a signature", e);
        }
    }

    /**
     * Strict: what is not the one DER of two positive numbers is refused.
     *
     * @param bytes the length of the curve's order
     */
    static byte[] toRaw(byte[] der, int bytes) throws SignatureException {
        try {
            ASN1Sequence pair = ASN1Sequence.getInstance(der);
            BigInteger r = ASN1Integer.getInstance(pair.getObjectAt(0)).getValue();
            BigInteger s = ASN1Integer.getInstance(pair.getObjectAt(1)).getValue();
            boolean strict = pair.size() == 2 && Arrays.equals(pair.getEncoded(ASN1Encoding.DER), der);
            if (!strict || r.signum() <= 0 || s.signum() <= 0 || Math.max(r.bitLength(), s.bitLength()) > bytes * 8) {
                throw new SignatureException("this is no ECDSA signature of this curve in DER");
            }
            byte[] raw = Arrays.copyOf(BigIntegers.asUnsignedByteArray(bytes, r), bytes * 2);
            System.arraycopy(BigIntegers.asUnsignedByteArray(bytes, s), 0, raw, bytes, bytes);
            return raw;
        } catch (IOException | RuntimeException e) {
            throw new SignatureException("this is no ECDSA signature in DER", e);
        }
    }
}
