package claviger.spki;

/** Credentials as if their signatures had been checked, so that a benchmark can have fifty thousand. Not in any jar. */
public final class AsIfVerified {
    private AsIfVerified() {
    }

    public static VerifiedCredential of(Credential credential) {
        return new VerifiedCredential(credential);
    }
}
