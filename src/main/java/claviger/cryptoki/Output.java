package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Where a function with variable output puts its result (5.2 of PKCS#11 3.2, rules B1 to B3): the caller's buffer and
 * its length in one, or the null buffer that only asks for the length. Used for one call, by one thread.
 */
public final class Output {
    /** CK_UNAVAILABLE_INFORMATION, the length of an attribute that is withheld or absent (G1). */
    public static final long UNAVAILABLE = -1;

    private static final long NULL_BUFFER = -1;
    private static final byte[] NOTHING = new byte[0];

    private final long room;
    private long length;
    private byte[] bytes = NOTHING;

    private Output(long room) {
        this.room = room;
    }

    /** The null buffer: the call sets the length that is needed and consumes nothing (B1). */
    public static Output lengthQuery() {
        return new Output(NULL_BUFFER);
    }

    /** A buffer of so many bytes. */
    public static Output room(long room) {
        return new Output(Math.max(0, room));
    }

    /** A buffer that is always large enough. */
    public static Output unbounded() {
        return new Output(Long.MAX_VALUE);
    }

    /** Whether the caller only asks for the length. */
    public boolean isLengthQuery() {
        return room == NULL_BUFFER;
    }

    /** How many bytes there is room for; {@link Long#MAX_VALUE} without a bound, 0 for a length query. */
    public long room() {
        return Math.max(0, room);
    }

    /** Runs a call with an unbounded buffer. @return what the call put there */
    public static byte[] of(Consumer<Output> call) {
        Output output = unbounded();
        call.accept(output);
        return output.bytes();
    }

    /**
     * Asked by the function before it consumes anything: may it go on and produce up to {@code need} bytes?
     *
     * @return false for a length query, which is thereby answered (B1)
     * @throws CkrException CKR_BUFFER_TOO_SMALL if there is less room; {@link #length} then tells the need (B2)
     */
    public boolean admits(long need) {
        length = need;
        if (room == NULL_BUFFER) {
            return false;
        }
        if (room < need) {
            throw CKR_BUFFER_TOO_SMALL.because("%d bytes needed, %d given", need, room);
        }
        return true;
    }

    /** Called by the function with its result, at most what was admitted. Keeps the array. */
    public void put(byte[] result) {
        if (result.length > room) {
            throw new IllegalStateException(result.length + " bytes for a room of " + room);
        }
        bytes = result;
        length = result.length;
    }

    /**
     * Called with an attribute's value (G1): gives it if there is room, or its length to a length query.
     *
     * @return false if the room is too small; the length is then {@link #UNAVAILABLE}
     */
    public boolean offer(byte[] value) {
        if (room != NULL_BUFFER && room < value.length) {
            withhold();
            return false;
        }
        if (admits(value.length)) {
            put(value);
        }
        return true;
    }

    /** Called for an attribute that has no value to give (G1): the length becomes {@link #UNAVAILABLE}. */
    public void withhold() {
        bytes = NOTHING;
        length = UNAVAILABLE;
    }

    /** The length of the result, or the length needed, or {@link #UNAVAILABLE}. */
    public long length() {
        return length;
    }

    /** The result; empty after a length query. */
    public byte[] bytes() {
        return bytes;
    }

    /** Overwrites the result with zeros. For the caller, when it was a secret. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }
}
