package claviger.spki;

import java.util.Objects;

/**
 * What was handed in can't be read, or is not what it has to be. The message starts with the name of the error; it names
 * places and words of the format, never the bytes of what was read.
 */
public final class SpkiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final CssmError error;

    SpkiException(CssmError error, String detail, Throwable cause) {
        super(error + ": " + detail, cause);
        this.error = Objects.requireNonNull(error);
    }

    /** Which error it is. */
    public CssmError error() {
        return error;
    }
}
