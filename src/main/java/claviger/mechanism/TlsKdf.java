package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Parameters;
import java.nio.ByteBuffer;

/** CKM_TLS_KDF, also by its old name CKM_TLS12_KDF: the keying material exporter of RFC 5705. */
final class TlsKdf implements Algorithm {
    private static final int MOST = 1 << 12;
    private static final int MOST_CONTEXT = 0xffff;
    private static final byte[] NONE = {};

    @Override public byte[] derive(KeyMaterial baseKey, Parameters parameters, int length) {
        Parameters.TlsKdf given = Param.of(Parameters.TlsKdf.class, parameters);
        Hash hash = TlsPrf.hash(given.hash());
        Param.require(given.label().length > 0, "a label");
        Lengths.require(length, MOST);
        return TlsPrf.derived(hash, baseKey.get(CKA_VALUE), length, given.label(), TlsPrf.random(given.random().client()),
            TlsPrf.random(given.random().server()), given.context().map(TlsKdf::withLength).orElse(NONE));
    }

    private static byte[] withLength(byte[] context) {
        Param.require(context.length <= MOST_CONTEXT, "a context of at most 65,535 bytes");
        return ByteBuffer.allocate(Short.BYTES + context.length).putShort((short) context.length).put(context).array();
    }

    @Override public boolean handsDownSecrecy() {
        return true;
    }
}
