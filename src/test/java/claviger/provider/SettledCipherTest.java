package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Cipher that was asked for its block size before it had a key, as whoever makes an IV asks. */
class SettledCipherTest {
    private static final String CBC = "AES/CBC/PKCS5Padding";
    private static final String GCM = "AES/GCM/NoPadding";
    private static final byte[] DATA = new byte[100];
    private static final SecretKey FOREIGN = new SecretKeySpec(new byte[32], "AES");

    @ParameterizedTest
    @EnumSource(World.class)
    void takesTheKeysOfAnyProvider(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        SecretKey own = KeyGenerator.getInstance("AES", provider).generateKey();
        Cipher jdk = Cipher.getInstance(CBC, "SunJCE");
        jdk.init(Cipher.ENCRYPT_MODE, FOREIGN, new IvParameterSpec(new byte[16]));
        Security.insertProviderAt(provider, 1);
        try {
            Cipher cipher = Cipher.getInstance(CBC);
            IvParameterSpec iv = new IvParameterSpec(new byte[cipher.getBlockSize()]);
            cipher.init(Cipher.ENCRYPT_MODE, FOREIGN, iv);
            assertArrayEquals(jdk.doFinal(DATA), cipher.doFinal(DATA));
            cipher.update(DATA, 0, 3);
            byte[] rest = cipher.doFinal();
            jdk.update(DATA, 0, 3);
            assertArrayEquals(jdk.doFinal(), rest);
            assertArrayEquals(iv.getIV(), cipher.getIV());

            cipher.init(Cipher.ENCRYPT_MODE, own, iv);
            assertEquals(provider, cipher.getProvider());
            byte[] encrypted = cipher.doFinal(DATA);
            cipher.init(Cipher.DECRYPT_MODE, own, iv);
            assertArrayEquals(DATA, cipher.doFinal(encrypted), "keys of the token stay with the token");
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void takesAssociatedDataAndBuffers(World world) throws Exception {
        ClavigerProvider provider = world.provider();
        GCMParameterSpec spec = new GCMParameterSpec(128, new byte[12]);
        Cipher jdk = Cipher.getInstance(GCM, "SunJCE");
        jdk.init(Cipher.ENCRYPT_MODE, FOREIGN, spec);
        jdk.updateAAD(DATA);
        byte[] sealed = jdk.doFinal(DATA);
        Security.insertProviderAt(provider, 1);
        try {
            Cipher cipher = Cipher.getInstance(GCM);
            assertEquals(16, cipher.getBlockSize());
            cipher.init(Cipher.DECRYPT_MODE, FOREIGN, spec);
            cipher.updateAAD(ByteBuffer.wrap(DATA));
            ByteBuffer opened = ByteBuffer.allocate(cipher.getOutputSize(sealed.length));
            cipher.doFinal(ByteBuffer.wrap(sealed), opened);
            assertArrayEquals(DATA, Arrays.copyOf(opened.array(), opened.position()));
            cipher.init(Cipher.DECRYPT_MODE, FOREIGN, spec);
            assertThrows(AEADBadTagException.class, () -> cipher.doFinal(sealed), "without the associated data");
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** Whoever names this provider wants the token, not what some other provider computes. */
    @ParameterizedTest
    @EnumSource(World.class)
    void isTheExceptionAndForeignKeysAreRefused(World world) throws Exception {
        Cipher cipher = Cipher.getInstance(CBC, world.provider());
        assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, FOREIGN));
    }
}
