package claviger.bench;

import java.security.KeyStore;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/**
 * A main program, for orientation: a KeyStore of SunPKCS11 over SoftHSM2, whose every change reads all entries, so that few
 * have to do. Prints load, getKey and setKeyEntry in microseconds, of the latter two the median.
 */
final class SoftHsmStore {
    private SoftHsmStore() {
    }

    /** @param args how many */
    public static void main(String[] args) throws Exception {
        int entries = Integer.parseInt(args[0]);
        Provider provider = SoftHsm.provider();
        KeyStore keys = opened(provider);
        long[] set = new long[entries];
        for (int i = 0; i < entries; i++) {
            long start = System.nanoTime();
            keys.setKeyEntry("key " + i, new SecretKeySpec(new byte[32], "AES"), null, null);
            set[i] = System.nanoTime() - start;
        }
        long start = System.nanoTime();
        keys = opened(provider);
        long load = System.nanoTime() - start;
        long[] get = new long[entries];
        for (int i = 0; i < entries; i++) {
            start = System.nanoTime();
            keys.getKey("key " + i, null);
            get[i] = System.nanoTime() - start;
        }
        System.out.printf("%d %d %d%n", load / 1000, median(get) / 1000,
            median(Arrays.copyOfRange(set, entries / 2, entries)) / 1000);
    }

    private static KeyStore opened(Provider provider) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS11", provider);
        keys.load(null, null);
        return keys;
    }

    private static long median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }
}
