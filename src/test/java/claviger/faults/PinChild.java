package claviger.faults;

import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tries PINs in parallel, each in an application of its own, since the logins of one application take turns. Says
 * {@code ready}, waits for a line, then says what came out of each try: {@code OK} or the name of the code.
 */
final class PinChild {
    private PinChild() {
    }

    /** @param arguments the store, then {@code login} or {@code setpin}, a colon and a PIN for each try */
    public static void main(String... arguments) throws Exception {
        try (Site site = Site.open(arguments[0])) {
            int tries = arguments.length - 1;
            ExecutorService threads = Executors.newFixedThreadPool(tries);
            CountDownLatch go = new CountDownLatch(1);
            List<Future<String>> outcomes = new ArrayList<>();
            for (int i = 1; i <= tries; i++) {
                String[] how = arguments[i].split(":");
                Cryptoki application = site.application();
                SessionHandle session = application.openSession(site.slot(), true);
                outcomes.add(threads.submit(() -> {
                    go.await();
                    return attempt(application, session, how[0], how[1]);
                }));
            }
            System.out.println("ready");
            System.in.read();
            go.countDown();
            for (Future<String> outcome : outcomes) {
                System.out.println(outcome.get());
            }
            threads.shutdown();
        }
    }

    private static String attempt(Cryptoki application, SessionHandle session, String how, String pin) {
        try {
            if (how.equals("login")) {
                application.login(session, Cku.CKU_USER, Site.pin(pin));
            } else {
                application.setPin(session, Site.pin(pin), Site.pin(pin));
            }
            return "OK";
        } catch (CkrException e) {
            return e.ckr().name();
        }
    }
}
