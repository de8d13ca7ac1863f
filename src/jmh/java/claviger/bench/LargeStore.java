package claviger.bench;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.spec.SecretKeySpec;

/**
 * A main program: a KeyStore with so many AES keys in SQLite, of which any may be asked for next. Prints load (with
 * size, which reads all entries), getKey and setKeyEntry (medians) and a search by CKA_ID (the 99th percentile), in microseconds.
 */
final class LargeStore {
    private static final int BATCH = 1000;
    private static final int KEY_BYTES = 32;
    private static final Logger LOG = Logger.getLogger("claviger.provider");

    private LargeStore() {
    }

    /** @param args how many */
    public static void main(String[] args) throws Exception {
        LOG.setLevel(Level.OFF);      // setKeyEntry says each time that the key was made outside the token
        int entries = Integer.parseInt(args[0]);
        String store = "sqlite:" + Workplace.folder().resolve("tokens.db");
        Tokens.make(store);
        Random random = new Random(entries);
        try (Library library = Library.over(Stores.open(store), Settings.DEFAULT);
                Cryptoki application = library.application(new Peer.ThisJvm())) {
            application.initialize();
            SessionHandle session = application.openSession(application.getSlotList(true).get(0), true);
            application.login(session, Cku.CKU_USER, Tokens.pin());
            for (int i = 0; i < entries; i += BATCH) {
                fill(application, session, i, Math.min(entries, i + BATCH));
            }
            Provider provider = Tokens.configured(store);
            Tokens.keyStore(provider);
            KeyStore keys = KeyStore.getInstance("CLAVIGER", provider);
            double load = median(1, () -> {      // without the PIN's Argon2id, which does not depend on the entries
                keys.load(null, null);
                return keys.size();
            });
            Callable<Object> getKey = () -> keys.getKey("key " + random.nextInt(entries), null);
            median(BATCH, getKey);
            double get = median(BATCH, getKey);
            int[] next = {entries};
            Callable<Object> set = () -> {
                keys.setKeyEntry("key " + next[0]++, new SecretKeySpec(new byte[KEY_BYTES], "AES"), null, null);
                return keys;
            };
            median(BATCH / 10, set);
            double setEntry = median(BATCH / 10, set);
            Callable<Object> find = () -> application.find(session,
                Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_ID, id(random.nextInt(entries))));
            median(BATCH, find);
            double p99 = percentile(99, 5 * BATCH, find);
            System.out.printf("%.0f %.1f %.0f %.1f%n", load, get, setEntry, p99);
        }
    }

    private static void fill(Cryptoki application, SessionHandle session, int from, int to) {
        List<ObjectChange> changes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            changes.add(new ObjectChange.Create(Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY)
                .with(CKA_KEY_TYPE, Ckk.CKK_AES).with(CKA_TOKEN, true).with(CKA_PRIVATE, true)
                .with(CKA_LABEL, "key " + i).with(CKA_ID, id(i)).with(CKA_ENCRYPT, true).with(CKA_DECRYPT, true)
                .with(CKA_VALUE, new byte[KEY_BYTES])));
        }
        application.changeObjects(session, changes);
    }

    private static byte[] id(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static double median(int times, Callable<?> call) throws Exception {
        return percentile(50, times, call);
    }

    /** In microseconds. */
    private static double percentile(int percent, int times, Callable<?> call) throws Exception {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            call.call();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[times * percent / 100] / 1e3;
    }
}
