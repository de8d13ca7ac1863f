package claviger.faults;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of a JVM that changes a token: what it has reported is there, what it was at is there as a whole or not at
 * all, the store opens and the login works (the contract of TokenStore, O17). {@code -Dclaviger.kills=200} for longer.
 */
class KillIT {
    private static final int ABSENT = -1;

    @TempDir Path folder;
    private final Map<String, Integer> expected = new TreeMap<>();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private int pin;
    private String what = "";
    private String name = "";
    private int version;
    private long commits;

    @Test void nothingThatWasReportedIsLostAndNothingIsHalf() throws Exception {
        int kills = Site.amount("claviger.kills", 20);
        System.out.println("KillIT: seed " + seed);
        String url = "sqlite:" + folder.resolve("token.db");
        try (Site site = Site.make(url)) {
            site.initPin(KillChild.pin(0));
        }
        int cutShort = 0;
        for (int round = 0; round < kills; round++) {
            run(url, round);
            cutShort += what.isEmpty() ? 0 : 1;
            try (Site site = Site.open(url)) {
                check(site, round);
            }
        }
        System.out.printf("KillIT: %d kills, %d of them within a change, %d changes reported%n", kills, cutShort,
            commits);
        assertTrue(cutShort > 0, "no kill fell into a change");
    }

    /** Runs a child for a while and notes what it reports. */
    private void run(String url, int round) throws Exception {
        try (ChildJvm child = ChildJvm.start(KillChild.class, List.of(), url, "" + round, "" + random.nextLong(),
            "" + pin)) {
            assertEquals("ready  .", child.line());
            Thread reader = new Thread(() -> read(child));
            what = "";
            reader.start();
            TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(800));
            assertTrue(child.isAlive(), "the child has died of an error, which it printed");
            child.kill();
            reader.join();
        }
    }

    private void read(ChildJvm child) {
        try {
            for (String line = child.line(); line != null && line.endsWith(" ."); line = child.line()) {
                report(line.split(" "));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report(String... words) {
        if (words[0].equals("begin")) {
            what = words[1];
            name = words[2];
            version = Integer.parseInt(words[3]);
            return;
        }
        commits++;
        become(after());
        what = "";
    }

    private int after() {
        return what.equals("destroy") ? ABSENT : version;
    }

    /** What was begun has happened. */
    private void become(int state) {
        if (what.equals("pin")) {
            pin = Integer.parseInt(name);
        } else if (state == ABSENT) {
            expected.remove(name);
        } else {
            expected.put(name, state);
        }
    }

    private void check(Site site, int round) {
        Cryptoki cryptoki = site.cryptoki();
        SessionHandle session = site.session();
        if (what.equals("pin")) {
            // a check that was killed is a failure; ten in a row would lock for good (D20)
            site.forgetTriesOfTheSo();
        }
        login(cryptoki, session);
        if (List.of("make", "set", "destroy").contains(what)) {
            int found = state(cryptoki, session, name);
            int before = expected.getOrDefault(name, ABSENT);
            assertTrue(found == before || found == after(),
                () -> name + " is at " + found + ", was at " + before + " before " + what + ", seed " + seed);
            become(found);
        }
        expected.forEach((object, state) -> assertEquals(state, state(cryptoki, session, object), () ->
            object + ", seed " + seed));
        TreeSet<String> there = new TreeSet<>();
        cryptoki.find(session, Template.EMPTY)
            .forEach(object -> there.add(cryptoki.attributes(session, object, CKA_LABEL).require(CKA_LABEL)));
        assertEquals(new TreeSet<>(expected.keySet()), there, "seed " + seed);
        forgetOld(cryptoki, session, round);
    }

    /** The PIN reported last, or the one that was being set. */
    private void login(Cryptoki cryptoki, SessionHandle session) {
        try {
            cryptoki.login(session, Cku.CKU_USER, Site.pin(KillChild.pin(pin)));
        } catch (CkrException e) {
            assertEquals("pin", what, () ->
                "the PIN that was reported is refused: " + e.getMessage() + ", seed " + seed);
            assertEquals(Ckr.CKR_PIN_INCORRECT, e.ckr());
            cryptoki.login(session, Cku.CKU_USER, Site.pin(KillChild.pin(pin + 1)));
            become(0);
        }
    }

    /** The version at which all objects of a name are, or ABSENT. */
    private static int state(Cryptoki cryptoki, SessionHandle session, String name) {
        List<ObjectHandle> objects = cryptoki.find(session, Samples.labelled(name));
        if (objects.isEmpty()) {
            return ABSENT;
        }
        assertEquals(KillChild.parts(name), objects.size(), () -> name + " is half there");
        return KillChild.isData(name) ? version(cryptoki, session, name, objects) : working(cryptoki, session, objects);
    }

    private static int version(Cryptoki cryptoki, SessionHandle session, String name, List<ObjectHandle> objects) {
        List<byte[]> values = new ArrayList<>();
        objects.forEach(object -> values.add(cryptoki.attributes(session, object, CKA_VALUE).require(CKA_VALUE)));
        for (int version = 0; version < 10_000; version++) {
            if (Arrays.equals(values.get(0), KillChild.value(name, version))) {
                values.forEach(value -> assertArrayEquals(values.get(0), value, () -> name + " is half changed"));
                return version;
            }
        }
        throw new AssertionError(name + " has a value that nobody gave it");
    }

    private static int working(Cryptoki cryptoki, SessionHandle session, List<ObjectHandle> keys) {
        byte[] data = new byte[16];
        if (keys.size() == 1) {
            Mechanism ecb = Mechanism.of(Ckm.CKM_AES_ECB);
            cryptoki.encryptInit(session, ecb, keys.get(0));
            byte[] encrypted = cryptoki.encrypt(session, data);
            cryptoki.decryptInit(session, ecb, keys.get(0));
            assertArrayEquals(data, cryptoki.decrypt(session, encrypted));
            return 0;
        }
        boolean firstIsPublic = cryptoki.attributes(session, keys.get(0), CKA_CLASS)
            .require(CKA_CLASS) == Cko.CKO_PUBLIC_KEY;
        cryptoki.signInit(session, Samples.ECDSA, keys.get(firstIsPublic ? 1 : 0));
        byte[] signature = cryptoki.sign(session, data);
        cryptoki.verifyInit(session, Samples.ECDSA, keys.get(firstIsPublic ? 0 : 1));
        cryptoki.verify(session, data, signature);
        return 0;
    }

    /** Objects outlive three more kills, then make room. */
    private void forgetOld(Cryptoki cryptoki, SessionHandle session, int round) {
        expected.keySet().removeIf(object -> {
            boolean old = Integer.parseInt(object.substring(1, object.indexOf('-'))) < round - 3;
            if (old) {
                cryptoki.find(session, Samples.labelled(object)).forEach(part -> cryptoki.destroyObject(session, part));
            }
            return old;
        });
    }
}
