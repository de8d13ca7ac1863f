package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.HMac;

/**
 * HMAC and AES-CMAC: Bouncy Castle's constructions over the JDK's hash functions and the JDK's AES.
 *
 * @param savable the same where the state may be asked for (V4)
 * @param cut whether a parameter says how many of the first bytes of the MAC there are (the ..._GENERAL)
 */
record Macs(Function<KeyMaterial, Mac> start, Function<KeyMaterial, SavableMac> savable, boolean cut)
    implements Algorithm {
    /** Whoever guesses a shorter one is right too soon (Z15); what is signed may be checked elsewhere by other rules. */
    private static final int LEAST_TO_VERIFY = 8;
    private static final int LEAST_TO_SIGN = 4;

    static Macs hmacGeneral(Hash hash) {
        return hmac(hash).general();
    }

    static Macs cmacGeneral() {
        return cmac().general();
    }

    private Macs general() {
        return new Macs(start, savable, true);
    }

    static Macs hmac(Hash hash) {
        Supplier<Mac> construction = () -> new HMac(hash.forConstructions());
        return new Macs(key -> KeptMac.of(key, hash, construction), key -> SavableMac.hmac(hash, key), false);
    }

    static Macs cmac() {
        Supplier<Mac> construction = () -> new CMac(new AesBlock());
        return new Macs(key -> KeptMac.of(key, CMac.class, construction), SavableMac::cmac, false);
    }

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        return running(key, parameters, LEAST_TO_SIGN);
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        return running(key, parameters, LEAST_TO_VERIFY);
    }

    private Running running(KeyMaterial key, Parameters parameters, int least) {
        if (!cut) {
            Param.none(parameters);
            Mac mac = start.apply(key);
            return new Running(mac, mac.getMacSize(), () -> savable.apply(key));
        }
        int length = Param.of(Parameters.MacGeneral.class, parameters).length();
        Mac mac = start.apply(key);
        Param.require(length >= least && length <= mac.getMacSize(), "a MAC that is not too short, nor too long");
        return new Running(mac, length, () -> savable.apply(key));
    }

    static final class Running implements Computation.Signing, Computation.Verifying {
        private static final byte[] NOTHING = new byte[0];

        private final int length;
        private final Supplier<SavableMac> savable;
        private Mac mac;
        private SavableMac told;
        private boolean begun;

        /** @param savable the same MAC with a state that can be told, or null if there is none */
        Running(Mac mac, int length, Supplier<SavableMac> savable) {
            this.mac = mac;
            this.length = length;
            this.savable = savable;
        }

        @Override public boolean multiPart() {
            return true;
        }

        @Override public int length() {
            return length;
        }

        @Override public void update(byte[] part) {
            begun = true;
            mac.update(part, 0, part.length);
        }

        @Override public byte[] sign() {
            byte[] tag = new byte[mac.getMacSize()];
            mac.doFinal(tag, 0);
            return length == tag.length ? tag : Arrays.copyOf(tag, length);
        }

        @Override public void verify(byte[] signature) {
            if (signature.length != length) {
                throw CKR_SIGNATURE_LEN_RANGE.because("a MAC of %d bytes, not %d", length, signature.length);
            }
            if (!MessageDigest.isEqual(sign(), signature)) {
                throw CKR_SIGNATURE_INVALID.because("the MAC does not fit the data");
            }
        }

        @Override public void keepState() {
            if (savable != null && told == null && !begun) {
                mac.reset();
                told = savable.get();
                mac = told.mac();
            }
        }

        @Override public Optional<byte[]> state() {
            if (savable == null) {
                return Optional.empty();
            }
            return begun ? Optional.ofNullable(told).map(mid -> mid.state().get()) : Optional.of(NOTHING);
        }

        @Override public void resume(byte[] state) {
            keepState();
            if (state.length > 0) {
                begun = true;
                told.resume().accept(state);
            }
        }

        @Override public void close() {
            mac.reset();
        }
    }
}
