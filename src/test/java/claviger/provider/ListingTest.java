package claviger.provider;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckc;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.ChildJvm;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A KeyStore keeps what it has listed, and shows what the token holds now, whoever has changed it (D12, D14, L5). */
class ListingTest {
    private static final int STEPS = 40;
    private static final List<String> LABELS = List.of("", "a", "b", "a#01", "a#02");
    private static final List<byte[]> IDS = List.of(new byte[0], new byte[] {1}, new byte[] {2});

    /** Another application with the same token, logged in. */
    private record Other(Library library, Cryptoki application, SessionHandle session) implements AutoCloseable {
        static Other of(String store) {
            Library library = Library.over(Stores.open(store), Settings.DEFAULT);
            Cryptoki application = library.application(new Peer.ThisJvm());
            application.initialize();
            SessionHandle session = application.openSession(application.getSlotList(true).get(0), true);
            application.login(session, Cku.CKU_USER, bytes(World.PIN));
            return new Other(library, application, session);
        }

        @Override public void close() {
            library.close();
        }
    }

    private static byte[] bytes(String pin) {
        return pin.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> aliases(KeyStore keys) throws KeyStoreException {
        return Collections.list(keys.aliases());
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void whatIsListedIsWhatIsFoundByItsAlias(World world) throws Exception {
        long seed = System.nanoTime();
        System.out.println("ListingTest seed " + seed);
        Random random = new Random(seed);
        String store = world.store();
        World.makeToken(store, "test");
        KeyStore keys = World.login(World.configured(store, ""));
        KeyPair pair = KeyPairGenerator.getInstance("EC", "SunEC").generateKeyPair();
        List<X509Certificate> certificates = List.of(certificate("x", pair), certificate("y", pair));
        try (Other other = Other.of(store)) {
            for (int step = 0; step < STEPS; step++) {
                change(other, random, pair, certificates);
                assertListedAsFound(keys, certificates, "seed " + seed + " step " + step);
            }
        }
    }

    private static X509Certificate certificate(String name, KeyPair pair) throws Exception {
        return TestCertificates.certificate(name, pair.getPublic(), name, pair.getPrivate(), "SHA256withECDSA", null);
    }

    private static void change(Other other, Random random, KeyPair pair, List<X509Certificate> certificates)
            throws Exception {
        List<ObjectHandle> there = other.application.find(other.session, Template.EMPTY.with(CKA_TOKEN, true));
        Template names = Template.EMPTY.with(CKA_LABEL, LABELS.get(random.nextInt(LABELS.size())))
            .with(CKA_ID, IDS.get(random.nextInt(IDS.size())));
        int choice = there.size() < 6 ? random.nextInt(3) : there.size() > 14 ? 3 : random.nextInt(6);
        switch (choice) {
            case 3 -> other.application.destroyObject(other.session, there.get(random.nextInt(there.size())));
            case 4, 5 -> other.application.setAttributeValue(other.session, there.get(random.nextInt(there.size())), names);
            default -> other.application.createObject(other.session,
                names.with(CKA_TOKEN, true).with(material(choice, random, pair, certificates)));
        }
    }

    private static Template material(int choice, Random random, KeyPair pair, List<X509Certificate> certificates)
            throws Exception {
        if (choice == 0) {
            return Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_KEY_TYPE, Ckk.CKK_AES)
                .with(CKA_VALUE, new byte[16]);
        } else if (choice == 1) {
            byte[] curve = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()).getAlgorithm()
                .getParameters().toASN1Primitive().getEncoded();
            return Template.EMPTY.with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, Ckk.CKK_EC).with(CKA_SIGN, true)
                .with(CKA_EC_PARAMS, curve)
                .with(CKA_VALUE, BigIntegers.asUnsignedByteArray(((ECPrivateKey) pair.getPrivate()).getS()));
        }
        X509Certificate certificate = certificates.get(random.nextInt(certificates.size()));
        byte[] subject = random.nextInt(4) == 0 ? new byte[] {0x30, 0}
            : certificate.getSubjectX500Principal().getEncoded();
        return Template.EMPTY.with(CKA_CLASS, Cko.CKO_CERTIFICATE).with(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509)
            .with(CKA_SUBJECT, subject).with(CKA_VALUE, certificate.getEncoded());
    }

    private record Seen(boolean isKey, boolean isCertificate, Key key, List<?> chain) {
        static Seen of(KeyStore keys, String alias) throws Exception {
            return new Seen(keys.isKeyEntry(alias), keys.isCertificateEntry(alias), keys.getKey(alias, null),
                keys.getCertificate(alias) == null ? null : List.of(keys.getCertificate(alias)));
        }
    }

    /** A change has just made the listing void: what is asked first is searched for. */
    private static void assertListedAsFound(KeyStore keys, List<X509Certificate> certificates, String when)
            throws Exception {
        Set<String> candidates = new TreeSet<>(Collections.reverseOrder());      // the empty label last: it needs a listing
        LABELS.forEach(label -> IDS.forEach(id -> candidates.addAll(List.of(label, label + "#" + hex(id)))));
        List<String> found = new ArrayList<>();
        List<Seen> seen = new ArrayList<>();
        for (String candidate : candidates) {
            if (keys.containsAlias(candidate)) {
                found.add(candidate);
                seen.add(Seen.of(keys, candidate));
            }
        }
        List<String> named = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            named.add(keys.getCertificateAlias(certificate));
        }
        List<String> listed = aliases(keys);
        assertEquals(listed.size(), keys.size(), when);
        assertEquals(new TreeSet<>(found),
            new TreeSet<>(listed.stream().filter(candidates::contains).toList()), when);
        for (int i = 0; i < found.size(); i++) {
            assertEquals(seen.get(i), Seen.of(keys, found.get(i)), when + " " + found.get(i));
        }
        for (String alias : listed) {
            assertTrue(keys.isKeyEntry(alias) ^ keys.isCertificateEntry(alias), when + " " + alias);
        }
        for (int i = 0; i < certificates.size(); i++) {
            assertEquals(firstWith(keys, listed, certificates.get(i)), named.get(i), when);
        }
    }

    private static String firstWith(KeyStore keys, List<String> aliases, X509Certificate certificate)
            throws KeyStoreException {
        for (String alias : aliases) {
            if (certificate.equals(keys.getCertificate(alias))) {
                return alias;
            }
        }
        return null;
    }

    private static String hex(byte[] id) {
        return java.util.HexFormat.of().formatHex(id);
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void theSameListingServesUntilSomethingChanges(World world) throws Exception {
        ClavigerProvider provider = world.fresh("");
        KeyStore keys = World.login(provider);
        keys.setKeyEntry("one", new SecretKeySpec(new byte[16], "AES"), null, null);
        Entries entries = new Entries(((TokenKey) keys.getKey("one", null)).token());
        assertSame(entries.all(), entries.all());
        keys.setKeyEntry("two", new SecretKeySpec(new byte[16], "AES"), null, null);
        assertEquals(Set.of("one", "two"), entries.all().keySet());
        assertSame(entries.all(), entries.all());
    }

    @Test void theChangesOfAnotherProcessAreSeenAtTheNextCall() throws Exception {
        String store = World.SQLITE.store();
        World.makeToken(store, "test");
        KeyStore keys = World.login(World.configured(store, ""));
        keys.setKeyEntry("ours", new SecretKeySpec(new byte[16], "AES"), null, null);
        assertEquals(List.of("ours"), aliases(keys));
        try (ChildJvm child = ChildJvm.start(ListingChild.class, List.of(), store)) {
            assertEquals("ready", child.line());
            for (int i = 0; i < 20; i++) {
                assertEquals("done", child.ask("set theirs"));
                assertEquals(Set.of("ours", "theirs"), Set.copyOf(aliases(keys)));
                assertTrue(keys.isKeyEntry("theirs"));
                assertEquals("done", child.ask("delete theirs"));
                assertFalse(keys.isKeyEntry("theirs"));
                assertEquals(List.of("ours"), aliases(keys));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void aListingIsOfOneLogin(World world) throws Exception {      // L5
        ClavigerProvider provider = world.fresh("");
        KeyStore keys = World.login(provider);
        keys.setKeyEntry("one", new SecretKeySpec(new byte[16], "AES"), null, null);
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of("one"), aliases(keys));
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding", provider);
            cipher.init(Cipher.ENCRYPT_MODE, keys.getKey("one", null));
            assertEquals(16, cipher.doFinal(new byte[16]).length);
            provider.logout();
            assertEquals(List.of(), aliases(keys));
            assertNull(keys.getKey("one", null));
            World.login(provider);
        }
    }

    /** D20: whoever resets a PIN ends the logins of all others. */
    @ParameterizedTest
    @EnumSource(World.class)
    void aResetOfThePinEndsTheListing(World world) throws Exception {
        String store = world.store();
        World.makeToken(store, "test");
        KeyStore keys = World.login(World.configured(store, ""));
        keys.setKeyEntry("one", new SecretKeySpec(new byte[16], "AES"), null, null);
        assertEquals(List.of("one"), aliases(keys));
        try (Other other = Other.of(store)) {
            other.application.logout(other.session);
            other.application.login(other.session, Cku.CKU_SO, bytes(World.SO_PIN));
            other.application.initPin(other.session, bytes(World.PIN));
        }
        assertEquals(List.of(), aliases(keys));
        assertFalse(keys.containsAlias("one"));
    }
}
