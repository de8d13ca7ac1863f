package claviger.token;

/** Somebody else changed one of the objects first, and nothing was done: look again and prepare again. */
final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    Overtaken() {
        super(null, null, false, false);
    }
}
