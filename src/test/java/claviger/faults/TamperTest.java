package claviger.faults;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckc;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.ObjectRow;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that somebody changed who can write the store but has no PIN (D17 to D19): refused, never another value. */
class TamperTest {
    private static final Logger ENGINE = Logger.getLogger("claviger.token");      // says each time what it leaves out

    @TempDir Path folder;
    private final String url = "memory:tamper " + UUID.randomUUID();
    private Site site;
    private Tampering tampering;
    private Cryptoki cryptoki;
    private SessionHandle session;

    @BeforeEach void make() {
        ENGINE.setLevel(Level.OFF);
        use(url);
    }

    private void use(String store) {
        site = Site.make(store);
        tampering = new Tampering(store);
        cryptoki = site.cryptoki();
        session = site.user();
    }

    @AfterEach void close() {
        tampering.close();
        site.close();
        ENGINE.setLevel(null);
    }

    // every bit

    @Test void everyFlippedBitOfAPrivateKeyIsRefused() {
        KeyPair pair = Samples.newEcPair(cryptoki, session, Samples.ON_TOKEN.with(CKA_LABEL, "key"));
        everyFlipIsRefused(pair.privateKey());
    }

    @Test void everyFlippedBitOfAPublicKeyWithAMacIsRefused() {
        KeyPair pair = Samples.newEcPair(cryptoki, session, Samples.ON_TOKEN.with(CKA_LABEL, "key"));
        everyFlipIsRefused(pair.publicKey());
    }

    @Test void everyFlippedBitOfAPrivateDataObjectIsRefused() {
        everyFlipIsRefused(cryptoki.createObject(session, Samples.data("data", true, new byte[100])));
    }

    @Test void everyFlippedBitOfACertificateWrittenAfterALoginIsRefused() throws Exception {
        everyFlipIsRefused(cryptoki.createObject(session, certificate()));
    }

    /** One bit in a hundred in a file, where each flip is two commits. */
    @Test void flippedBitsInAFileAreRefused() {
        close();
        ENGINE.setLevel(Level.OFF);
        use("sqlite:" + folder.resolve("token.db"));
        ObjectHandle object = cryptoki.createObject(session, Samples.data("data", true, new byte[100]));
        ObjectRow row = row(object);
        int[] number = {0};
        Tampering.eachFlip(row, flipped -> {
            if (number[0]++ % 101 == 0) {
                tampering.replace(row, flipped);
                assertRefused(object);
            }
        });
        tampering.replace(row, row);
        assertArrayEquals(new byte[100], value(object));
    }

    private void everyFlipIsRefused(ObjectHandle object) {
        ObjectRow row = row(object);
        Template before = cryptoki.attributes(session, object, CKA_LABEL, CKA_VALUE, CKA_CLASS);
        int flips = Tampering.eachFlip(row, flipped -> {
            tampering.replace(row, flipped);
            assertRefused(object);
        });
        tampering.replace(row, row);
        Template after = cryptoki.attributes(session, object, CKA_LABEL, CKA_VALUE, CKA_CLASS);
        assertTrue(after.matches(before) && before.matches(after));
        assertTrue(flips > 8 * row.attributes().length);
    }

    /** In use it is CKR_DEVICE_ERROR, in a search it is left out. */
    private void assertRefused(ObjectHandle object) {
        deviceError(() -> cryptoki.attributes(session, object, CKA_LABEL, CKA_VALUE));
        deviceError(() -> cryptoki.signInit(session, Samples.ECDSA, object));
        deviceError(() -> cryptoki.setAttributeValue(session, object, Samples.labelled("other")));
        assertFalse(cryptoki.find(session, Template.EMPTY).contains(object));
    }

    // rows and parts of rows in the wrong place

    @Test void aRowUnderTheIdOfAnotherIsRefused() {
        ObjectHandle a = cryptoki.createObject(session, Samples.data("a", true, new byte[] {1}));
        ObjectHandle b = cryptoki.createObject(session, Samples.data("b", true, new byte[] {2}));
        ObjectRow rowOfA = row(a);
        ObjectRow rowOfB = row(b);
        tampering.replace(rowOfA, new ObjectRow(rowOfA.uniqueId(), 1, true, rowOfB.attributes(), rowOfB.mac(),
            rowOfB.index()));
        assertRefused(a);
        assertArrayEquals(new byte[] {2}, value(b));
    }

    @Test void anAttributeOfAnotherObjectIsRefused() {
        ObjectHandle a = cryptoki.createObject(session, Samples.data("a", true, new byte[] {1}));
        ObjectRow rowOfA = row(a);
        ObjectRow rowOfB = row(cryptoki.createObject(session, Samples.data("b", true, new byte[] {2})));
        Tampering.Part value = Tampering.part(rowOfB.attributes(), CKA_VALUE.code());
        byte[] moved = Tampering.rebuilt(rowOfA.attributes(), part -> part.attribute() == CKA_VALUE.code() ? value
            : part);
        tampering.replace(rowOfA, Tampering.with(rowOfA, moved, rowOfA.mac(), rowOfA.index()));
        assertRefused(a);
    }

    @Test void anEarlierStateUnderTheNewRevisionIsRefused() {
        ObjectHandle object = cryptoki.createObject(session, Samples.data("a", true, new byte[] {1}));
        ObjectRow before = row(object);
        cryptoki.setAttributeValue(session, object, Template.EMPTY.with(CKA_VALUE, new byte[] {2}));
        ObjectRow after = row(object);
        tampering.replace(after, new ObjectRow(before.uniqueId(), after.rowRevision(), true, before.attributes(),
            before.mac(),
            before.index()));
        assertRefused(object);
    }

    @Test void aRowOfAnotherTokenIsRefused() {
        String otherUrl = "memory:other " + UUID.randomUUID();
        try (Site other = Site.make(otherUrl); Tampering otherStore = new Tampering(otherUrl)) {
            SessionHandle user = other.user();
            other.cryptoki().createObject(user, Samples.data("other", true, new byte[] {1}));
            tampering.insert(otherStore.objects().get(0));
            assertTrue(cryptoki.find(session, Template.EMPTY).isEmpty());
        }
    }

    // the MAC and what it protects

    @Test void aRowWithoutTheMacThatItHadIsRefused() throws Exception {
        for (Template template : List.of(Samples.data("private", true, new byte[] {1}), certificate())) {
            ObjectHandle object = cryptoki.createObject(session, template);
            ObjectRow row = row(object);
            tampering.replace(row, Tampering.with(row, row.attributes(), new byte[0], row.index()));
            assertRefused(object);
            tampering.replace(row, new ObjectRow(row.uniqueId(), 1, !row.isPrivate(), row.attributes(), new byte[0],
                row.index()));
            assertRefused(object);
        }
    }

    @Test void whatNobodyAuthenticatedIsNeverTrustedAndNeverWraps() {      // D19
        KeyPair pair = Samples.newEcPair(cryptoki, session, Samples.ON_TOKEN.with(CKA_LABEL, "key"));
        ObjectRow row = row(pair.publicKey());
        byte[] forged = Tampering.rebuilt(row.attributes(), part ->
            List.of(CKA_TRUSTED.code(), CKA_WRAP.code()).contains(part.attribute())
                ? new Tampering.Part(part.attribute(), part.form(), new byte[] {1}) : part);
        System.arraycopy(new byte[8], 0, forged, 1, 8);      // as a public session writes it: no epoch, no MAC
        tampering.replace(row, Tampering.with(row, forged, new byte[0], row.index()));
        for (int i = 0; i < 2; i++) {
            Template seen = cryptoki.attributes(session, pair.publicKey(), CKA_TRUSTED, CKA_WRAP);
            assertFalse(seen.is(CKA_TRUSTED));
            assertFalse(seen.is(CKA_WRAP));
            cryptoki.logout(session);
            cryptoki.login(session, Cku.CKU_USER, Site.pin(Site.USER_PIN));
        }
    }

    /**
     * A key that a public session used was not authenticated, so what was kept of it does not outlive a login (D19).
     */
    @Test void aPublicKeyThatWasSwappedForAWhileDoesNotStayInMemoryAfterALogin() throws Exception {
        close();
        Path file = folder.resolve("token.db");
        use("sqlite:" + file);
        KeyPair ours = Samples.newEcPair(cryptoki, session, Samples.ON_TOKEN.with(CKA_LABEL, "ours"));
        KeyPair theirs = Samples.newEcPair(cryptoki, session, Template.EMPTY.with(CKA_LABEL, "theirs"));
        byte[] data = {1, 2, 3};
        cryptoki.signInit(session, Samples.ECDSA, theirs.privateKey());
        byte[] signature = cryptoki.sign(session, data);
        byte[] theirPoint = cryptoki.attributes(session, theirs.publicKey(), CKA_EC_POINT).require(CKA_EC_POINT);
        ObjectRow row = row(ours.publicKey());
        byte[] swapped = Tampering.rebuilt(row.attributes(), part -> part.attribute() == CKA_EC_POINT.code()
            ? new Tampering.Part(part.attribute(), part.form(), theirPoint) : part);
        cryptoki.logout(session);

        Tampering.write(file, row.uniqueId(), swapped);
        cryptoki.verifyInit(session, Samples.ECDSA, ours.publicKey());
        cryptoki.verify(session, data, signature);      // nobody is logged in: it cannot be noticed
        Tampering.write(file, row.uniqueId(), row.attributes());
        cryptoki.login(session, Cku.CKU_USER, Site.pin(Site.USER_PIN));
        cryptoki.verifyInit(session, Samples.ECDSA, ours.publicKey());
        assertEquals(CKR_SIGNATURE_INVALID,
            assertThrows(CkrException.class, () -> cryptoki.verify(session, data, signature)).ckr());
    }

    /** Nobody can check its MAC without a login; a broken row is then seen or refused, and never an error of ours. */
    @Test void withoutALoginAFlippedBitIsSeenOrRefused() throws Exception {
        ObjectHandle object = cryptoki.createObject(session, certificate());
        ObjectRow row = row(object);
        cryptoki.logout(session);
        int[] refused = {0};
        Tampering.eachFlip(row, flipped -> {
            tampering.replace(row, flipped);
            cryptoki.find(session, Template.EMPTY);
            try {
                cryptoki.attributes(session, object, CKA_LABEL, CKA_VALUE);
            } catch (CkrException e) {
                refused[0]++;
            }
        });
        assertTrue(refused[0] > 0);
    }

    private static Template certificate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        java.security.KeyPair pair = generator.generateKeyPair();
        X500Principal name = new X500Principal("CN=Tamper");
        Instant now = Instant.now();
        byte[] value = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(now),
            Date.from(now.plusSeconds(3600)),
            name, pair.getPublic()).build(new JcaContentSignerBuilder("SHA256withECDSA")
                .build(pair.getPrivate())).getEncoded();
        return Samples.ON_TOKEN.with(CKA_CLASS, Cko.CKO_CERTIFICATE).with(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509)
            .with(CKA_PRIVATE, false).with(CKA_LABEL, "certificate").with(CKA_SUBJECT, name
                .getEncoded()).with(CKA_VALUE, value);
    }

    private ObjectRow row(ObjectHandle object) {
        return tampering.object(cryptoki.attributes(session, object, CKA_UNIQUE_ID).require(CKA_UNIQUE_ID));
    }

    private byte[] value(ObjectHandle object) {
        return cryptoki.attributes(session, object, CKA_VALUE).require(CKA_VALUE);
    }

    private static void deviceError(org.junit.jupiter.api.function.Executable call) {
        assertEquals(CKR_DEVICE_ERROR, assertThrows(CkrException.class, call).ckr());
    }
}
