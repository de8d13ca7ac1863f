package claviger.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.seal.KdfCost;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;

/** One token in a store, a library over it and an application, as a process of its own would have them. */
public final class Site implements AutoCloseable {
    public static final String SO_PIN = "so pin 4711";
    public static final String USER_PIN = "user pin 0815";
    private static final Settings SETTINGS = Settings.DEFAULT.withEmptySlot(true).withKdf(KdfCost.FLOOR);

    private final Library library;
    private final Cryptoki cryptoki;
    private final SlotId slot;

    private Site(String url) {
        library = Library.over(Stores.open(url), SETTINGS);
        cryptoki = application();
        slot = cryptoki.getSlotList(true).get(0);
    }

    /** A new token in a new store, with both PINs. */
    public static Site make(String url) {
        Site site = new Site(url);
        site.initToken();
        site.initPin(USER_PIN);
        return site;
    }

    /** The token that is there. */
    public static Site open(String url) {
        return new Site(url);
    }

    void initToken() {
        cryptoki.initToken(slot, pin(SO_PIN), "faults");
    }

    /** C_InitPIN, in a login of the SO's own. */
    void initPin(String pin) {
        SessionHandle session = cryptoki.openSession(slot, true);
        cryptoki.login(session, Cku.CKU_SO, pin(SO_PIN));
        cryptoki.initPin(session, pin(pin));
        cryptoki.logout(session);
        cryptoki.closeSession(session);
    }

    /** C_SetPIN with the same PIN. */
    void forgetTriesOfTheSo() {
        SessionHandle session = cryptoki.openSession(slot, true);
        cryptoki.login(session, Cku.CKU_SO, pin(SO_PIN));
        cryptoki.setPin(session, pin(SO_PIN), pin(SO_PIN));
        cryptoki.logout(session);
        cryptoki.closeSession(session);
    }

    public Library library() {
        return library;
    }

    /** The first application. */
    public Cryptoki cryptoki() {
        return cryptoki;
    }

    /** One more application. */
    public Cryptoki application() {
        Cryptoki application = library.application(new Peer.ThisJvm());
        application.initialize();
        return application;
    }

    public SlotId slot() {
        return slot;
    }

    String serial() {
        return cryptoki.getTokenInfo(slot).serial();
    }

    /** A new R/W session of the first application. */
    public SessionHandle session() {
        return cryptoki.openSession(slot, true);
    }

    /** A new R/W session of the first application, with the user logged in. */
    public SessionHandle user() {
        return user(USER_PIN);
    }

    SessionHandle user(String pin) {
        SessionHandle session = session();
        cryptoki.login(session, Cku.CKU_USER, pin(pin));
        return session;
    }

    public static byte[] pin(String pin) {
        return pin.getBytes(UTF_8);
    }

    /** How often, how long: a test's short form unless a system property says more. */
    static int amount(String property, int shortForm) {
        return Integer.getInteger(property, shortForm);
    }

    @Override public void close() {
        library.close();
    }
}
