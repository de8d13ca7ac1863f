package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.macs.GMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * CKM_AES_GMAC: the tag of AES-GCM over data that nobody encrypts. Takes the CK_GCM_PARAMS of the current text, without
 * associated data, and the bare IV of older callers, who get a tag of 128 bits.
 */
final class AesGmac implements Algorithm {
    private static final int WHOLE_TAG = 128;

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        return running(key, parameters);
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        return running(key, parameters);
    }

    private static Macs.Running running(KeyMaterial key, Parameters parameters) {
        Parameters.Gcm gcm = parameters instanceof Parameters.Iv bare
            ? new Parameters.Gcm(bare.iv(), new byte[0], WHOLE_TAG) : Param.of(Parameters.Gcm.class, parameters);
        Param.require(gcm.iv().length > 0, "an IV of at least one byte");
        Param.require(gcm.aad().length == 0, "the data is what is authenticated; there is nothing beside it");
        AesGcm.requireTag(gcm.tagBits());
        Mac mac = new GMac(GCMBlockCipher.newInstance(new AesBlock()), gcm.tagBits());
        mac.init(new ParametersWithIV(new KeyParameter(key.get(CKA_VALUE)), gcm.iv()));
        return new Macs.Running(mac, mac.getMacSize(), null);
    }
}
