package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;
import static claviger.rpc.ServerAnswers.assertError;
import static claviger.rpc.ServerAnswers.eventually;
import static claviger.rpc.ServerAnswers.login;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server grants a client, and what becomes of one that asks for more, waits, or goes without a word. */
@Timeout(60)
class ServerLimitsTest {
    private static final long READ_WRITE = 6;
    private static final Limits NO_PAUSE = Limits.DEFAULT.withAfterWrongPin(Duration.ZERO);

    /** A program that exits while one of its threads waits. */
    @Test
    void aClientThatGoesWhileItWaitsForASlotEventLeavesNothing() throws Exception {
        try (Served served = Served.token()) {
            try (RawClient client = RawClient.ready(served.socket())) {
                for (int i = 0; i < 20; i++) {      // more than may wait: the others are refused, and the end is still seen
                    client.sendCall(Call.C_WaitForSlotEvent, 0L);
                }
                assertError(CKR_FUNCTION_FAILED, client.reply(0));
            }
            eventually(() -> served.server().connections() == 0);
        }
    }

    /** D26: whatever comes behind a login, the account's next login is answered. */
    @Test
    void aBrokenFrameBehindALoginStopsNoOtherLogin() throws Exception {
        try (Served served = Served.token(Accounts.own(Served.ME), NO_PAUSE); RawClient other = RawClient.ready(served.socket())) {
            long session = (Long) other.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            for (int i = 0; i < 10; i++) {
                try (RawClient client = RawClient.ready(served.socket())) {
                    for (int wait = 0; wait < 4; wait++) {
                        client.sendCall(Call.C_WaitForSlotEvent, 0L);
                    }
                    for (int login = 0; login < 12; login++) {
                        client.sendCall(Call.C_Login, 4711L, Cku.CKU_USER.code(), new Octets.Data(Served.USER_PIN));
                    }
                    client.send(new WireWriter().u32(1).u32(0).u32(-1).written());
                    while (!client.isEnded()) {
                        continue;      // the replies that come first
                    }
                }
            }
            assertEquals(Call.C_Login, login(other, session, Cku.CKU_USER, Served.USER_PIN).call());
        }
    }

    /** Its replies come from threads beside the one that reads, and nobody reads them. */
    @Test
    void repliesThatNobodyReadsEndTheConnectionWhoeverSendsThem() throws Exception {
        try (Served served = Served.token(Accounts.own(Served.ME), Limits.DEFAULT.withPatience(Duration.ofSeconds(2)));
                RawClient deaf = RawClient.ready(served.socket())) {
            long session = (Long) deaf.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            for (int i = 0; i < 15; i++) {
                deaf.sendCall(Call.C_GenerateRandom, session, 1L << 20);
            }
            deaf.sendCall(Call.C_GetInfo);
            eventually(() -> served.server().connections() == 0);
        }
    }

    @Test
    void theSessionObjectsOfAClientHaveABoundInBytes() throws Exception {
        try (Served served = Served.token(); RawClient client = RawClient.ready(served.socket())) {
            long session = (Long) client.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            List<WireAttribute> large = Attributes.wire(Template.EMPTY.with(Cka.CKA_CLASS, Cko.CKO_DATA)
                .with(Cka.CKA_VALUE, new byte[1_000_000]));
            List<Long> made = new ArrayList<>();
            Message reply = client.call(Call.C_CreateObject, session, large);
            for (; reply.call() != Call.ERROR && made.size() < 100; reply = client.call(Call.C_CreateObject, session, large)) {
                made.add((Long) reply.values().get(0));
            }
            assertError(CKR_DEVICE_MEMORY, reply);
            assertEquals(67, made.size(), "64 MiB");
            client.call(Call.C_DestroyObject, session, made.get(0));
            assertEquals(Call.C_CreateObject, client.call(Call.C_CreateObject, session, large).call());
        }
    }

    @Test
    void oneAttributeThatIsWantedAThousandTimesIsReadOnce() throws Exception {
        try (Served served = Served.token(); RawClient client = RawClient.ready(served.socket())) {
            long session = (Long) client.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            byte[] value = new byte[1 << 19];
            long object = (Long) client.call(Call.C_CreateObject, session, Attributes.wire(Template.EMPTY
                .with(Cka.CKA_CLASS, Cko.CKO_DATA).with(Cka.CKA_VALUE, value))).values().get(0);
            List<WireAttribute.Wanted> wanted = Collections.nCopies(1000,
                new WireAttribute.Wanted(Cka.CKA_VALUE.code(), value.length, null));
            assertError(CKR_DEVICE_MEMORY, client.call(Call.C_GetAttributeValue, session, object, wanted));
            Message two = client.call(Call.C_GetAttributeValue, session, object, wanted.subList(0, 2));
            assertEquals(2, ((List<?>) two.values().get(0)).size());
        }
    }

    @Test
    void aClientThatDoesNotReadStopsNobodyAndGoesWhenItTakesTooLong() throws Exception {
        try (Served served = Served.token(Accounts.own(Served.ME), Limits.DEFAULT.withPatience(Duration.ofSeconds(2)));
                RawClient deaf = RawClient.ready(served.socket()); RawClient other = RawClient.ready(served.socket())) {
            long session = (Long) other.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            long deafs = (Long) deaf.call(Call.C_OpenSession, served.slot().value(), READ_WRITE).values().get(0);
            assertNotEquals(0, session);
            for (int i = 0; i < 4; i++) {
                deaf.sendCall(Call.C_GenerateRandom, deafs, 1L << 20);
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(Call.C_GetSessionInfo, other.call(Call.C_GetSessionInfo, session).call());
            }
            eventually(() -> served.server().connections() == 1);
        }
    }

    @Test
    void aClientThatSendsByteByByteStopsNobodyAndGoesWhenItTakesTooLong() throws Exception {
        try (Served served = Served.token(Accounts.own(Served.ME), Limits.DEFAULT.withPatience(Duration.ofSeconds(2)));
                RawClient slow = RawClient.ready(served.socket()); RawClient other = RawClient.ready(served.socket());
                RawClient silent = new RawClient(served.socket())) {
            byte[] frame = new Frame(0x20, new byte[0], new byte[100]).written();
            slow.send(frame[0], frame[1], frame[2]);
            assertEquals(Call.C_GetInfo, other.call(Call.C_GetInfo).call());
            assertTrue(slow.isEnded());
            assertTrue(silent.isEnded(), "one that never said hello goes, too");
            assertEquals(Call.C_GetInfo, other.call(Call.C_GetInfo).call());
        }
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAndTheOthersStay() throws Exception {
        try (Served served = Served.token(Accounts.own(Served.ME), Limits.DEFAULT.withConnections(5, 3))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(RawClient.ready(served.socket()));
            }
            try (RawClient fourth = new RawClient(served.socket())) {
                assertTrue(fourth.isEnded());
            }
            assertEquals(Call.C_GetInfo, clients.get(0).call(Call.C_GetInfo).call());
            clients.get(2).close();
            eventually(() -> served.server().connections() == 2);
            clients.set(2, RawClient.ready(served.socket()));
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
