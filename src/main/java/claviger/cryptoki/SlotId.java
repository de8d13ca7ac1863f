package claviger.cryptoki;

/** CK_SLOT_ID. Stable for the life of a token and below 2^31 (T3). */
public record SlotId(long value) {
    @Override public String toString() {
        return "slot " + value;
    }
}
