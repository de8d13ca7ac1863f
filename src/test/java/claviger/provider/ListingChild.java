package claviger.provider;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import javax.crypto.spec.SecretKeySpec;

/** Another process, which changes a token as it is told, line by line: {@code set ALIAS}, {@code delete ALIAS}. */
final class ListingChild {
    private ListingChild() {
    }

    /** @param arguments the store */
    public static void main(String... arguments) throws Exception {
        KeyStore keys = World.login(World.configured(arguments[0], ""));
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("set")) {
                keys.setKeyEntry(words[1], new SecretKeySpec(new byte[16], "AES"), null, null);
            } else {
                keys.deleteEntry(words[1]);
            }
            System.out.println("done");
        }
    }
}
