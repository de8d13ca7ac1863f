package claviger.spki;

import java.util.Objects;

/**
 * A credential whose signature was checked (AC13). The only kind that decisions and {@link AuthCompute} take; only the
 * verifier of certificates makes one. Immutable.
 */
public final class VerifiedCredential {
    private final Credential credential;

    VerifiedCredential(Credential credential) {
        this.credential = Objects.requireNonNull(credential);
    }

    /** What it says. */
    public Credential credential() {
        return credential;
    }

    @Override public boolean equals(Object other) {
        return other instanceof VerifiedCredential that && credential.equals(that.credential);
    }

    @Override public int hashCode() {
        return credential.hashCode();
    }

    @Override public String toString() {
        return credential.sexp().toString();
    }
}
