package claviger.cryptoki;

/** CK_SESSION_HANDLE: a session of one application; the same number elsewhere is another session (H1). */
public record SessionHandle(long value) {
    @Override public String toString() {
        return "session " + value;
    }
}
