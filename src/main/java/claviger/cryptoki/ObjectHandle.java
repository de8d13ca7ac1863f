package claviger.cryptoki;

/** CK_OBJECT_HANDLE: an object as one application names it (H1, H2). Never reused while the application lives (H4). */
public record ObjectHandle(long value) {
    /** CK_INVALID_HANDLE: no object. */
    public static final ObjectHandle NONE = new ObjectHandle(0);

    // written out, since the generated ones load a hundred hidden classes when they are first called

    @Override public boolean equals(Object other) {
        return other instanceof ObjectHandle that && that.value == value;
    }

    @Override public int hashCode() {
        return Long.hashCode(value);
    }

    @Override public String toString() {
        return "object " + value;
    }
}
