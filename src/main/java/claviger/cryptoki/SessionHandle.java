package claviger.cryptoki;

/** CK_SESSION_HANDLE: a session of one application; the same number elsewhere is another session (H1). */
public record SessionHandle(long value) {
    // written out, since the generated ones load a hundred hidden classes when they are first called

    @Override public boolean equals(Object other) {
        return other instanceof SessionHandle that && that.value == value;
    }

    @Override public int hashCode() {
        return Long.hashCode(value);
    }

    @Override public String toString() {
        return "session " + value;
    }
}
