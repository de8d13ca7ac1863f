package claviger.mechanism;

import java.util.Arrays;
import java.util.List;

/**
 * The key block of a TLS 1.2 connection, cut to pieces (RFC 5246, 6.3); what was not asked for is empty. The caller wipes
 * the keys.
 */
public record KeyBlock(byte[] clientMacSecret, byte[] serverMacSecret, byte[] clientKey, byte[] serverKey, byte[] clientIv,
    byte[] serverIv) {

    static KeyBlock of(byte[] block, int mac, int key, int iv) {
        int keys = 2 * mac;
        int ivs = keys + 2 * key;
        return new KeyBlock(piece(block, 0, mac), piece(block, mac, mac), piece(block, keys, key),
            piece(block, keys + key, key), piece(block, ivs, iv), piece(block, ivs + iv, iv));
    }

    private static byte[] piece(byte[] block, int from, int length) {
        return Arrays.copyOfRange(block, from, from + length);
    }

    public void wipe() {
        for (byte[] key : List.of(clientMacSecret, serverMacSecret, clientKey, serverKey)) {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override public String toString() {
        return "key block";
    }
}
