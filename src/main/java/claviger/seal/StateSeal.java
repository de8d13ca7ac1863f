package claviger.seal;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.Template;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * The keys of saved operation states (V4, D21): a state that was saved while its application was logged in opens while
 * one is logged in to the same token with the same master key; the others open in the process that made them. Safe
 * between threads until {@link #close}.
 */
public final class StateSeal implements AutoCloseable {
    /** For states that were saved while nobody was logged in: lives as long as the process, and is in no store. */
    private static final byte[] OF_PROCESS = Randomness.bytes(Hkdf.LENGTH);

    private final byte[] sealing;
    private final byte[] digesting;

    private StateSeal(byte[] secret, String serial) {
        sealing = Hkdf.derive(secret, "operation state", serial);
        digesting = Hkdf.derive(secret, "key of operation state", serial);
    }

    /** Of an application that is logged in to the token of this master key, or, if that is null, of one that is not. */
    public static StateSeal of(String serial, MasterKey master) {
        return new StateSeal(master == null ? OF_PROCESS : master.bytes(), serial);
    }

    /** @param bound what has to be the same when the state is opened */
    public byte[] seal(byte[] bound, byte[] state) {
        return Gcm.seal(Gcm.key(sealing), bound, state);
    }

    /** The state, or nothing if it is not what was sealed with this key and bound to that. */
    public Optional<byte[]> open(byte[] bound, byte[] sealed) {
        return Gcm.tryOpen(Gcm.key(sealing), bound, sealed);
    }

    /** What tells a key from another one and says nothing else about it. Wipes no array of the template. */
    public byte[] digest(Template key) {
        Mac mac = MasterKey.hmac(digesting);
        for (Attribute attribute : key.encoded()) {
            mac.update(new Frame.Writer().number(attribute.type()).number(attribute.value().length).done());
            mac.update(attribute.value());
            Arrays.fill(attribute.value(), (byte) 0);      // a copy, which encoded() has made
        }
        return mac.doFinal();
    }

    @Override public void close() {
        Arrays.fill(sealing, (byte) 0);
        Arrays.fill(digesting, (byte) 0);
    }
}
