package claviger.provider;

import java.security.SecureRandomSpi;

/** Random numbers of the token; only for those who ask for it in the configuration. Safe between threads. */
final class TokenRandom extends SecureRandomSpi {
    private static final long serialVersionUID = 1;

    private final transient Token token;

    TokenRandom(Token token) {
        this.token = token;
    }

    @Override protected void engineSetSeed(byte[] seed) {
        Refusal.atCall("SecureRandom.setSeed", () -> token.call(session -> {
            token.cryptoki().seedRandom(session, seed);
            return null;
        }));
    }

    @Override protected void engineNextBytes(byte[] bytes) {
        System.arraycopy(engineGenerateSeed(bytes.length), 0, bytes, 0, bytes.length);
    }

    @Override protected byte[] engineGenerateSeed(int count) {
        return Refusal.atCall("SecureRandom", () ->
            token.call(session -> token.cryptoki().generateRandom(session, count)));
    }
}
