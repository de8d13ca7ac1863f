package claviger.cryptoki;

/** CK_OBJECT_HANDLE: an object as one application names it (H1, H2). Never reused while the application lives (H4). */
public record ObjectHandle(long value) {
    /** CK_INVALID_HANDLE: no object. */
    public static final ObjectHandle NONE = new ObjectHandle(0);

    @Override public String toString() {
        return "object " + value;
    }
}
