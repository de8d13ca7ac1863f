package claviger.cryptoki;

/** CK_OBJECT_HANDLE: an object as one application names it (H1, H2). Never reused while the application lives (H4). */
public record ObjectHandle(long value) {
    @Override public String toString() {
        return "object " + value;
    }
}
