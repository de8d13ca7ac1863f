package claviger.rpc;

import java.util.List;

/**
 * The part {@code A}: an attribute as it travels.
 *
 * @param length  what ulValueLen is in the peer's memory, of 64 bits; {@link #UNAVAILABLE} without a content
 * @param content null, or what {@link AttributeForm} of the type says
 */
record WireAttribute(long type, long length, Object content) {
    /** CK_UNAVAILABLE_INFORMATION: sensitive, unknown, or too small a buffer. */
    static final long UNAVAILABLE = -1;

    static WireAttribute unavailable(long type) {
        return new WireAttribute(type, UNAVAILABLE, null);
    }

    boolean isAvailable() {
        return length != UNAVAILABLE;
    }

    /** The part {@code fA}: an attribute that is asked for, and how much room there is for it. */
    record Wanted(long type, long room, List<Wanted> nested) {
        /** @param nested null where the peer's release writes none */
        Wanted {
        }
    }

    @Override public String toString() {
        return String.format("0x%x (%d bytes)", type, length);
    }
}
