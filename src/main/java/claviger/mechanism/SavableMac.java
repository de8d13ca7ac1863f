package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A MAC in progress whose state between two parts has a byte form (V4).
 *
 * @param state  tells it
 * @param resume goes on from one
 */
record SavableMac(Mac mac, Supplier<byte[]> state, Consumer<byte[]> resume) {

    /** What HMAC carries from part to part is the state of the inner hash. */
    static SavableMac hmac(Hash hash, KeyMaterial key) {
        EncodableHash encodable = EncodableHash.of(hash);
        HMac mac = new HMac(encodable.fresh().get());
        mac.init(new KeyParameter(key.get(CKA_VALUE)));
        ExtendedDigest inner = (ExtendedDigest) mac.getUnderlyingDigest();
        return new SavableMac(mac, () -> EncodableHash.state(inner), state -> encodable.resume(inner, state));
    }

    static SavableMac cmac(KeyMaterial key) {
        ChainedCmac mac = new ChainedCmac(key);
        return new SavableMac(mac, mac::state, mac::resume);
    }
}
