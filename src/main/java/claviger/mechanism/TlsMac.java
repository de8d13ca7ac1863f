package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Parameters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.bouncycastle.crypto.generators.KDFDoublePipelineIterationBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KDFDoublePipelineIterationParameters;
import org.bouncycastle.util.Arrays;

/**
 * CKM_TLS_MAC: the verify_data of a Finished message of TLS 1.2 (RFC 5246, 7.4.9), whose data is the hash of the
 * handshake. The P_hash of RFC 5246 is the double pipeline of SP 800-108 without a counter, by Bouncy Castle.
 */
final class TlsMac implements Algorithm {
    private static final int LEAST = 12;
    /** RFC 5246, section 5: at least SHA-256. The pseudorandom function of TLS 1.0 and 1.1 is not here. */
    private static final int LEAST_HASH = 32;

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
        int hash = Hash.of(mac.hash()).length();
        Param.require(hash >= LEAST_HASH, "a hash of TLS 1.2");
        Param.require(mac.length() >= LEAST && mac.length() <= hash, "a MAC that is not too short, nor too long");
        return mac;
    }

    private static byte[] verifyData(KeyMaterial key, Parameters.TlsMac mac, byte[] data) {
        byte[] label = (mac.server() ? "server finished" : "client finished").getBytes(StandardCharsets.US_ASCII);
        KDFDoublePipelineIterationBytesGenerator prf =
            new KDFDoublePipelineIterationBytesGenerator(new HMac(Hash.of(mac.hash()).forConstructions()));
        prf.init(KDFDoublePipelineIterationParameters.createWithoutCounter(
            key.get(CKA_VALUE), Arrays.concatenate(label, data)));
        byte[] verifyData = new byte[mac.length()];
        prf.generateBytes(verifyData, 0, verifyData.length);
        return verifyData;
    }
}
