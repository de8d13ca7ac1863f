package claviger.conformance;

import static claviger.cryptoki.Cku.CKU_SO;
import static claviger.cryptoki.Cku.CKU_USER;
import static claviger.cryptoki.TokenFlag.CKF_TOKEN_INITIALIZED;

import claviger.cryptoki.Cks;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotFlag;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.TokenFlag;
import claviger.store.TokenStore;
import claviger.token.Library;
import claviger.token.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A token of one test, and the applications that use it. Applications that were asked for are finalized at the end. */
final class Token implements AutoCloseable {
    private final World.Place place;
    private final World.Door door;
    private final List<Cryptoki> applications = new ArrayList<>();
    private final Cryptoki a;
    private final Cryptoki b;
    private SlotId slot;

    Token(World world, World.Place place, Settings settings) {
        this.place = place;
        this.door = world.door(place, settings);
        this.a = initialized();
        this.b = initialized();
    }

    /** Application A of the standard's example, initialized. */
    Cryptoki a() {
        return a;
    }

    /** Application B, initialized. */
    Cryptoki b() {
        return b;
    }

    /** The engine, for what no application can do. */
    Library library() {
        return door.library();
    }

    /** One more application, initialized. */
    Cryptoki initialized() {
        Cryptoki application = application();
        application.initialize();
        return application;
    }

    /** One more application, not yet initialized. */
    synchronized Cryptoki application() {
        Cryptoki application = door.application();
        applications.add(application);
        return application;
    }

    /** The slot of the token. */
    SlotId slot() {
        if (slot == null) {
            try (Cryptoki asking = door.application()) {
                asking.initialize();
                slot = readySlot(asking);
            }
        }
        return slot;
    }

    SessionHandle rw(Cryptoki application) {
        return application.openSession(slot(), true);
    }

    SessionHandle ro(Cryptoki application) {
        return application.openSession(slot(), false);
    }

    /** A new R/W session of an application whose user thereby logs in. */
    SessionHandle user(Cryptoki application) {
        return enter(application, Cks.CKS_RW_USER_FUNCTIONS);
    }

    SessionHandle so(Cryptoki application) {
        return enter(application, Cks.CKS_RW_SO_FUNCTIONS);
    }

    void loginUser(Cryptoki application, SessionHandle session) {
        application.login(session, CKU_USER, utf8(World.USER_PIN));
    }

    void loginSo(Cryptoki application, SessionHandle session) {
        application.login(session, CKU_SO, utf8(World.SO_PIN));
    }

    /** A new session in a state, of an application that has no session yet. */
    SessionHandle enter(Cryptoki application, Cks state) {
        SessionHandle session = switch (state) {
            case CKS_RO_PUBLIC_SESSION, CKS_RO_USER_FUNCTIONS -> ro(application);
            case CKS_RW_PUBLIC_SESSION, CKS_RW_USER_FUNCTIONS, CKS_RW_SO_FUNCTIONS -> rw(application);
        };
        switch (state) {
            case CKS_RO_USER_FUNCTIONS, CKS_RW_USER_FUNCTIONS -> loginUser(application, session);
            case CKS_RW_SO_FUNCTIONS -> loginSo(application, session);
            case CKS_RO_PUBLIC_SESSION, CKS_RW_PUBLIC_SESSION -> { }
        }
        return session;
    }

    /** The store behind it, for what happens behind the engine's back. */
    TokenStore store() {
        return Objects.requireNonNull(place.store(), "the store is not ours");
    }

    Set<TokenFlag> flags() {
        return a.getTokenInfo(slot()).flags();
    }

    static Cks state(Cryptoki application, SessionHandle session) {
        return application.getSessionInfo(session).state();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The slot of the one initialised token. */
    static SlotId readySlot(Cryptoki application) {
        return slots(application, true).get(0);
    }

    /** The slot in which a token can be made (T3). */
    static SlotId emptySlot(Cryptoki application) {
        return slots(application, false).get(0);
    }

    private static List<SlotId> slots(Cryptoki application, boolean initialised) {
        return application.getSlotList(false).stream()
            .filter(slot -> initialised == isInitialised(application, slot)).toList();
    }

    private static boolean isInitialised(Cryptoki application, SlotId slot) {
        return application.getSlotInfo(slot).flags().contains(SlotFlag.CKF_TOKEN_PRESENT)
            && application.getTokenInfo(slot).flags().contains(CKF_TOKEN_INITIALIZED);
    }

    @Override public void close() {
        applications.forEach(Cryptoki::close);
        door.close();
        if (place.folder() != null) {
            World.delete(place.folder());
        }
    }
}
