package claviger.rpc;

/** A message that is not what the protocol says: the text tells what was expected, never a byte of what came. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String expected, Object... arguments) {
        super(String.format(expected, arguments), null, false, false);
    }
}
