package claviger.faults;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Uses keys, says {@code in}, waits for a line, logs out, says {@code out}, and waits to be looked at. */
final class HeapChild {
    private HeapChild() {
    }

    /** @param arguments the store, the user PIN in hex, keys */
    public static void main(String... arguments) throws Exception {
        Site site = Site.open(arguments[0]);
        Cryptoki cryptoki = site.cryptoki();
        SessionHandle session = site.session();
        login(cryptoki, session, HexFormat.of().parseHex(arguments[1]));
        use(cryptoki, session, List.of(arguments).subList(2, arguments.length));
        System.out.println("in");
        System.in.read();
        System.in.skip(System.in.available());
        cryptoki.logout(session);
        emptyBlindingCacheOfTheJdk();
        System.out.println("out");
        System.in.read();
    }

    /**
     * The JDK's RSA keeps the private exponent of a key that it has used in a WeakHashMap, by modulus: until the
     * modulus has
     * been collected and then another RSA key is used. Nothing of ours can reach it.
     */
    private static void emptyBlindingCacheOfTheJdk() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(100);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(generator.generateKeyPair().getPrivate());
            signature.sign();
        }
    }

    private static void login(Cryptoki cryptoki, SessionHandle session, byte[] pin) {
        cryptoki.login(session, Cku.CKU_USER, pin);
        Arrays.fill(pin, (byte) 0);
    }

    private static void use(Cryptoki cryptoki, SessionHandle session, List<String> arguments) {
        KnownKeys keys = KnownKeys.ofArguments(arguments);
        keys.use(cryptoki, session);
        keys.wipe();
    }
}
