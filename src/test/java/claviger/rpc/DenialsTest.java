package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Which servers are asked why they denied a call, when, and what becomes of what they say (D4, D30). */
@Timeout(60)
class DenialsTest {
    private static final SessionHandle SESSION = new SessionHandle(5);
    private static final Message DENIED = Answers.error(CKR_KEY_FUNCTION_NOT_PERMITTED);
    private static final Message PROHIBITED = Answers.error(CKR_ACTION_PROHIBITED);
    private static final Message WORDS = Message.reply(Call.X_Denial, "the ACL says so".getBytes(UTF_8));

    @TempDir Path folder;
    private int sockets;

    @Test void aStockServerIsToldNothingOfOurs() throws IOException {
        try (ScriptedServer server = server("PKCS#11 Kit", Map.of(Call.C_SignInit, DENIED, Call.X_Denial, WORDS));
                Client client = connected()) {
            assertFalse(refused(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> signInit(client)).contains("the ACL"));
            refused(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> signInit(client));
            refused(CKR_FUNCTION_NOT_SUPPORTED, client::authorizations);
            assertEquals(List.of(Call.C_Initialize, Call.C_SignInit, Call.C_GetInfo, Call.C_SignInit), server.asked());
        }
    }

    @Test void anOlderServerOfOursSaysThatItHasNoSuchCallsAndIsAskedWhyOnce() throws IOException {   // D24
        try (ScriptedServer server = server("Claviger", Map.of(Call.C_SignInit, DENIED)); Client client = connected()) {
            refused(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> signInit(client));
            refused(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> signInit(client));
            assertEquals(List.of(Call.C_Initialize, Call.C_SignInit, Call.C_GetInfo, Call.X_Denial, Call.C_SignInit),
                server.asked());
            refused(CKR_FUNCTION_NOT_SUPPORTED, () -> client.authorizations().owner(SESSION));
            refused(CKR_FUNCTION_NOT_SUPPORTED, () -> client.authorizations().acl(SESSION, ObjectHandle.NONE));
            assertTrue(client.isConnected());
        }
    }

    @Test void aServerIsAskedOnceAfterEachRefusalThatCanBeADenialAndAfterNoOther() throws IOException {
        try (ScriptedServer server = server("Claviger", Map.of(Call.C_SignInit, DENIED, Call.C_DestroyObject, PROHIBITED,
                Call.C_Logout, Answers.error(Ckr.CKR_USER_NOT_LOGGED_IN), Call.X_Denial, WORDS));
                Client client = connected()) {
            assertTrue(refused(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> signInit(client)).endsWith(": the ACL says so"));
            assertTrue(refused(CKR_ACTION_PROHIBITED, () -> client.destroyObject(SESSION, new ObjectHandle(7)))
                .endsWith(": the ACL says so"));
            refused(Ckr.CKR_USER_NOT_LOGGED_IN, () -> client.logout(SESSION));
            assertEquals(List.of(Call.C_Initialize, Call.C_SignInit, Call.C_GetInfo, Call.X_Denial, Call.C_DestroyObject,
                Call.X_Denial, Call.C_Logout), server.asked());
        }
    }

    /** D26: the server refuses the SO's calls before its token hears of them; what has no session has no denial. */
    @Test void whatTheTokenHasNotDeniedItIsNotAskedAbout() throws IOException {
        try (ScriptedServer server = server("Claviger", Map.of(Call.C_Login, PROHIBITED, Call.C_InitToken2, PROHIBITED,
                Call.C_GetTokenInfo, PROHIBITED, Call.X_Denial, WORDS)); Client client = connected()) {
            for (Executable call : List.<Executable>of(
                    () -> client.login(SESSION, Cku.CKU_SO, new byte[4]),
                    () -> client.initToken(new SlotId(5), new byte[4], "x"),
                    () -> client.getTokenInfo(new SlotId(5)))) {
                assertFalse(refused(CKR_ACTION_PROHIBITED, call).contains("the ACL"));
            }
            assertFalse(server.asked().contains(Call.X_Denial));
            assertTrue(refused(CKR_ACTION_PROHIBITED, () -> client.login(SESSION, Cku.CKU_USER, new byte[4]))
                .contains("the ACL"));
        }
    }

    @Test void theRefusalStandsIfAskingFails() throws IOException {
        Map<String, Message> answers = Map.of(
            "an error", Answers.error(Ckr.CKR_SESSION_HANDLE_INVALID), "a denial", DENIED,
            "no words", Message.reply(Call.X_Denial, new byte[0]),
            "nonsense", Message.reply(Call.C_FindObjects, new Ulongs.Values(new long[9])));
        for (Map.Entry<String, Message> answer : answers.entrySet()) {
            try (ScriptedServer server = server("Claviger",
                    Map.of(Call.C_SignInit, DENIED, Call.X_Denial, answer.getValue())); Client client = connected()) {
                String message = refused(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> signInit(client));
                assertTrue(message.endsWith("socket" + sockets), message);
                assertEquals(1, server.asked().stream().filter(Call.X_Denial::equals).count(), answer.getKey());
            }
        }
        Map<Call, Message> denied = Map.of(Call.C_SignInit, DENIED);
        try (ScriptedServer server = new ScriptedServer(socket(), "Claviger", denied, Call.X_Denial);
                Client client = connected()) {
            refused(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> signInit(client));
            refused(CKR_DEVICE_ERROR, () -> signInit(client));
            assertEquals(Call.X_Denial, server.asked().get(server.asked().size() - 1));
        }
    }

    @Test void anAnswerThatIsLongerThanItMayBeIsNoAnswer() throws IOException {
        try (ScriptedServer server = server("Claviger", Map.of(
                Call.X_GetAcl, Message.reply(Call.X_GetAcl, 1, new Octets.Data(new byte[300 << 10])),
                Call.X_GetOwner, Message.reply(Call.X_GetOwner, new Octets.Null()),
                Call.X_Challenge, Message.reply(Call.X_Challenge, new Octets.Length(3)),
                Call.X_Approvals, Message.reply(Call.X_Approvals, List.of(new byte[65 << 10]))));
                Client client = connected()) {
            refused(CKR_DEVICE_ERROR, () -> client.authorizations().acl(SESSION, new ObjectHandle(7)));
            refused(CKR_DEVICE_ERROR, () -> client.authorizations().owner(SESSION));
            refused(CKR_DEVICE_ERROR, () -> client.authorizations().challenge(SESSION));
            refused(CKR_DEVICE_ERROR, () -> client.authorizations().approvals(SESSION));
            assertTrue(client.isConnected());
            assertEquals(1, server.asked().stream().filter(Call.C_GetInfo::equals).count());
        }
    }

    @Test void aListOfMoreThanThereCanBeTakesNoMemory() {
        for (int count : new int[] {1025, 1 << 20, Integer.MAX_VALUE, -1}) {
            byte[] body = new WireWriter().u32(Call.X_Approvals.number()).raw("L".getBytes(UTF_8)).u32(count)
                .bytes(new byte[8192]).written();
            assertThrows(Malformed.class, () -> Message.readReply(body, Call.X_Approvals, Part.Context.of(Era.NEW)));
        }
    }

    /** The calls of the standard that have a session are those whose function begins with one. */
    @Test void aCallKnowsWhetherItIsOfASession() {
        Set<String> unlike = new TreeSet<>();
        for (Call call : Call.values()) {
            String name = call.name().substring(2).replaceFirst("2$", "");
            Method function = Stream.of(Cryptoki.class.getMethods())
                .filter(method -> method.getName().equalsIgnoreCase(name)).findFirst().orElse(null);
            if (call.name().startsWith("C_") && function != null && function.getParameterCount() > 0
                    && call.isOfSession() != (function.getParameterTypes()[0] == SessionHandle.class)) {
                unlike.add(call.name());
            }
        }
        assertEquals(Set.of(), unlike);
        assertTrue(Call.C_SignInit.isOfSession() && Call.X_SetAcl.isOfSession() && !Call.C_OpenSession.isOfSession());
    }

    private Path socket() {
        sockets++;
        return folder.resolve("socket" + sockets);
    }

    private ScriptedServer server(String manufacturer, Map<Call, Message> replies) throws IOException {
        return new ScriptedServer(socket(), manufacturer, replies, Call.ERROR);
    }

    private Client connected() {
        Client client = Client.at(new Address(folder.resolve("socket" + sockets)));
        client.initialize();
        return client;
    }

    private static void signInit(Client client) {
        client.signInit(SESSION, Mechanism.of(Ckm.CKM_ECDSA), new ObjectHandle(7));
    }

    private static String refused(Ckr ckr, Executable call) {
        CkrException refused = assertThrows(CkrException.class, call);
        assertEquals(ckr, refused.ckr(), refused::getMessage);
        return refused.getMessage();
    }
}
