import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cko.CKO_DATA;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OK;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY_EXISTS;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_WRITE_SO_EXISTS;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Cks.CKS_RO_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RO_USER_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_PUBLIC_SESSION;
import static claviger.cryptoki.Cks.CKS_RW_SO_FUNCTIONS;
import static claviger.cryptoki.Cks.CKS_RW_USER_FUNCTIONS;
import static claviger.cryptoki.Cku.CKU_SO;
import static claviger.cryptoki.Cku.CKU_USER;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Applications A (threads A1, A2) and B (B1, B2) share a token, call by call as the standard tells it. Prints each call
 * and its CKR, and ends with an error at the first that is not the standard's.
 *
 * <p>java TwoApplications.java STORE-URL SO-PIN-FILE PIN-FILE
 */
public final class TwoApplications {
    private final Map<String, ExecutorService> threads = Map.of(
        "A1", Executors.newSingleThreadExecutor(), "A2", Executors.newSingleThreadExecutor(),
        "B1", Executors.newSingleThreadExecutor(), "B2", Executors.newSingleThreadExecutor());
    private int step;
    private ObjectHandle o1;

    public static void main(String[] arguments) throws Exception {
        byte[] soPin = pin(arguments[1]);
        byte[] userPin = pin(arguments[2]);
        TwoApplications story = new TwoApplications();
        try (Library library = Library.over(Stores.open(arguments[0]), Settings.DEFAULT)) {
            Peer us = new Peer.ThisJvm();
            story.play(library.application(us), library.application(us), soPin, userPin);
        } finally {
            story.threads.values().forEach(ExecutorService::shutdown);
        }
        System.out.println("All " + story.step + " steps as the standard has them.");
    }

    private void play(Cryptoki a, Cryptoki b, byte[] soPin, byte[] userPin) throws Exception {
        step = 1;
        does("A1", "C_Initialize", a::initialize);
        does("B1", "C_Initialize", b::initialize);
        SlotId slot = a.getSlotList(true).get(0);

        step = 2;
        SessionHandle a7 = gets("A1", "C_OpenSession(R/W) -> a7", () -> a.openSession(slot, true));
        is(a, a7, "a7", CKS_RW_PUBLIC_SESSION);
        step = 3;
        SessionHandle a4 = gets("A2", "C_OpenSession(R/O) -> a4", () -> a.openSession(slot, false));
        is(a, a4, "a4", CKS_RO_PUBLIC_SESSION);
        step = 4;
        refused("A1", "C_Login(a7, CKU_SO)", CKR_SESSION_READ_ONLY_EXISTS, () -> a.login(a7, CKU_SO, soPin));
        step = 5;
        does("A2", "C_Login(a7, CKU_USER)", () -> a.login(a7, CKU_USER, userPin));
        is(a, a7, "a7", CKS_RW_USER_FUNCTIONS);
        is(a, a4, "a4", CKS_RO_USER_FUNCTIONS);
        step = 6;
        SessionHandle a9 = gets("A2", "C_OpenSession(R/W) -> a9", () -> a.openSession(slot, true));
        is(a, a9, "a9", CKS_RW_USER_FUNCTIONS);
        step = 7;
        does("A1", "C_CloseSession(a9)", () -> a.closeSession(a9));
        step = 8;
        refused("B1", "C_Logout(a4)", CKR_SESSION_HANDLE_INVALID, () -> b.logout(a4));
        step = 9;
        refused("B2", "C_CloseSession(a4)", CKR_SESSION_HANDLE_INVALID, () -> b.closeSession(a4));
        is(a, a4, "a4", CKS_RO_USER_FUNCTIONS);
        step = 10;
        SessionHandle b7 = gets("B1", "C_OpenSession(R/W) -> b7", () -> b.openSession(slot, true));
        is(b, b7, "b7", CKS_RW_PUBLIC_SESSION);
        step = 11;
        does("B1", "C_Login(b7, CKU_SO)", () -> b.login(b7, CKU_SO, soPin));
        is(b, b7, "b7", CKS_RW_SO_FUNCTIONS);
        is(a, a7, "a7", CKS_RW_USER_FUNCTIONS);
        step = 12;
        refused("B2", "C_OpenSession(R/O)", CKR_SESSION_READ_WRITE_SO_EXISTS, () -> b.openSession(slot, false));
        objects(a, b, a7, a4, b7);

        step = 23;
        does("A1", "C_Logout(a4)", () -> a.logout(a4));
        is(a, a4, "a4", CKS_RO_PUBLIC_SESSION);
        is(a, a7, "a7", CKS_RW_PUBLIC_SESSION);
        step = 24;
        does("A1", "C_CloseSession(a7)", () -> a.closeSession(a7));
        step = 25;
        refused("A2", "C_GetAttributeValue(a4, o1)", CKR_OBJECT_HANDLE_INVALID, () -> a.attributes(a4, o1, CKA_LABEL));
        step = 26;
        does("A2", "C_CloseAllSessions(slot)", () -> a.closeAllSessions(slot));
        step = 27;
        does("B2", "C_CloseSession(b7)", () -> b.closeSession(b7));
        step = 28;
        does("A1", "C_Finalize", a::finalizeCryptoki);
        does("B1", "C_Finalize", b::finalizeCryptoki);
        refused("A1", "C_GetSlotList", CKR_CRYPTOKI_NOT_INITIALIZED, () -> a.getSlotList(true));
    }

    private void objects(Cryptoki a, Cryptoki b, SessionHandle a7, SessionHandle a4, SessionHandle b7)
            throws Exception {
        Template data = Template.EMPTY.with(CKA_CLASS, CKO_DATA).with(CKA_PRIVATE, false);
        step = 13;
        o1 = gets("A1", "C_CreateObject(a7, session object) -> o1",
            () -> a.createObject(a7, data.with(CKA_TOKEN, false).with(CKA_LABEL, "O1")));
        step = 14;
        refused("B1", "C_CreateObject(b7, private object)", CKR_USER_NOT_LOGGED_IN,
            () -> b.createObject(b7, data.with(CKA_TOKEN, true).with(CKA_PRIVATE, true)));
        ObjectHandle o2b = gets("B1", "C_CreateObject(b7, public token object) -> o2b",
            () -> b.createObject(b7, data.with(CKA_TOKEN, true).with(CKA_LABEL, "O2")));
        step = 15;
        does("B2", "C_SetAttributeValue(b7, o2b)", () -> b.setAttributeValue(b7, o2b, labelled("O2 by B")));
        step = 16;
        List<ObjectHandle> found = gets("A1", "C_FindObjects(a4, O2) -> o2a", () -> a.find(a4, labelled("O2 by B")));
        holds("one handle", found.size() == 1);
        ObjectHandle o2a = found.get(0);
        step = 17;
        refused("A1", "C_SetAttributeValue(a4, o2a)", CKR_SESSION_READ_ONLY,
            () -> a.setAttributeValue(a4, o2a, labelled("O2 by A")));
        step = 18;
        does("A1", "C_SetAttributeValue(a7, o2a)", () -> a.setAttributeValue(a7, o2a, labelled("O2 by A")));
        holds("B reads what A wrote", "O2 by A".equals(b.attributes(b7, o2b, CKA_LABEL).require(CKA_LABEL)));
        step = 19;
        holds("no handle", gets("B1", "C_FindObjects(b7, O1)", () -> b.find(b7, labelled("O1"))).isEmpty());
        step = 20;
        does("A2", "C_SetAttributeValue(a4, o1)", () -> a.setAttributeValue(a4, o1, labelled("O1 changed")));
        step = 21;
        does("A2", "C_DestroyObject(a7, o2a)", () -> a.destroyObject(a7, o2a));
        step = 22;
        refused("B1", "C_GetAttributeValue(b7, o2b)", CKR_OBJECT_HANDLE_INVALID,
            () -> b.attributes(b7, o2b, CKA_LABEL));
    }

    private static Template labelled(String label) {
        return Template.EMPTY.with(CKA_LABEL, label);
    }

    private void does(String thread, String call, Runnable work) throws Exception {
        refused(thread, call, CKR_OK, work);
    }

    private <T> T gets(String thread, String call, Supplier<T> work) throws Exception {
        T result = threads.get(thread).submit(work::get).get();
        print(thread, call, CKR_OK);
        return result;
    }

    /** Runs a call on a thread and compares what it returns with what the standard says. */
    private void refused(String thread, String call, Ckr expected, Runnable work) throws Exception {
        Ckr returned = CKR_OK;
        try {
            threads.get(thread).submit(work).get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof CkrException refusal)) {
                throw e;
            }
            returned = refusal.ckr();
        }
        print(thread, call, returned);
        holds("expected " + expected, returned == expected);
    }

    private static void is(Cryptoki application, SessionHandle session, String name, Cks expected) {
        Cks state = application.getSessionInfo(session).state();
        System.out.printf("          %s is %s%n", name, state);
        holds(name + " is expected to be " + expected, state == expected);
    }

    private static void holds(String what, boolean asExpected) {
        if (!asExpected) {
            throw new AssertionError("not as the standard says: " + what);
        }
    }

    private void print(String thread, String call, Ckr returned) {
        System.out.printf("  %2d  %s  %-46s %s%n", step, thread, call, returned);
    }

    private static byte[] pin(String file) throws Exception {
        return Files.readString(Path.of(file)).strip().getBytes(StandardCharsets.UTF_8);
    }
}
