package claviger.rpc;

import static claviger.cryptoki.Authorizations.ACL_BYTES;
import static claviger.cryptoki.Authorizations.ALL_APPROVALS_BYTES;
import static claviger.cryptoki.Authorizations.APPROVALS;
import static claviger.cryptoki.Authorizations.APPROVAL_BYTES;
import static claviger.cryptoki.Authorizations.CREDENTIALS_BYTES;
import static claviger.cryptoki.Authorizations.DENIAL_BYTES;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.rpc.ServerAnswers.assertError;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.seal.KdfCost;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** ACLs, credentials, approvals and the words for a denial over the wire (D2, D4, D30). */
@Timeout(60)
class AuthorizationCallsTest {
    /** Two lines, what moves a cursor, and more than may travel. */
    private static final String WORDS = "nobody\nmay\u001b[2J " + "\u00e9\uD83D\uDD11".repeat(DENIAL_BYTES);
    private static final ObjectHandle KEY = new ObjectHandle(7);

    @TempDir Path folder;
    private Library library;
    private SlotId slot;
    private Server server;
    private Client client;
    private Authorizations authorizations;
    private SessionHandle session;

    @BeforeEach void connect() throws IOException {
        library = Library.over(Stores.open("memory:"), Settings.DEFAULT.withEmptySlot(true).withKdf(KdfCost.FLOOR));
        try (Cryptoki making = library.application(new Peer.ThisJvm())) {
            making.initialize();
            slot = making.getSlotList(false).get(0);
            making.initToken(slot, Served.SO_PIN.clone(), "served");
        }
        Path socket = folder.resolve("run").resolve("socket");
        server = Server.start(SocketFile.bind(socket, false),
            peer -> KeptAuthorizations.around(library.application(peer), WORDS), Accounts.own(Account.own()),
            Limits.DEFAULT);
        client = Client.at(new Address(socket));
        client.initialize();
        session = client.openSession(slot, false);
        authorizations = client.authorizations();
    }

    @AfterEach void close() {
        client.close();
        server.close();
        library.close();
    }

    @Test void anAclOfAnObjectAndOneOfTheTokenGoThereAndBack() {
        assertTrue(authorizations.acl(session, KEY).isEmpty());
        authorizations.setAcl(session, KEY, Optional.of(bytes("(3:acl)")));
        authorizations.setAcl(session, ObjectHandle.NONE, Optional.of(new byte[0]));
        assertArrayEquals(bytes("(3:acl)"), authorizations.acl(session, KEY).orElseThrow());
        assertEquals(0, authorizations.acl(session, ObjectHandle.NONE).orElseThrow().length, "empty is not none");
        authorizations.setAcl(session, KEY, Optional.empty());
        assertTrue(authorizations.acl(session, KEY).isEmpty());
    }

    /** The reply is overwritten after it has gone out: what the token keeps is not. */
    @Test void whatTheTokenGaveIsStillTheTokens() {
        authorizations.setAcl(session, KEY, Optional.of(bytes("(3:acl)")));
        authorizations.setOwner(session, bytes("(6:public)"));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(bytes("(3:acl)"), authorizations.acl(session, KEY).orElseThrow());
            assertArrayEquals(bytes("(6:public)"), authorizations.owner(session));
        }
    }

    @Test void anOwnerCredentialsAndApprovalsGoThereAndBack() {
        authorizations.setOwner(session, bytes("(6:public)"));
        assertArrayEquals(bytes("(6:public)"), authorizations.owner(session));
        byte[] challenge = authorizations.challenge(session);
        authorizations.present(session, challenge);
        refused(CKR_SIGNATURE_INVALID, () -> authorizations.present(session, new byte[32]));
        assertEquals(List.of(), authorizations.approvals(session));
        authorizations.approve(session, bytes("one"));
        authorizations.approve(session, bytes("two"));
        assertEquals(List.of("one", "two"), authorizations.approvals(session).stream().map(String::new).toList());
    }

    @Test void asManyApprovalsAsATokenHasAreOneAnswer() {
        byte[] each = new byte[ALL_APPROVALS_BYTES / APPROVALS];
        for (int i = 0; i < APPROVALS; i++) {
            authorizations.approve(session, each);
        }
        assertEquals(APPROVALS, authorizations.approvals(session).size());
    }

    @Test void whatIsAsLongAsItMayBeTravelsAndMoreIsRefusedByBothEnds() throws IOException {
        authorizations.setAcl(session, KEY, Optional.of(new byte[ACL_BYTES]));
        assertEquals(ACL_BYTES, authorizations.acl(session, KEY).orElseThrow().length);
        authorizations.setOwner(session, new byte[ACL_BYTES]);
        authorizations.approve(session, new byte[APPROVAL_BYTES]);
        refused(CKR_SIGNATURE_INVALID, () -> authorizations.present(session, new byte[CREDENTIALS_BYTES]));
        refused(CKR_DATA_LEN_RANGE, () -> authorizations.setAcl(session, KEY, Optional.of(new byte[ACL_BYTES + 1])));
        refused(CKR_DATA_LEN_RANGE, () -> authorizations.setOwner(session, new byte[ACL_BYTES + 1]));
        refused(CKR_DATA_LEN_RANGE, () -> authorizations.approve(session, new byte[APPROVAL_BYTES + 1]));
        refused(CKR_DATA_LEN_RANGE, () -> authorizations.present(session, new byte[CREDENTIALS_BYTES + 1]));
        try (RawClient raw = RawClient.ready(folder.resolve("run").resolve("socket"))) {
            Octets tooLong = new Octets.Data(new byte[ACL_BYTES + 1]);
            for (Call call : List.of(Call.X_SetOwner, Call.X_Present, Call.X_Approve)) {
                assertError(CKR_DATA_LEN_RANGE, raw.call(call, 1L, tooLong));
                assertError(CKR_ARGUMENTS_BAD, raw.call(call, 1L, Octets.Length.OF_NOTHING));
            }
            assertError(CKR_DATA_LEN_RANGE, raw.call(Call.X_SetAcl, 1L, 7L, 1, tooLong));
            assertError(CKR_ARGUMENTS_BAD, raw.call(Call.X_SetAcl, 1L, 7L, 1, Octets.Length.OF_NOTHING));
            assertError(CKR_ARGUMENTS_BAD, raw.call(Call.X_SetAcl, 1L, 7L, 0, new Octets.Data(new byte[1])));
        }
        assertEquals(1, authorizations.approvals(session).size());
    }

    @Test void nullIsRefusedAndNeverTheToken() {
        refused(CKR_ARGUMENTS_BAD, () -> authorizations.acl(session, null));
        refused(CKR_ARGUMENTS_BAD, () -> authorizations.setAcl(session, null, Optional.empty()));
        refused(CKR_ARGUMENTS_BAD, () -> authorizations.setAcl(session, KEY, null));
        refused(CKR_ARGUMENTS_BAD, () -> authorizations.setOwner(session, null));
        refused(CKR_ARGUMENTS_BAD, () -> authorizations.present(session, null));
        refused(CKR_ARGUMENTS_BAD, () -> authorizations.approve(session, null));
        refused(CKR_SESSION_HANDLE_INVALID, () -> authorizations.challenge(null));
    }

    @Test void aRefusalThatIsADenialComesWithItsReasonInOneLine() {   // D30
        authorizations.setAcl(session, ObjectHandle.NONE, Optional.of(new byte[1]));
        String digest = refused(CKR_KEY_FUNCTION_NOT_PERMITTED,
            () -> client.digestInit(session, Mechanism.of(Ckm.CKM_SHA256)));
        assertTrue(digest.contains("C_DigestInit at") && digest.contains(": nobody may [2J \u00e9"), digest);
        assertFalse(digest.chars().anyMatch(Character::isISOControl));
        String owner = refused(CKR_ACTION_PROHIBITED, () -> authorizations.setOwner(session, new byte[0]));
        assertTrue(owner.contains(": nobody may"), owner);
    }

    @Test void theReasonOfADenialIsCutBetweenTwoCharacters() {
        assertEquals("", authorizations.denial(session));
        authorizations.setAcl(session, ObjectHandle.NONE, Optional.of(new byte[1]));
        refused(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> client.digestInit(session, Mechanism.of(Ckm.CKM_SHA256)));
        String denial = authorizations.denial(session);
        assertTrue(WORDS.startsWith(denial));
        int length = denial.getBytes(UTF_8).length;
        assertTrue(length <= DENIAL_BYTES && length > DENIAL_BYTES - 4, () -> length + " bytes");
        client.getSessionInfo(session);
        assertEquals("", authorizations.denial(session), "the last call was not denied");
    }

    @Test void authorizationsAreOfTheApplicationThatIs() {
        client.finalizeCryptoki();
        refused(CKR_CRYPTOKI_NOT_INITIALIZED, client::authorizations);
        refused(CKR_CRYPTOKI_NOT_INITIALIZED, () -> authorizations.owner(session));
        client.initialize();
        refused(CKR_SESSION_HANDLE_INVALID, () -> authorizations.owner(session));
        assertEquals(0, authorizations.owner(client.openSession(slot, false)).length);
    }

    private static String refused(Ckr ckr, Executable call) {
        CkrException refused = assertThrows(CkrException.class, call);
        assertEquals(ckr, refused.ckr(), refused::getMessage);
        return refused.getMessage();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
