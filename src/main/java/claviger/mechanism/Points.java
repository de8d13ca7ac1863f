package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import claviger.cryptoki.Ckr;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;

/**
 * The two dresses of CKA_EC_POINT. The standard wants a DER OCTET STRING for Weierstrass curves and raw bytes for the
 * others; clients mix them up, so both are taken for all. The length tells them apart, never the first byte: it is 4
 * in both dresses of an uncompressed point.
 */
final class Points {
    private static final int COMPRESSED_EVEN = 2;
    private static final int COMPRESSED_ODD = 3;

    private Points() {
    }

    /** The raw form, of that length. */
    static byte[] unwrapped(byte[] given, int length, Ckr refusal) {
        byte[] raw = given.length > length
            ? Der.parse(given, refusal, der -> ASN1OctetString.getInstance(der).getOctets()) : given;
        if (raw.length != length) {
            throw refusal.because("a point of %d bytes where it has %d", raw.length, length);
        }
        return raw;
    }

    /** A point of a Weierstrass curve has to show both coordinates (C12). @param n the length of one */
    static void refuseCompressed(byte[] given, int n) {
        int at = given.length - 1 - n;
        boolean dressed = at == 2;
        if ((at == 0 || dressed) && (given[at] == COMPRESSED_EVEN || given[at] == COMPRESSED_ODD)) {
            throw CKR_TEMPLATE_INCONSISTENT.because("compressed points are not supported");
        }
    }

    static byte[] wrapped(byte[] raw) {
        return Der.encoded(new DEROctetString(raw));
    }
}
