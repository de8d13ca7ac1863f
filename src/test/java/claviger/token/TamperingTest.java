package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Cko.CKO_DATA;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.token.Samples.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.seal.MasterKey;
import claviger.store.ObjectRow;
import claviger.store.StoreReader;
import claviger.store.Stores;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who can write the store but knows no PIN (D18 to D20). */
final class TamperingTest {
    private static final String SERIAL = "0123456789abcdef";
    private static final String ID = "an object";
    private static final byte[] VALUE = "sixteen bytes ok".getBytes(UTF_8);

    private final MasterKey master = MasterKey.fresh(SERIAL, 1);
    private final Rows rows = new Rows(SERIAL);

    @TempDir private Path folder;

    @Test void aPrivateObjectDoesNotBecomePublicByTakingItsMacAway() {      // D18, D19
        Template secretNote = Template.EMPTY.with(CKA_CLASS, CKO_DATA).with(CKA_UNIQUE_ID, ID).with(CKA_TOKEN, true)
            .with(CKA_PRIVATE, true).with(CKA_VALUE, VALUE);
        ObjectRow row = withoutMac(rows.row(1, secretNote, master), CKA_PRIVATE);
        assertRefused(CKR_DEVICE_ERROR, () -> rows.object(row, master, Opened.ALL));
    }

    @Test void aSensitiveKeyDoesNotBecomeReadableByTakingItsMacAway() {      // D19, Z12
        Template key = Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY).with(CKA_KEY_TYPE, CKK_AES)
            .with(CKA_UNIQUE_ID, ID).with(CKA_TOKEN, true).with(CKA_PRIVATE, false).with(CKA_SENSITIVE, true)
            .with(CKA_VALUE, VALUE.clone());
        ObjectRow row = withoutMac(rows.row(1, key, master), CKA_SENSITIVE);
        assertRefused(CKR_DEVICE_ERROR, () -> rows.object(row, master, Opened.ALL));
        assertRefused(CKR_DEVICE_ERROR, () -> rows.secrets(row, key.without(CKA_VALUE), master));
    }

    /** The row as a public one, with a flag that stands there in the clear turned off. */
    private static ObjectRow withoutMac(ObjectRow row, Cka<Boolean> flag) {
        byte[] plain = ByteBuffer.allocate(14).putLong(flag.code()).put((byte) 0).putInt(1).put((byte) 1).array();
        byte[] turnedOff = plain.clone();
        turnedOff[13] = 0;
        return new ObjectRow(row.uniqueId(), row.rowRevision(), false, replaced(row.attributes(), plain, turnedOff),
            new byte[0], List.of());
    }

    private static byte[] replaced(byte[] in, byte[] before, byte[] after) {
        HexFormat hex = HexFormat.of();
        String text = hex.formatHex(in);
        assertTrue(text.contains(hex.formatHex(before)));
        return hex.parseHex(text.replace(hex.formatHex(before), hex.formatHex(after)));
    }

    @Test void initializingAgainDoesNotAuthenticateAChangedPolicy() {      // D22
        TokenStore store = Stores.open("memory:" + UUID.randomUUID());
        try (Desk desk = Desk.withToken(store)) {
            TokenRow row = store.read(StoreReader::tokens).get(0);
            byte[] settings = row.settings();
            settings[1] = (byte) (1 - settings[1]);
            store.write(writer -> writer.updateToken(new TokenRow(row.serial(), row.slot(), row.label(), row.revision(),
                settings, row.roleKeys()), row.revision()));
            assertRefused(CKR_DEVICE_ERROR, () -> desk.application().initToken(Desk.SLOT, Desk.SO_PIN, "again"));
        }
    }

    @Test void aPublicSessionBorrowsNoKeyFromAnotherApplication() {      // D19, X1
        try (Desk desk = Desk.withToken(Stores.open("memory:" + UUID.randomUUID()))) {
            Desk.openAsUser(desk.application());
            Cryptoki outsider = desk.application();
            SessionHandle session = Desk.open(outsider);
            assertRefused(CKR_USER_NOT_LOGGED_IN, () -> outsider.createObject(session, Template.EMPTY
                .with(CKA_CLASS, CKO_SECRET_KEY).with(CKA_KEY_TYPE, CKK_AES).with(CKA_VALUE, VALUE)
                .with(CKA_TOKEN, true).with(CKA_PRIVATE, false)));
        }
    }

    @Test void aPublicSessionOpensNothingWithTheLoginOfAnotherApplication() {      // S3, F3
        try (Desk desk = Desk.withToken(Stores.open("memory:" + UUID.randomUUID()))) {
            Cryptoki user = desk.application();
            user.createObject(Desk.openAsUser(user), Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY)
                .with(CKA_KEY_TYPE, CKK_AES).with(CKA_VALUE, VALUE).with(CKA_TOKEN, true).with(CKA_PRIVATE, false)
                .with(CKA_SENSITIVE, false).with(CKA_EXTRACTABLE, true));
            Cryptoki outsider = desk.application();
            SessionHandle session = Desk.open(outsider);
            ObjectHandle key = found(outsider, session, Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY)).get(0);
            assertRefused(CKR_USER_NOT_LOGGED_IN, () -> outsider.attributes(session, key, CKA_VALUE));
            assertRefused(CKR_USER_NOT_LOGGED_IN, () -> outsider.encryptInit(session,
                new Mechanism(Ckm.CKM_AES_ECB, new Parameters.None()), key));
            assertEquals(List.of(), found(outsider, session, Template.EMPTY.with(CKA_VALUE, VALUE)));
        }
    }

    private static List<ObjectHandle> found(Cryptoki application, SessionHandle session, Template template) {
        application.findObjectsInit(session, template);
        List<ObjectHandle> found = application.findObjects(session, 2);
        application.findObjectsFinal(session);
        return found;
    }

    @Test void whoeverLostTheTokenToAnInitializationSetsNoPin() {      // D21: a lease expires in a sleeping process
        String url = "memory:" + UUID.randomUUID();
        TokenStore store = Stores.open(url);
        try (Desk desk = Desk.withToken(store); Desk other = Desk.beside(Stores.open(url))) {
            Cryptoki sleeper = desk.application();
            SessionHandle session = Desk.open(sleeper);
            sleeper.login(session, Cku.CKU_SO, Desk.SO_PIN);
            String serial = store.read(StoreReader::tokens).get(0).serial();
            store.write(writer -> writer.dropLease(serial, writer.leases(serial).get(0).process()));
            other.application().initToken(Desk.SLOT, Desk.SO_PIN, "again");
            assertRefused(CKR_USER_NOT_LOGGED_IN, () -> sleeper.initPin(session, Desk.USER_PIN));
            sleeper.login(session, Cku.CKU_SO, Desk.SO_PIN);
            sleeper.initPin(session, Desk.USER_PIN);
            Cryptoki user = other.application();
            assertDoesNotThrow(() -> Desk.openAsUser(user));
        }
    }

    @Test void aRowThatWasChangedBehindTheStoreIsLookedAtOnceMoreAndRefused() {      // nobody may wait for ever
        String path = folder.resolve("tokens.db").toString();
        try (Desk desk = Desk.withToken(Stores.open("sqlite:" + path))) {
            Cryptoki user = desk.application();
            SessionHandle session = Desk.openAsUser(user);
            ObjectHandle note = user.createObject(session, Template.EMPTY.with(CKA_CLASS, CKO_DATA)
                .with(CKA_TOKEN, true).with(CKA_LABEL, "note"));
            user.attributes(session, note, CKA_LABEL);
            sql(path, "UPDATE object SET row_revision = 7");
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertRefused(CKR_DEVICE_ERROR, () ->
                user.setAttributeValue(session, note, Template.EMPTY.with(CKA_LABEL, "changed"))));
        }
    }

    @Test void aPublicKeyReadBeforeTheLoginIsReadAgainAfterIt() {      // D19: before it nobody could verify the row
        String path = folder.resolve("tokens.db").toString();
        try (Desk desk = Desk.withToken(Stores.open("sqlite:" + path))) {
            Cryptoki user = desk.application();
            SessionHandle session = Desk.openAsUser(user);
            KeyPair pair = pair(user, session, true);
            KeyPair forgers = pair(user, session, false);
            byte[] point = user.attributes(session, pair.publicKey(), CKA_EC_POINT).require(CKA_EC_POINT);
            byte[] forged = user.attributes(session, forgers.publicKey(), CKA_EC_POINT).require(CKA_EC_POINT);
            user.signInit(session, ECDSA, pair.privateKey());
            byte[] signature = Output.of(output -> user.sign(session, VALUE, output));
            user.logout(session);

            swap(path, point, forged);
            user.verifyInit(session, ECDSA, pair.publicKey());
            user.verifyInit(session, null, pair.publicKey());
            swap(path, forged, point);
            user.login(session, Cku.CKU_USER, Desk.USER_PIN);
            user.verifyInit(session, ECDSA, pair.publicKey());
            assertDoesNotThrow(() -> user.verify(session, VALUE, signature));
        }
    }

    private static final Mechanism ECDSA = new Mechanism(Ckm.CKM_ECDSA, new Parameters.None());

    private static KeyPair pair(Cryptoki user, SessionHandle session, boolean onToken) {
        byte[] p256 = HexFormat.of().parseHex("06082a8648ce3d030107");
        return user.generateKeyPair(session, new Mechanism(Ckm.CKM_EC_KEY_PAIR_GEN, new Parameters.None()),
            Template.EMPTY.with(CKA_EC_PARAMS, p256).with(CKA_TOKEN, onToken),
            Template.EMPTY.with(CKA_TOKEN, false));
    }

    private static void swap(String path, byte[] before, byte[] after) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                PreparedStatement update = connection.prepareStatement("UPDATE object SET attributes ="
                    + " unhex(replace(hex(attributes), ?, ?))")) {
            update.setString(1, HexFormat.of().withUpperCase().formatHex(before));
            update.setString(2, HexFormat.of().withUpperCase().formatHex(after));
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sql(String path, String statement) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path)) {
            connection.createStatement().executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
