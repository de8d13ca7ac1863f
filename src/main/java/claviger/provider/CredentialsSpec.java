package claviger.provider;

import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Credentials that go with the use of a key: certificates, and proofs of keys, which access control lists want. They are
 * presented to the token before the key is used, and count for the whole application until it logs out. Taken by
 * {@code init} of Cipher, Mac and KeyAgreement, and by {@code setParameter} of Signature, which then has to come before
 * {@code initSign}. Immutable, and as safe between threads as what answers.
 */
public final class CredentialsSpec implements AlgorithmParameterSpec {
    private final UnaryOperator<byte[]> answer;
    private final AlgorithmParameterSpec parameters;

    /**
     * Credentials with the proof of a key.
     *
     * @param answer     makes of a challenge what {@link CredentialsCallback#setCredentials} takes
     * @param parameters of the algorithm; null for none
     */
    public CredentialsSpec(UnaryOperator<byte[]> answer, AlgorithmParameterSpec parameters) {
        this.answer = Objects.requireNonNull(answer);
        this.parameters = parameters;
    }

    /** Certificates alone. @param sequence {@code (sequence ..)}, in any form of S-expressions @param parameters null for none */
    public static CredentialsSpec of(byte[] sequence, AlgorithmParameterSpec parameters) {
        byte[] own = sequence.clone();
        return new CredentialsSpec(challenge -> own.clone(), parameters);
    }

    /** The parameters of the algorithm, or null. */
    AlgorithmParameterSpec parameters() {
        return parameters;
    }

    void present(Token token, String what) throws InvalidAlgorithmParameterException {
        Refusal.atParameters(what, () -> token.call(session -> {
            token.credentials().show(session, answer);
            return null;
        }));
    }

    /** The parameters of the algorithm; what credentials there are with them has been presented. */
    static AlgorithmParameterSpec presented(AlgorithmParameterSpec given, Token token, String what)
            throws InvalidAlgorithmParameterException {
        if (!(given instanceof CredentialsSpec shown)) {
            return given;
        }
        shown.present(token, what);
        return shown.parameters;
    }
}
