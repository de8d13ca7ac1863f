package claviger.cryptoki;

/** CK_SLOT_ID. Stable for the life of a token and below 2^31 (T3). */
public record SlotId(long value) {
    // written out, since the generated ones load a hundred hidden classes when they are first called

    @Override public boolean equals(Object other) {
        return other instanceof SlotId that && that.value == value;
    }

    @Override public int hashCode() {
        return Long.hashCode(value);
    }

    @Override public String toString() {
        return "slot " + value;
    }
}
