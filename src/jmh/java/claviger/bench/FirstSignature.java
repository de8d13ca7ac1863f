package claviger.bench;

import claviger.provider.TokenKeySpec;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A main program: what the first signature of a JVM costs, from its main method on. Prints milliseconds: provider, login,
 * key and signature, and what Argon2id alone takes of a login, measured last and so a little warm.
 */
final class FirstSignature {
    private static final String ALIAS = "first";
    private static final int DATA = 64;

    private FirstSignature() {
    }

    /** @param args the store; and anything else to make it instead */
    public static void main(String[] args) throws Exception {
        if (args.length > 1) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Tokens.provider(args[0]));
            generator.initialize(TokenKeySpec.of(256).stored(ALIAS));
            generator.generateKeyPair();
            return;
        }
        long start = System.nanoTime();
        Provider provider = Tokens.configured(args[0]);
        long configured = System.nanoTime();
        KeyStore keys = Tokens.keyStore(provider);
        long loggedIn = System.nanoTime();
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign((PrivateKey) keys.getKey(ALIAS, null));
        signature.update(new byte[DATA]);
        signature.sign();
        long signed = System.nanoTime();
        System.out.printf("%d %d %d ", millis(configured - start), millis(loggedIn - configured),
            millis(signed - loggedIn));
        long again = System.nanoTime();
        argon2id();
        System.out.printf("%d%n", millis(System.nanoTime() - again));
    }

    /** At the default cost of a token: 64 MiB, 3 passes, 4 lanes. */
    private static void argon2id() {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withMemoryAsKB(64 * 1024).withIterations(3)
            .withParallelism(4).withSalt(new byte[16]).build());
        argon2.generateBytes(new byte[16], new byte[32]);
    }

    private static long millis(long nanos) {
        return Math.round(nanos / 1e6);
    }
}
