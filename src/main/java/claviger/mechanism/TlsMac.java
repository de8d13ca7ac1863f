package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Parameters;
import java.security.MessageDigest;

/**
 * CKM_TLS_MAC: the verify_data of a Finished message of TLS 1.2 (RFC 5246, 7.4.9), whose data is the hash of the
 * handshake.
 */
final class TlsMac implements Algorithm {
    private static final int LEAST = 12;

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Parameters.TlsMac mac = checked(parameters);
        return new MessageSigner(Message.kept(), mac.length(), data -> verifyData(key, mac, data));
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        Parameters.TlsMac mac = checked(parameters);
        return new MessageVerifier(Message.kept(), length -> length == mac.length(),
            (data, given) -> MessageDigest.isEqual(verifyData(key, mac, data), given));
    }

    private static Parameters.TlsMac checked(Parameters parameters) {
        Parameters.TlsMac mac = Param.of(Parameters.TlsMac.class, parameters);
        Param.require(mac.length() >= LEAST && mac.length() <= TlsPrf.hash(mac.hash()).length(),
            "a MAC that is not too short, nor too long");
        return mac;
    }

    private static byte[] verifyData(KeyMaterial key, Parameters.TlsMac mac, byte[] data) {
        byte[] label = TlsPrf.label(mac.server() ? "server finished" : "client finished");
        return TlsPrf.derived(TlsPrf.hash(mac.hash()), key.get(CKA_VALUE), mac.length(), label, data);
    }
}
