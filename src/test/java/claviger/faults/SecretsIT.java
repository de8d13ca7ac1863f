package claviger.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.seal.MasterKey;
import claviger.seal.PinLock;
import claviger.seal.RoleKeys;
import claviger.store.ChildJvm;
import claviger.store.ObjectRow;
import claviger.store.PinRole;
import claviger.store.TokenRow;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No key, PIN or master key in the files of a store, nor in the memory of a process after its last logout (done when
 * 6, D11).
 */
class SecretsIT {
    private static final String VISIBLE = "a value that everybody may see";

    @TempDir Path folder;

    @Test void theFilesOfAStoreHoldNoSecret() throws Exception {
        Path store = Files.createDirectory(folder.resolve("store"));
        String url = "sqlite:" + store.resolve("token.db");
        KnownKeys keys = KnownKeys.fresh();
        Needles needles = new Needles().raw("visible", VISIBLE.getBytes(UTF_8)).text("user PIN", Site.USER_PIN)
            .text("SO PIN", Site.SO_PIN).text("later PIN", "a later PIN 99");
        keys.secrets().forEach(needles::printed);
        try (Site site = Site.make(url)) {
            Cryptoki cryptoki = site.cryptoki();
            SessionHandle session = site.user();
            cryptoki.createObject(session, Samples.data("public", false, VISIBLE.getBytes(UTF_8)));
            keys.use(cryptoki, session);
            needles(url, Site.USER_PIN, needles);
            cryptoki.setPin(session, Site.pin(Site.USER_PIN), Site.pin("a later PIN 99"));
            assertEquals(Set.of("visible"), search(store, needles), "while the store is open");
            cryptoki.find(session, Template.EMPTY).forEach(object -> cryptoki.destroyObject(session, object));
        }
        assertEquals(Set.of(), search(store, needles), "destroyed and closed: overwritten too (D15)");
    }

    private static Set<String> search(Path store, Needles needles) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(store.toString()));
        arguments.addAll(needles.arguments());
        Set<String> found = new TreeSet<>();
        try (ChildJvm child = ChildJvm.start(LeakSearch.class, List.of(), arguments.toArray(String[]::new))) {
            int files = 0;
            for (String line = child.line(); !"end".equals(line); line = child.line()) {
                String[] words = line.split(" ");
                if (words[0].equals("found")) {
                    found.add(words[1]);
                } else {
                    files++;
                }
            }
            assertTrue(files >= 2, "the database and the revision file");
        }
        return found;
    }

    @Test void afterTheLastLogoutTheHeapHoldsNoSecret() throws Exception {
        String url = "sqlite:" + folder.resolve("token.db");
        KnownKeys keys = KnownKeys.fresh();
        String pin = "pin " + UUID.randomUUID();      // a constant would be found among the names in the dump
        Needles needles = new Needles().raw("user PIN", Site.pin(pin));
        keys.secrets().forEach(needles::raw);
        try (Site site = Site.make(url)) {
            site.initPin(pin);
        }
        needles(url, pin, needles);
        List<String> arguments = new ArrayList<>(List.of(url, HexFormat.of().formatHex(Site.pin(pin))));
        arguments.addAll(keys.arguments());
        try (ChildJvm child = ChildJvm.start(HeapChild.class, List.of(), arguments.toArray(String[]::new))) {
            assertEquals("in", child.line());
            objectKeys(url, pin, needles);
            Set<String> before = needles.in(heap(child, "in.hprof"));
            System.out.println("SecretsIT: while logged in the heap holds " + before);
            assertTrue(before.containsAll(Set.of("aes", "master key")), () -> "what is in use can be found: " + before);
            assertEquals("out", child.ask("logout"));
            assertEquals(Set.of(), needles.in(heap(child, "out.hprof")));
        }
    }

    /** What can be reached in the heap of a process. */
    private byte[] heap(ChildJvm child, String name) throws Exception {
        Path dump = folder.resolve(name);
        Process jcmd = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd", "" + child.pid(),
            "GC.heap_dump",
            dump.toString()).redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile()).start();
        assertTrue(jcmd.waitFor(60, TimeUnit.SECONDS) && Files.exists(dump), "a heap dump");
        return Files.readAllBytes(dump);
    }

    /** The keys under which objects are sealed. */
    private static void objectKeys(String url, String pin, Needles needles) throws Exception {
        try (Tampering tampering = new Tampering(url)) {
            MasterKey master = master(tampering.token(), roleKey(tampering, pin));
            Method derive = MasterKey.class.getDeclaredMethod("object", String.class);
            derive.setAccessible(true);
            for (ObjectRow object : tampering.objects()) {
                needles.raw("an object's key", ((SecretKey) derive.invoke(master, object.uniqueId())).getEncoded());
            }
            master.wipe();
        }
    }

    private static byte[] roleKey(Tampering tampering, String pin) {
        return PinLock.open(tampering.token().serial() + " " + PinRole.USER, Site.pin(pin),
            tampering.pin(PinRole.USER).wrapped()).orElseThrow();
    }

    private static MasterKey master(TokenRow row, byte[] roleKey) {
        return RoleKeys.decoded(row.roleKeys()).master(row.serial(), RoleKeys.Role.USER, roleKey);
    }

    /** The keys of a token that only its own code ever sees. */
    private static void needles(String url, String pin, Needles needles) throws Exception {
        try (Tampering tampering = new Tampering(url)) {
            byte[] roleKey = roleKey(tampering, pin);
            MasterKey master = master(tampering.token(), roleKey);
            needles.raw("role key", roleKey).raw("master key", secret(master, "bytes")).raw("index key",
                secret(master, "indexKey"))
                .raw("MAC key", secret(master, "macKey"));
            master.wipe();
        }
    }

    private static byte[] secret(MasterKey master, String name) throws Exception {
        Field field = MasterKey.class.getDeclaredField(name);
        field.setAccessible(true);
        return ((byte[]) field.get(master)).clone();
    }
}
