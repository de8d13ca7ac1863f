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
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A KeyStore with many AES keys in SQLite, of which any may be asked for next. The main program fills it, and then tells
 * in microseconds what {@code load} takes, with the PIN and all that a first look needs, and {@code size}, which reads
 * every entry.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LargeStore {
    private static final int BATCH = 1000;
    private static final int KEY_BYTES = 32;
    private static final Logger LOG = Logger.getLogger("claviger.provider");

    @Param("1000") int entries;

    private Cryptoki application;
    private SessionHandle session;
    private KeyStore keys;
    private Random random;
    private long next = System.nanoTime();

    /** @param args how many */
    public static void main(String[] args) throws Exception {
        int entries = Integer.parseInt(args[0]);
        String store = store(entries);
        Tokens.make(store);
        try (Library library = Library.over(Stores.open(store), Settings.DEFAULT);
                Cryptoki application = library.application(new Peer.ThisJvm())) {
            application.initialize();
            SessionHandle session = application.openSession(application.getSlotList(true).get(0), true);
            application.login(session, Cku.CKU_USER, Tokens.pin());
            for (int i = 0; i < entries; i += BATCH) {
                fill(application, session, i, Math.min(entries, i + BATCH));
            }
        }
        Provider provider = Tokens.configured(store);
        long start = System.nanoTime();
        KeyStore keys = Tokens.keyStore(provider);
        keys.getKey("key 0", null);
        long loaded = System.nanoTime();
        keys.size();
        long counted = System.nanoTime();
        System.out.printf("%d %d%n", (loaded - start) / 1000, (counted - loaded) / 1000);
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

    private static String store(int entries) {
        return "sqlite:" + Workplace.shared().resolve(entries + ".db");
    }

    @Setup public void open() throws GeneralSecurityException {
        LOG.setLevel(Level.OFF);      // setKeyEntry says each time that the key was made outside the token
        random = new Random(entries);
        String store = store(entries);
        application = Library.over(Stores.open(store), Settings.DEFAULT).application(new Peer.ThisJvm());
        application.initialize();
        session = application.openSession(application.getSlotList(true).get(0), true);
        application.login(session, Cku.CKU_USER, Tokens.pin());
        keys = Tokens.keyStore(Tokens.configured(store));
    }

    @Benchmark public Key getKey() throws GeneralSecurityException {
        return keys.getKey("key " + random.nextInt(entries), null);
    }

    @Benchmark public void setKeyEntry() throws GeneralSecurityException {
        keys.setKeyEntry("new " + next++, new SecretKeySpec(new byte[KEY_BYTES], "AES"), null, null);
    }

    @Benchmark public ObjectHandle findById() {
        return application.find(session, Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY)
            .with(CKA_ID, id(random.nextInt(entries)))).get(0);
    }
}
