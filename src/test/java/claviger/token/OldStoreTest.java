package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.AclRow;
import claviger.store.ApprovalRow;
import claviger.store.OldStore;
import claviger.store.Stores;
import claviger.store.TokenStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that a release with an earlier version of the schema has written. */
class OldStoreTest {
    private static final byte[] DATA = "what is signed".getBytes(UTF_8);

    @TempDir Path folder;

    @Test void theKeysOfAFileOfVersion1WorkAfterItsMigrationAndAfterReopening() throws Exception {
        Path database = OldStore.unpacked(folder);
        assertEquals(1, OldStore.version(database));
        for (int opening = 0; opening < 2; opening++) {
            try (Desk desk = Desk.beside(Stores.open("sqlite:" + database)); Cryptoki application = desk.application()) {
                SessionHandle session = Desk.openAsUser(application);
                keysWork(application, session);
            }
            assertEquals(2, OldStore.version(database));
        }
    }

    private static void keysWork(Cryptoki application, SessionHandle session) {
        application.signInit(session, Mechanism.of(Ckm.CKM_ECDSA_SHA256),
            one(application, session, "signs", CKO_PRIVATE_KEY));
        byte[] signature = application.sign(session, DATA);
        application.verifyInit(session, Mechanism.of(Ckm.CKM_ECDSA_SHA256),
            one(application, session, "signs", CKO_PUBLIC_KEY));
        application.verify(session, DATA, signature);
        application.encryptInit(session, new Mechanism(Ckm.CKM_AES_CBC_PAD, new Parameters.Iv(new byte[16])),
            one(application, session, "encrypts", Cko.CKO_SECRET_KEY));
        assertEquals(16, application.encrypt(session, DATA).length);
        ObjectHandle note = one(application, session, "says", Cko.CKO_DATA);
        assertArrayEquals("written by version 1".getBytes(UTF_8),
            application.attributes(session, note, CKA_VALUE).get(CKA_VALUE).orElseThrow());
    }

    private static ObjectHandle one(Cryptoki application, SessionHandle session, String label, Cko objectClass) {
        List<ObjectHandle> found = application.find(session,
            Template.EMPTY.with(CKA_LABEL, label).with(CKA_CLASS, objectClass));
        assertEquals(1, found.size());
        return found.get(0);
    }

    @Test void aMigratedFileTakesTheRowsOfVersion2() throws Exception {
        try (TokenStore store = Stores.open("sqlite:" + OldStore.unpacked(folder))) {
            String serial = store.read(reader -> reader.tokens().get(0).serial());
            store.write(writer -> {
                writer.putAcl(serial, new AclRow(1, new byte[1]));
                writer.putApproval(serial, new ApprovalRow("nonce", "", new byte[1], 0, writer.now().plusSeconds(60)));
                return null;
            });
            assertTrue(store.<Boolean>write(writer -> writer.useApproval(serial, "nonce", 1)));
            assertEquals(1, store.read(reader -> reader.acl(serial)).orElseThrow().revision());
        }
    }
}
