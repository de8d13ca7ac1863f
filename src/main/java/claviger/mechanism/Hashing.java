package claviger.mechanism;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.crypto.ExtendedDigest;

/**
 * A hash of data in parts: by the JDK, or by Bouncy Castle where the state may be asked for (V4). For one operation and
 * one thread.
 */
final class Hashing implements Savable {
    private static final byte[] NOTHING = new byte[0];

    private final Supplier<MessageDigest> function;
    private final EncodableHash encodable;
    private MessageDigest fast;
    private ExtendedDigest told;
    private boolean begun;

    Hashing(Hash hash) {
        this(hash::messageDigest, EncodableHash.of(hash));
    }

    /** @param encodable the same hash function */
    Hashing(Supplier<MessageDigest> function, EncodableHash encodable) {
        this.function = function;
        this.encodable = encodable;
    }

    void update(byte[] part) {
        begun = true;
        if (told != null) {
            told.update(part, 0, part.length);
        } else {
            fast().update(part);
        }
    }

    byte[] finish() {
        if (told == null) {
            return fast().digest();
        }
        byte[] hash = new byte[told.getDigestSize()];
        told.doFinal(hash, 0);
        return hash;
    }

    private MessageDigest fast() {
        if (fast == null) {
            fast = function.get();
        }
        return fast;
    }

    @Override public void keepState() {
        if (!begun && told == null) {
            told = encodable.fresh().get();
        }
    }

    @Override public Optional<byte[]> state() {
        if (!begun) {
            return Optional.of(NOTHING);
        }
        return Optional.ofNullable(told).map(EncodableHash::state);
    }

    @Override public void resume(byte[] state) {
        keepState();
        if (state.length > 0) {
            begun = true;
            encodable.resume(told, state);
        }
    }

    void close() {
        if (told != null) {
            told.reset();
        }
        if (fast != null) {
            fast.reset();
        }
    }
}
