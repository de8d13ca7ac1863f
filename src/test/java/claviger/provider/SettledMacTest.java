package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.InvalidKeyException;
import java.security.Security;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Mac that was asked for its length before it had a key, as JSSE's HKDF asks. */
class SettledMacTest {
    private static final byte[] DATA = new byte[100];
    private static final SecretKey FOREIGN = new SecretKeySpec(new byte[32], "HmacSHA256");

    @ParameterizedTest
    @EnumSource(World.class)
    void takesTheKeysOfAnyProvider(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        SecretKey own = KeyGenerator.getInstance("HmacSHA256", provider).generateKey();
        Mac expected = Mac.getInstance("HmacSHA256", provider);
        expected.init(own);
        Mac jdk = Mac.getInstance("HmacSHA256", "SunJCE");
        jdk.init(FOREIGN);
        Security.insertProviderAt(provider, 1);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            assertEquals(32, mac.getMacLength());
            mac.init(FOREIGN);
            assertArrayEquals(jdk.doFinal(DATA), mac.doFinal(DATA));
            mac.update((byte) 1);
            mac.reset();
            assertArrayEquals(jdk.doFinal(DATA), mac.doFinal(DATA));
            mac.init(own);
            assertEquals(provider, mac.getProvider());
            assertArrayEquals(expected.doFinal(DATA), mac.doFinal(DATA));
            mac.init(FOREIGN);
            assertArrayEquals(jdk.doFinal(DATA), mac.doFinal(DATA));
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** Whoever names this provider wants the token, not what some other provider computes. */
    @ParameterizedTest
    @EnumSource(World.class)
    void isTheExceptionAndForeignKeysAreRefused(World world) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256", world.provider());
        assertThrows(InvalidKeyException.class, () -> mac.init(FOREIGN));
    }
}
