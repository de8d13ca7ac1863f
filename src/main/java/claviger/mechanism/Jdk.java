package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import javax.crypto.Cipher;

/**
 * The providers that come with the JDK, as objects, so that a provider installed before them neither computes for us
 * nor (Claviger's own) calls itself. Safe between threads.
 */
final class Jdk {
    static final Provider SUN = provider("SUN");
    static final Provider SUN_RSA_SIGN = provider("SunRsaSign");
    static final Provider SUN_EC = provider("SunEC");
    static final Provider SUN_JCE = provider("SunJCE");

    /** One generator for each thread: the generators of the JDK lock, and every signature draws from one. */
    private static final ThreadLocal<SecureRandom> RANDOM =
        ThreadLocal.withInitial(() -> compute(() -> SecureRandom.getInstance("DRBG", SUN)));

    private Jdk() {
    }

    /** A call into the JDK whose checked exceptions would be a fault of ours or of the JDK, not of the caller. */
    interface Call<T> {
        T get() throws GeneralSecurityException;
    }

    static <T> T compute(Call<T> call) {
        try {
            return call.get();
        } catch (GeneralSecurityException e) {
            throw CKR_FUNCTION_FAILED.because(e, "the JDK refused a computation");
        }
    }

    /** The generator of this thread. Not to be kept. */
    static SecureRandom random() {
        return RANDOM.get();
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        random().nextBytes(bytes);
        return bytes;
    }

    static Cipher cipher(String transformation) {
        return compute(() -> Cipher.getInstance(transformation, SUN_JCE));
    }

    private static Provider provider(String name) {
        Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw CKR_FUNCTION_FAILED.because("this JVM has no provider %s", name);
        }
        return provider;
    }
}
