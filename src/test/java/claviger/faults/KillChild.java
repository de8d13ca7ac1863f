package claviger.faults;

import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes, changes and destroys objects until it is killed. Says {@code begin WHAT .} before each change and {@code end
 * WHAT .}
 * after it has returned; the point at the end shows that the line was not cut.
 *
 * <p>The first letter of a name says what it is: d private data, c public data, g three data objects that are made,
 * changed and destroyed together, a an AES key, e an EC key pair.
 */
final class KillChild {
    private static final String KINDS = "dcgae";
    private static final int MOST_NAMES = 20;

    private final Site site;
    private final Cryptoki cryptoki;
    private final SessionHandle session;
    private final Random random;
    private final String prefix;
    private final Map<String, Integer> versions = new LinkedHashMap<>();
    private int made;
    private int pin;

    /** @param arguments the store, the round, a seed, the number of the user PIN */
    public static void main(String... arguments) {
        new KillChild(Site.open(arguments[0]), arguments[1], Long.parseLong(arguments[2]),
            Integer.parseInt(arguments[3]))
            .work();
    }

    private KillChild(Site site, String round, long seed, int pin) {
        this.site = site;
        this.cryptoki = site.cryptoki();
        this.prefix = round + "-";
        this.random = new Random(seed);
        this.pin = pin;
        this.session = site.user(pin(pin));
    }

    static String pin(int number) {
        return Site.USER_PIN + " " + number;
    }

    /** How many objects bear a name. */
    static int parts(String name) {
        return switch (name.charAt(0)) {
            case 'g' -> 3;
            case 'e' -> 2;
            default -> 1;
        };
    }

    static boolean isData(String name) {
        return "dcg".indexOf(name.charAt(0)) >= 0;
    }

    /** The value of a data object, long enough to fill pages. */
    static byte[] value(String name, int version) {
        byte[] value = new byte[1 + Math.floorMod((name + version).hashCode(), 6000)];
        new Random((name + version).hashCode()).nextBytes(value);
        return value;
    }

    private static void say(String word, String what) {
        System.out.println(word + " " + what + " .");
    }

    private void work() {
        say("ready", "");
        while (true) {
            int dice = random.nextInt(100);
            if (dice < 4) {
                newPin();
            } else if (dice < 15) {
                sessionObjects();
            } else if (versions.size() < 5 || dice < 50 && versions.size() < MOST_NAMES) {
                make();
            } else {
                String name = List.copyOf(versions.keySet()).get(random.nextInt(versions.size()));
                if (dice < 75 && isData(name)) {
                    change(name);
                } else {
                    destroy(name);
                }
            }
        }
    }

    private void commit(String what, Runnable work) {
        say("begin", what);
        work.run();
        say("end", what);
    }

    private void make() {
        String name = KINDS.charAt(random.nextInt(KINDS.length())) + prefix + made++;
        Template data = Samples.data(name, name.charAt(0) != 'c', value(name, 0));
        commit("make " + name + " 0", () -> {
            switch (name.charAt(0)) {
                case 'a' -> Samples.newAes(cryptoki, session, Samples.ON_TOKEN.with(CKA_LABEL, name));
                case 'e' -> Samples.newEcPair(cryptoki, session, Samples.ON_TOKEN.with(CKA_LABEL, name));
                default -> cryptoki.changeObjects(session,
                    Collections.<ObjectChange>nCopies(parts(name), new ObjectChange.Create(data)));
            }
        });
        versions.put(name, 0);
    }

    private void change(String name) {
        int version = versions.get(name) + 1;
        Template value = Template.EMPTY.with(CKA_VALUE, value(name, version));
        commit("set " + name + " " + version, () -> all(name, object -> new ObjectChange.Set(object, value)));
        versions.put(name, version);
    }

    private void destroy(String name) {
        commit("destroy " + name + " 0", () -> all(name, ObjectChange.Destroy::new));
        versions.remove(name);
    }

    private void all(String name, Function<ObjectHandle, ObjectChange> change) {
        List<ObjectChange> changes = new ArrayList<>();
        cryptoki.find(session, Samples.labelled(name)).forEach(object -> changes.add(change.apply(object)));
        cryptoki.changeObjects(session, changes);
    }

    private void sessionObjects() {
        Template ofSession = Template.EMPTY.with(CKA_TOKEN, false).with(CKA_LABEL, "session");
        List<ObjectHandle> keys = IntStream.range(0, 5).mapToObj(i -> Samples.newAes(cryptoki, session,
            ofSession)).toList();
        keys.forEach(key -> cryptoki.destroyObject(session, key));
    }

    private void newPin() {
        commit("pin " + (pin + 1) + " 0", () -> {
            cryptoki.logout(session);
            site.initPin(pin(pin + 1));
        });
        pin++;
        cryptoki.login(session, Cku.CKU_USER, Site.pin(pin(pin)));
    }
}
