package claviger.conformance;

import static claviger.conformance.Acls.anything;
import static claviger.conformance.Acls.entry;
import static claviger.conformance.Acls.named;
import static claviger.conformance.Acls.set;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CLAVIGER_ACL;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.AclRow;
import claviger.store.ObjectRow;
import claviger.store.StoreReader;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import java.util.List;
import java.util.Optional;

/** Ways to more rights than were given (sections 3 and 5b of the digest on authorization; D28, D29). */
class AclEscalationTest {
    /** The second of two applications, which may do what the entry of {@link #given} says and is not the owner. */
    private record Insider(Cryptoki cryptoki, SessionHandle session) {
        ObjectHandle find(String label) {
            return cryptoki.find(session, Templates.labelled(label)).get(0);
        }
    }

    private static Insider given(Token token, String... tags) {
        Cryptoki a = token.a();
        SessionHandle session = a.openSession(token.slot(), true);
        Keyholder owner = new Keyholder();
        owner.present(a, session);
        a.authorizations().setOwner(session, Acls.canonical(owner.subject()));
        set(a, session, entry("(pin user)", tags), entry(owner.subject(), "(pkcs11 (*))"));
        Cryptoki b = token.b();
        return new Insider(b, token.user(b));
    }

    private static ObjectHandle aes(Cryptoki application, SessionHandle session, String label) {
        return application.generateKey(session, Templates.AES_KEY_GEN,
            Templates.newExtractableAes().with(Templates.TOKEN).with(Templates.PRIVATE).with(CKA_LABEL, label));
    }

    private static void encrypt(Insider insider, ObjectHandle key) {
        insider.cryptoki().encryptInit(insider.session(), Templates.CBC_PAD, key);
        insider.cryptoki().encrypt(insider.session(), new byte[5]);
    }

    @InEveryWorld void aKeyIsNotRelabelledToSlipUnderAGrant(Token token) {   // section 5b
        aes(token.a(), token.user(token.a()), "secret");
        Insider insider = given(token, Acls.LOGIN, anything("find", "read-attr", "modify", "copy"),
            named("tls-", "encrypt"));
        Cryptoki b = insider.cryptoki();
        ObjectHandle secret = insider.find("secret");
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> encrypt(insider, secret));
        assertCkr(CKR_ACTION_PROHIBITED, () ->
            b.setAttributeValue(insider.session(), secret, Templates.labelled("tls-mine")));
        assertCkr(CKR_ACTION_PROHIBITED, () -> b.setAttributeValue(insider.session(), secret,
            Template.EMPTY.with(CKA_ID, new byte[] {1})));
        assertCkr(CKR_ACTION_PROHIBITED, () -> b.copyObject(insider.session(), secret, Templates.labelled("tls-mine")));
        set(token.a(), token.a().openSession(token.slot(), true), entry("(pin user)", Acls.LOGIN,
            anything("find", "modify", "copy"), named("secret", "admin-acl"), named("tls-", "encrypt")));
        assertCkr(CKR_ACTION_PROHIBITED, () ->      // may administer the one name, and not the other
            b.setAttributeValue(insider.session(), secret, Templates.labelled("tls-mine")));
        assertCkr(CKR_ACTION_PROHIBITED, () -> b.copyObject(insider.session(), secret,
            Templates.labelled("tls-mine").with(CKA_TOKEN, false)));
        ObjectHandle copy = b.copyObject(insider.session(), secret, Template.EMPTY);      // a copy, no more than it was
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> encrypt(insider, copy));
    }

    @InEveryWorld void anIdIsNotChosenAtImport(Token token) {
        ObjectHandle granted = aes(token.a(), token.user(token.a()), "granted");
        String uniqueId = token.a().attributes(token.a().openSession(token.slot(), true), granted, CKA_UNIQUE_ID)
            .get(CKA_UNIQUE_ID).orElseThrow();
        Insider insider = given(token, Acls.LOGIN, anything("find", "import-clear"),
            "(pkcs11 (*) encrypt secret-key (obj " + '"' + uniqueId + '"' + "))");
        Cryptoki b = insider.cryptoki();
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> b.createObject(insider.session(),
            Templates.aes(Templates.AES_256).with(CKA_UNIQUE_ID, uniqueId)));
        ObjectHandle own = b.createObject(insider.session(), Templates.aes(Templates.AES_256).with(CKA_LABEL, uniqueId));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> encrypt(insider, own));
        encrypt(insider, insider.find("granted"));
    }

    @InEveryWorld void aNameThatIsGrantedIsNotMadeByWhoMayNotMakeIt(Token token) {
        token.user(token.a());
        Insider insider = given(token, Acls.LOGIN, anything("find"), named("tls-", "encrypt"), named("own-", "import-clear",
            "generate", "create"));
        Cryptoki b = insider.cryptoki();
        assertCkr(CKR_ACTION_PROHIBITED, () -> b.createObject(insider.session(),
            Templates.aes(Templates.AES_256).with(CKA_LABEL, "tls-mine")));
        assertCkr(CKR_ACTION_PROHIBITED, () -> aes(b, insider.session(), "tls-mine"));
        aes(b, insider.session(), "own-1");
    }

    @InEveryWorld void aKeyIsNotWrappedToComeBackUnderAnotherName(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        aes(a, session, "secret");
        a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey().with(Templates.TOKEN)
            .with(Templates.PRIVATE).with(CKA_LABEL, "kek"));
        Insider insider = given(token, Acls.LOGIN, anything("find", "wrap-with", "unwrap-with", "import-wrapped"),
            named("tls-", "encrypt"));
        Cryptoki b = insider.cryptoki();
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () ->
            b.wrapKey(insider.session(), Templates.KWP, insider.find("kek"), insider.find("secret")));
        Mechanism bound = Mechanism.of(Ckm.CKM_CLAVIGER_KEY_WRAP);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () ->
            b.wrapKey(insider.session(), bound, insider.find("kek"), insider.find("secret")));
    }

    @InEveryWorld void anAclTravelsWithItsKey(Token token) {   // Z3, RESOURCE_CONTROL_CONTEXT
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle kek = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newWrappingKey());
        ObjectHandle key = a.generateKey(session, Templates.AES_KEY_GEN, Templates.newExtractableAes()
            .with(CKA_CLAVIGER_ACL, Acls.acl(entry("(pin user)", anything("find", "read-attr", "copy", "be-wrapped")))));
        ObjectHandle copy = a.copyObject(session, key, Template.EMPTY);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.encryptInit(session, Templates.CBC_PAD, copy));
        Mechanism bound = Mechanism.of(Ckm.CKM_CLAVIGER_KEY_WRAP);
        byte[] blob = a.wrapKey(session, bound, kek, key);
        ObjectHandle back = a.unwrapKey(session, bound, kek, blob, Template.EMPTY);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.encryptInit(session, Templates.CBC_PAD, back));
        assertCkr(CKR_ATTRIBUTE_READ_ONLY, () -> a.unwrapKey(session, bound, kek, blob,
            Template.EMPTY.with(CKA_CLAVIGER_ACL, Acls.acl(entry("(pin user)", "(pkcs11)")))));
    }

    @InEveryWorld void anAclRowThatIsRemovedOrReplayedDenies(Token token) {   // D29
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        aes(a, session, "secret");
        TokenStore store = token.store();
        String serial = serial(store);
        set(a, session, entry("(pin user)", Acls.LOGIN, anything("find", "encrypt")));
        Optional<AclRow> wide = store.read(reader -> reader.acl(serial));
        set(a, session, entry("(pin user)", Acls.LOGIN, anything("find")));
        Optional<AclRow> narrow = store.read(reader -> reader.acl(serial));
        a.logout(session);
        for (Optional<AclRow> forged : List.of(wide, Optional.of(new AclRow(narrow.orElseThrow().revision(),
                wide.orElseThrow().sealed())), Optional.<AclRow>empty())) {
            put(store, serial, forged);
            assertCkr(CKR_DEVICE_ERROR, () -> token.loginUser(a, session));
            assertEquals(List.of(), a.find(session, Templates.labelled("secret")));
        }
        put(store, serial, narrow);
        token.loginUser(a, session);
        Insider insider = new Insider(a, session);
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> encrypt(insider, insider.find("secret")));
    }

    @InEveryWorld void theTokensRowDoesNotForgetItsAcls(Token token) {   // D29
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = aes(a, session, "secret");
        TokenStore store = token.store();
        TokenRow before = store.read(StoreReader::tokens).get(0);
        set(a, session, entry("(pin user)", Acls.LOGIN, anything("find")));
        store.write(writer -> writer.updateToken(before, writer.revision(before.serial())));
        assertCkr(CKR_DEVICE_ERROR, () -> a.encryptInit(session, Templates.CBC_PAD, key));
    }

    @InEveryWorld void anObjectsRowFromBeforeItsAclWasNarrowedDenies(Token token) {   // D29
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        ObjectHandle key = aes(a, session, "secret");
        TokenStore store = token.store();
        String serial = serial(store);
        String uniqueId = a.attributes(session, key, CKA_UNIQUE_ID).get(CKA_UNIQUE_ID).orElseThrow();
        ObjectRow wide = store.read(reader -> reader.object(serial, uniqueId)).orElseThrow();
        set(a, session, key, entry("(pin user)", anything("find")));
        assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, () -> a.encryptInit(session, Templates.CBC_PAD, key));
        store.write(writer -> writer.deleteObject(serial, uniqueId) && writer.insertObject(serial, wide));
        assertCkr(CKR_KEY_HANDLE_INVALID, () -> a.encryptInit(session, Templates.CBC_PAD, key));
        assertEquals(List.of(), a.find(session, Templates.labelled("secret")));
        a.destroyObject(session, a.createObject(session, Templates.data("the others are there").with(Templates.TOKEN)));
    }

    private static String serial(TokenStore store) {
        return store.read(StoreReader::tokens).get(0).serial();
    }

    private static void put(TokenStore store, String serial, Optional<AclRow> row) {
        store.write(writer -> {
            writer.deleteAcl(serial);
            row.ifPresent(acl -> writer.putAcl(serial, acl));
            return row;
        });
    }
}
