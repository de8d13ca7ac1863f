package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Parameters;
import claviger.cryptoki.Returned;
import claviger.cryptoki.Version;
import java.util.Optional;

/**
 * The master secret of a TLS 1.2 connection (6.40; RFC 5246, 8.1; RFC 7627). A premaster secret that came by RSA begins
 * with the client's version, which is told; other bytes there are not: the key may be any other secret.
 */
enum Tls12MasterKey implements Algorithm {
    RSA(false, true),
    DH(false, false),
    EXTENDED_RSA(true, true),
    EXTENDED_DH(true, false);

    /** In bytes, of every master secret. */
    static final int LENGTH = 48;

    private static final byte[] LABEL = TlsPrf.label("master secret");
    private static final byte[] EXTENDED_LABEL = TlsPrf.label("extended master secret");
    private static final int MAJOR = 3;
    /** Of TLS 1.3, whose number no premaster secret has: a client says at most 3.3 there. */
    private static final int MINOR_END = 4;

    private final boolean extended;
    private final boolean hasVersion;

    Tls12MasterKey(boolean extended, boolean hasVersion) {
        this.extended = extended;
        this.hasVersion = hasVersion;
    }

    @Override public byte[] derive(KeyMaterial baseKey, Parameters parameters, int length) {
        Lengths.requireExactly(length, LENGTH);
        byte[] premaster = baseKey.get(CKA_VALUE);
        return extended ? extended(premaster, Param.of(Parameters.Tls12ExtendedMasterKey.class, parameters))
            : plain(premaster, Param.of(Parameters.Tls12MasterKey.class, parameters));
    }

    private byte[] plain(byte[] premaster, Parameters.Tls12MasterKey given) {
        Hash hash = TlsPrf.hash(given.hash());
        byte[] client = TlsPrf.random(given.random().client());
        byte[] server = TlsPrf.random(given.random().server());
        tellVersion(premaster, given.version());
        return TlsPrf.derived(hash, premaster, LENGTH, LABEL, client, server);
    }

    private byte[] extended(byte[] premaster, Parameters.Tls12ExtendedMasterKey given) {
        Hash hash = TlsPrf.hash(given.hash());
        Param.require(given.sessionHash().length == hash.length(), "a session hash by the hash function of the connection");
        tellVersion(premaster, given.version());
        return TlsPrf.derived(hash, premaster, LENGTH, EXTENDED_LABEL, given.sessionHash());
    }

    private void tellVersion(byte[] premaster, Optional<Returned<Version>> wanted) {
        Param.require(hasVersion || wanted.isEmpty(), "no version, which this premaster secret does not have");
        if (wanted.isPresent() && premaster[0] == MAJOR && premaster[1] >= 0 && premaster[1] < MINOR_END) {
            wanted.get().put(new Version(premaster[0], premaster[1]));
        }
    }
}
