package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.security.MessageDigest;
import java.util.function.Function;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HMAC and AES-CMAC: Bouncy Castle's constructions over the JDK's hash functions and the JDK's AES. */
record Macs(Function<KeyMaterial, Mac> start) implements Algorithm {

    static Macs hmac(Hash hash) {
        return new Macs(key -> {
            Mac mac = new HMac(hash.forConstructions());
            mac.init(new KeyParameter(key.get(CKA_VALUE)));
            return mac;
        });
    }

    static Macs cmac() {
        return new Macs(key -> {
            Mac mac = new CMac(new AesBlock());
            mac.init(new KeyParameter(key.get(CKA_VALUE)));
            return mac;
        });
    }

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        return new Running(start.apply(key));
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        return new Running(start.apply(key));
    }

    private record Running(Mac mac) implements Computation.Signing, Computation.Verifying {
        @Override public boolean multiPart() {
            return true;
        }

        @Override public int length() {
            return mac.getMacSize();
        }

        @Override public void update(byte[] part) {
            mac.update(part, 0, part.length);
        }

        @Override public byte[] sign() {
            byte[] tag = new byte[mac.getMacSize()];
            mac.doFinal(tag, 0);
            return tag;
        }

        @Override public void verify(byte[] signature) {
            if (signature.length != mac.getMacSize()) {
                throw CKR_SIGNATURE_LEN_RANGE.because("a MAC of %d bytes, not %d", mac.getMacSize(), signature.length);
            }
            if (!MessageDigest.isEqual(sign(), signature)) {
                throw CKR_SIGNATURE_INVALID.because("the MAC does not fit the data");
            }
        }

        @Override public void close() {
            mac.reset();
        }
    }
}
