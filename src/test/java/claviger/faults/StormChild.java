package claviger.faults;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;

import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * One process of the storm: threads of one application that create, sign, search and destroy. Answers {@code ready},
 * then
 * to {@code go} with {@code done OPERATIONS KEPT}, to {@code count} with how many objects it sees, to {@code end} by
 * ending.
 */
final class StormChild {
    private static final int THREADS = 4;
    private static final int MOST_OWN = 10;

    private final Cryptoki cryptoki;
    private final Site site;
    private final LongAdder operations = new LongAdder();
    private final long until;

    private StormChild(Site site, long seconds) {
        this.site = site;
        this.cryptoki = site.cryptoki();
        this.until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** @param arguments the store, the number of this process, for how many seconds */
    public static void main(String... arguments) throws Exception {
        try (Site site = Site.open(arguments[0])) {
            SessionHandle session = site.user();
            System.out.println("ready");
            System.in.read();
            System.in.skip(System.in.available());
            System.out.println(new StormChild(site, Long.parseLong(arguments[2])).storm(arguments[1]));
            while (System.in.read() == 'c') {
                System.in.skip(System.in.available());
                System.out.println(site.cryptoki().find(session, Template.EMPTY).size());
            }
        }
    }

    private String storm(String process) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Integer>> kept = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String name = process + "-" + i;
            kept.add(threads.submit(() -> work(name)));
        }
        int sum = 0;
        for (Future<Integer> one : kept) {
            sum += one.get();
        }
        threads.shutdown();
        return "done " + operations.sum() + " " + sum;
    }

    private int work(String name) {
        Random random = new Random(name.hashCode());
        SessionHandle session = site.session();
        ObjectHandle signing = only(session, Cko.CKO_PRIVATE_KEY);
        ObjectHandle verifying = only(session, Cko.CKO_PUBLIC_KEY);
        Deque<String> own = new ArrayDeque<>();
        for (int i = 0; System.nanoTime() < until; i++) {
            int dice = random.nextInt(10);
            if (dice < 4) {
                sign(session, signing, verifying, random);
            } else if (dice < 7 && own.size() < MOST_OWN) {
                own.add(create(session, name + "-" + i, i));
            } else if (dice < 9 && !own.isEmpty()) {
                destroy(session, own.remove());
            } else {
                search(session, own);
            }
            operations.increment();
        }
        cryptoki.closeSession(session);
        return own.size();
    }

    private ObjectHandle only(SessionHandle session, Cko objectClass) {
        List<ObjectHandle> found =
            cryptoki.find(session, Samples.labelled(StormIT.SHARED).with(CKA_CLASS, objectClass));
        require(found.size() == 1, found.size() + " shared keys of class " + objectClass);
        return found.get(0);
    }

    private void sign(SessionHandle session, ObjectHandle signing, ObjectHandle verifying, Random random) {
        byte[] data = new byte[100];
        random.nextBytes(data);
        cryptoki.signInit(session, Samples.ECDSA, signing);
        byte[] signature = cryptoki.sign(session, data);
        cryptoki.verifyInit(session, Samples.ECDSA, verifying);
        cryptoki.verify(session, data, signature);
    }

    private String create(SessionHandle session, String label, int number) {
        if (number % 2 == 0) {
            Samples.newAes(cryptoki, session, Samples.ON_TOKEN.with(CKA_LABEL, label).with(CKA_ID, Site.pin(label)));
        } else {
            cryptoki.createObject(session, Samples.data(label, number % 4 == 1, new byte[500]));
        }
        return label;
    }

    private void destroy(SessionHandle session, String label) {
        List<ObjectHandle> found = cryptoki.find(session, Samples.labelled(label));
        require(found.size() == 1, found.size() + " objects " + label + ", which nobody else touches");
        cryptoki.destroyObject(session, found.get(0));
        require(cryptoki.find(session, Samples.labelled(label)).isEmpty(), label + " is found after its destruction");
    }

    private void search(SessionHandle session, Deque<String> own) {
        own.forEach(label -> require(cryptoki.find(session, Samples.labelled(label)).size() == 1,
            label + " is not found"));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
