package claviger.provider;

import javax.security.auth.callback.Callback;

/**
 * Asks for credentials at a login, beside the PIN: certificates, and proofs of keys, which access control lists of the token
 * want. Handed to the CallbackHandler of the login if the configuration says {@code ask-credentials = true}. Belongs to one
 * thread.
 *
 * <p>A proof is the challenge as it stands, followed by its {@code (signature (hash ..) (public-key ..) octets)}, in a
 * {@code (sequence ..)} with the certificates and their signatures (RFC 2692, RFC 2693, RFC 9804).
 */
public final class CredentialsCallback implements Callback {
    private final byte[] challenge;
    private byte[] credentials;

    CredentialsCallback(byte[] challenge) {
        this.challenge = challenge.clone();
    }

    /**
     * The challenge, {@code (proof (token <serial>) (nonce ..) (for <account>))} in canonical form, which is for the account
     * that this process runs as. It is good for a minute and one answer.
     */
    public byte[] getChallenge() {
        return challenge.clone();
    }

    /** What was given, or null. */
    public byte[] getCredentials() {
        return credentials == null ? null : credentials.clone();
    }

    /** Gives a {@code (sequence ..)}, in any form of S-expressions; null for nothing. */
    public void setCredentials(byte[] sequence) {
        credentials = sequence == null ? null : sequence.clone();
    }
}
