package claviger.cryptoki;

import java.util.Objects;

/**
 * A Cryptoki function that did not return CKR_OK. The message starts with the name of the code, so that a grep
 * for the standard's word finds it; the detail is for the log of this process and never holds a secret.
 *
 * <p>Unchecked: the engine throws it for every function, and only the edges catch it (one catch per edge).
 */
public final class CkrException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Ckr ckr;

    CkrException(Ckr ckr, String detail, Throwable cause) {
        super(ckr + ": " + detail, cause);
        this.ckr = Objects.requireNonNull(ckr);
    }

    /** The return value. */
    public Ckr ckr() {
        return ckr;
    }
}
