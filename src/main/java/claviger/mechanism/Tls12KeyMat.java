package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Parameters;
import java.util.Arrays;

/** The keys and IVs of a TLS 1.2 connection out of its master secret (6.40; RFC 5246, 6.3). */
enum Tls12KeyMat implements Algorithm {
    KEY_AND_MAC,
    /** The same without IVs, whatever is asked for. */
    KEY_SAFE;

    private static final byte[] LABEL = TlsPrf.label("key expansion");
    /** No cipher suite has anything longer: MACs with SHA-512 at the most. */
    private static final int MOST_BITS = 512;

    @Override public KeyBlock keyBlock(KeyMaterial baseKey, Parameters parameters) {
        Parameters.Tls12KeyMat given = Param.of(Parameters.Tls12KeyMat.class, parameters);
        Param.require(!given.export(), "no cipher suite for export");
        Hash hash = TlsPrf.hash(given.hash());
        int mac = bytes(given.macBits());
        int key = bytes(given.keyBits());
        int iv = this == KEY_SAFE ? 0 : bytes(given.ivBits());
        Param.require(mac + key > 0, "keys, and not only IVs");
        byte[] block = TlsPrf.derived(hash, baseKey.get(CKA_VALUE), 2 * (mac + key + iv), LABEL,
            TlsPrf.random(given.random().server()), TlsPrf.random(given.random().client()));
        KeyBlock cut = KeyBlock.of(block, mac, key, iv);
        Arrays.fill(block, (byte) 0);
        return cut;
    }

    private static int bytes(int bits) {
        Param.require(bits >= 0 && bits <= MOST_BITS && bits % Byte.SIZE == 0, "whole bytes, 512 bits at the most");
        return bits / Byte.SIZE;
    }

    @Override public boolean handsDownSecrecy() {
        return true;
    }
}
