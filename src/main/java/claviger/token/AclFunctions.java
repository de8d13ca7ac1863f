package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLAVIGER_ACL;
import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_SESSION_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import claviger.seal.MasterKey;
import claviger.spki.Acl;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SpkiException;
import claviger.store.ObjectRow;
import claviger.store.StoreWriter;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The ACLs of a token and its objects, and who owns them, for the session whose turn it is (D28 to D30). An edit is one
 * transaction of the store: the ACLs, the token's row that says which are in force, and the row of the object. Stateless.
 */
final class AclFunctions {
    private AclFunctions() {
    }

    // reading

    static Optional<byte[]> acl(Session session, ObjectHandle object) {
        if (object.equals(ObjectHandle.NONE)) {
            return session.attachment().grants().book().acl().map(acl -> acl.sexp().canonical());
        }
        return session.attachment().object(object).attributes().get(CKA_CLAVIGER_ACL).map(byte[]::clone);
    }

    static byte[] owner(Session session) {
        if (session.attachment().login() == LoginState.PUBLIC) {
            throw CKR_USER_NOT_LOGGED_IN.because("the ACLs of the token are sealed");
        }
        return session.attachment().grants().book().owner().sexp().canonical();
    }

    // editing

    static void setAcl(Session session, ObjectHandle object, Optional<byte[]> given) {
        requireEditor(session);
        Optional<Acl> acl = given.map(AclFunctions::acl);
        if (object.equals(ObjectHandle.NONE)) {
            edit(session, () -> session.attachment().grants().require(session, Right.ADMIN_ACL), book -> book.with(acl));
            return;
        }
        boolean done = false;
        while (!done) {
            StorageObject before = session.attachment().object(object);
            if (!before.isToken()) {
                throw CKR_ARGUMENTS_BAD.because("a session object has the ACL that it was made with");
            }
            Template after = acl.map(to -> before.attributes().with(CKA_CLAVIGER_ACL, to.sexp().canonical()))
                .orElseGet(() -> before.attributes().without(CKA_CLAVIGER_ACL));
            done = tried(session, () -> session.attachment().grants().require(session, Right.ADMIN_ACL, before),
                book -> book.edited(before.uniqueId(), before.rowRevision() + 1),
                (writer, master) -> update(session, writer, master, before, after));
        }
    }

    static void setOwner(Session session, byte[] subject) {
        requireEditor(session);
        Principal successor = principal(subject);
        Grants grants = session.attachment().grants();
        edit(session, () -> {
            grants.require(session, Right.ADMIN_OWNER);
            if (!grants.satisfies(successor)) {      // nobody could take it back
                throw CKR_ACTION_PROHIBITED.because(
                    "who gives the ownership away has to be the new owner, too, and not just for some time");
            }
        }, book -> book.ownedBy(successor));
    }

    private static void requireEditor(Session session) {
        if (session.attachment().login() != LoginState.USER) {
            throw CKR_USER_NOT_LOGGED_IN.because("ACLs are edited by the user");
        }
        if (!session.isReadWrite()) {
            throw CKR_SESSION_READ_ONLY.because("ACLs are edited in a R/W session");
        }
    }

    /** A part of an edit besides the ACLs. @return whether it hit */
    @FunctionalInterface
    private interface Besides {
        boolean write(StoreWriter writer, MasterKey master);
    }

    private static void edit(Session session, Runnable ask, UnaryOperator<AclBook> change) {
        while (!tried(session, ask, change, (writer, master) -> true)) {
            // somebody else edited them between the answer and the edit: ask again
            continue;
        }
    }

    /** @return false if the ACLs or the object are no longer what was asked about: then nothing was done */
    private static boolean tried(Session session, Runnable ask, UnaryOperator<AclBook> change, Besides besides) {
        Attachment ours = session.attachment();
        Token token = ours.token();
        token.sync();
        AclBook asked = ours.grants().book();
        ask.run();
        try {
            ours.withMaster(master -> {
                if (master == null) {
                    throw CKR_USER_NOT_LOGGED_IN.because("logged out meanwhile");
                }
                return token.store().write(writer -> {
                    AclBook before = token.acls().book(writer, master);
                    if (before.revision() != asked.revision() || !besides.write(writer, master)) {
                        throw new Overtaken();
                    }
                    AclBook after = change.apply(before).withRoom(uniqueId ->
                        writer.object(token.serial(), uniqueId).isPresent());
                    if (!token.acls().put(writer, after, master)) {
                        throw new Overtaken();
                    }
                    return after;
                });
            });
            token.sync();
            return true;
        } catch (Overtaken e) {
            return false;
        }
    }

    private static boolean update(Session session, StoreWriter writer, MasterKey master, StorageObject before,
            Template after) {
        Token token = session.attachment().token();
        Optional<ObjectRow> row = writer.object(token.serial(), before.uniqueId())
            .filter(found -> found.rowRevision() == before.rowRevision());
        if (row.isEmpty()) {
            return false;
        }
        Template secrets = token.rows().secrets(row.get(), before.attributes(), master);
        try {
            return writer.updateObject(token.serial(),
                token.rows().row(before.rowRevision() + 1, after.with(secrets), master), before.rowRevision());
        } finally {
            secrets.wipe();
        }
    }

    // what is given

    private static Acl acl(byte[] given) {
        requireShort(given, Authorizations.ACL_BYTES);
        return AclBook.acl(given, CKR_ARGUMENTS_BAD);
    }

    private static Principal principal(byte[] given) {
        requireShort(given, Authorizations.ACL_BYTES);
        try {
            return Principal.of(Sexp.canonical(given));
        } catch (SpkiException e) {
            throw CKR_ARGUMENTS_BAD.because(e, "no subject: %s", e.getMessage());
        }
    }

    static void requireShort(byte[] given, int most) {
        if (given == null) {
            throw CKR_ARGUMENTS_BAD.because("null");
        }
        if (given.length > most) {
            throw CKR_DATA_LEN_RANGE.because("more than %d bytes", most);
        }
    }
}
