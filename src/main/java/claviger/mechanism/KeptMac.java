package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;

import java.util.function.Supplier;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A MAC of one operation that goes back to its key when it has been computed: a construction keeps the state after its
 * key, and hashing the key costs as much as a short message. Computes once; for one thread.
 */
final class KeptMac implements Mac {
    private final KeyMaterial key;
    private final Object kind;
    private final Keyed keyed;
    private boolean returned;

    private KeptMac(KeyMaterial key, Object kind, Keyed keyed) {
        this.key = key;
        this.kind = kind;
        this.keyed = keyed;
    }

    /** A construction with its key in it, at the beginning of a message. */
    private record Keyed(Mac mac) implements Erasable {
        private static final int ANY_LENGTH = 32;

        @Override public void erase() {
            mac.init(new KeyParameter(new byte[ANY_LENGTH]));
        }
    }

    /** @param kind which construction it is, among those of the same key */
    static Mac of(KeyMaterial key, Object kind, Supplier<Mac> construction) {
        Keyed kept = (Keyed) key.take(kind);
        if (kept == null) {
            Mac mac = construction.get();
            mac.init(new KeyParameter(key.get(CKA_VALUE)));
            kept = new Keyed(mac);
        }
        return new KeptMac(key, kind, kept);
    }

    @Override public void init(CipherParameters other) {
        throw new IllegalStateException("has its key");
    }

    @Override public String getAlgorithmName() {
        return keyed.mac.getAlgorithmName();
    }

    @Override public int getMacSize() {
        return keyed.mac.getMacSize();
    }

    @Override public void update(byte in) {
        mine().update(in);
    }

    @Override public void update(byte[] in, int from, int length) {
        mine().update(in, from, length);
    }

    @Override public int doFinal(byte[] out, int at) {
        int length = mine().doFinal(out, at);
        giveBack();
        return length;
    }

    /** Forgets the message, and computes no more: the end of an operation that asks for no MAC. */
    @Override public void reset() {
        if (!returned) {
            keyed.mac.reset();
            giveBack();
        }
    }

    private void giveBack() {
        returned = true;
        key.keep(kind, keyed);
    }

    private Mac mine() {
        if (returned) {
            throw new IllegalStateException("computed already");
        }
        return keyed.mac;
    }
}
