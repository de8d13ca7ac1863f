package claviger.faults;

import static claviger.cryptoki.Cka.CKA_DESTROYABLE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.store.ObjectRow;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** C_InitToken keeps the master key for objects that must not be destroyed, and for nothing else (D21, T5). */
class InitTokenKeysTest {
    private static final byte[] KEPT = {1, 2, 3};
    private static final byte[] GONE = {4, 5, 6};

    private final String url = "memory:init " + UUID.randomUUID();

    @Test void whatIsNotDestroyableIsStillReadable() {
        try (Site site = Site.make(url)) {
            Cryptoki cryptoki = site.cryptoki();
            SessionHandle session = site.user();
            cryptoki.createObject(session, Samples.data("kept", true, KEPT).with(CKA_DESTROYABLE, false));
            cryptoki.createObject(session, Samples.data("gone", true, GONE));
            SessionHandle again = initialisedAgain(site);
            assertTrue(cryptoki.find(again, Samples.labelled("gone")).isEmpty());
            ObjectHandle kept = cryptoki.find(again, Samples.labelled("kept")).get(0);
            assertArrayEquals(KEPT, cryptoki.attributes(again, kept, CKA_VALUE).require(CKA_VALUE));
        }
    }

    @Test void withoutSuchObjectsRowsFromACopyAreRefused() {
        try (Site site = Site.make(url); Tampering tampering = new Tampering(url)) {
            Cryptoki cryptoki = site.cryptoki();
            SessionHandle session = site.user();
            cryptoki.createObject(session, Samples.data("private", true, GONE));
            cryptoki.createObject(session, Samples.data("public", false, GONE));
            List<ObjectRow> copy = tampering.objects();
            SessionHandle again = initialisedAgain(site);
            copy.forEach(tampering::insert);
            assertEquals(2, tampering.objects().size());
            for (String label : List.of("private", "public")) {
                assertTrue(cryptoki.find(again, Samples.labelled(label)).isEmpty(), label);
            }
        }
    }

    private static SessionHandle initialisedAgain(Site site) {
        site.cryptoki().closeAllSessions(site.slot());
        site.initToken();
        site.initPin(Site.USER_PIN);
        return site.user();
    }
}
