package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import claviger.cryptoki.Parameters;

/**
 * The three derivations that put two values one behind the other. The result is never cut: a caller who could choose
 * the length would get a secret in pieces that are short enough to be searched (Z7).
 */
enum Concatenation implements Algorithm {
    BASE_AND_KEY,
    BASE_AND_DATA,
    DATA_AND_BASE;

    @Override public byte[] derive(KeyMaterial baseKey, Parameters parameters, int length) {
        Param.require(this != BASE_AND_KEY, "the other key");
        byte[] data = Param.of(Parameters.StringData.class, parameters).data();
        byte[] base = baseKey.get(CKA_VALUE);
        return this == BASE_AND_DATA ? joined(base, data, length) : joined(data, base, length);
    }

    @Override public byte[] derive(KeyMaterial baseKey, KeyMaterial other, Parameters parameters, int length) {
        Param.require(this == BASE_AND_KEY && parameters instanceof Parameters.OtherKey, "a handle where it belongs");
        return joined(baseKey.get(CKA_VALUE), other.get(CKA_VALUE), length);
    }

    @Override public boolean handsDownSecrecy() {
        return true;
    }

    @Override public boolean handsDownBytes() {
        return true;
    }

    private static byte[] joined(byte[] first, byte[] second, int length) {
        long whole = (long) first.length + second.length;
        if (length >= 0 ? length != whole : whole > Integer.MAX_VALUE) {
            throw CKR_TEMPLATE_INCONSISTENT.because("%d bytes wanted of %d, which are not cut", length, whole);
        }
        byte[] both = new byte[(int) whole];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
