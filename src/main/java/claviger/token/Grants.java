package claviger.token;

import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Peer;
import claviger.cryptoki.Template;
import claviger.seal.MasterKey;
import claviger.spki.Principal;
import claviger.spki.SpkiException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the ACLs say to one application with one token: the one place where they are asked. They are asked after PKCS#11's
 * own rules have allowed something, and the token's and the object's both have to allow it: a grant narrows and never stands
 * for a login (D28). Where there are none, asking costs two comparisons. Safe between threads.
 */
final class Grants {
    private final Attachment attachment;
    private final Token token;
    private final Peer peer;
    private final Challenges challenges;
    private volatile Presented presented = Presented.NOTHING;
    private volatile Standing standing;
    private volatile long presentations;

    Grants(Attachment attachment, Peer peer) {
        this.attachment = attachment;
        this.token = attachment.token();
        this.peer = peer;
        this.challenges = new Challenges(token.serial(), peer);
    }

    // what the application shows

    byte[] challenge() {
        return challenges.challenge();
    }

    /** What the application has shown counts from now on, until {@link #forget}. */
    void present(byte[] credentials) {
        AclFunctions.requireShort(credentials, Authorizations.CREDENTIALS_BYTES);
        long login = attachment.epoch();
        Presented more = challenges.presented(credentials);
        try {
            Standing.tried(presented.and(more));
        } catch (SpkiException e) {
            throw CKR_DEVICE_MEMORY.because(e, "credentials that together are too much to compute with");
        }
        synchronized (this) {
            if (attachment.epoch() != login) {
                throw CKR_USER_NOT_LOGGED_IN.because("logged out meanwhile");
            }
            presented = presented.and(more);
            presentations++;
        }
    }

    /** How often something was presented: what an application sees may be more after each. */
    long presentations() {
        return presentations;
    }

    /** The end of a login, or of the last session. */
    synchronized void forget() {
        challenges.forget();
        presented = Presented.NOTHING;
        standing = null;
    }

    // asking

    /** Whether PKCS#11's own rules are all there is. */
    private boolean isStock(StorageObject object) {
        return !object.hasAcl() && token.traits().aclRevision() == 0 || BuiltIn.isBuiltIn(object);
    }

    /** Whether an object is there for this application; one that is not, is not found and has no handle (D30). */
    boolean sees(StorageObject object) {
        return allows(Right.FIND, object);
    }

    /** Whether something is allowed, where nothing is refused for it. */
    boolean allows(Right right, StorageObject object) {
        return isStock(object) || current().answer(Request.of(right, object.form()), object.acl(), Instant.now()).isGranted();
    }

    /** @throws claviger.cryptoki.CkrException CKR_ACTION_PROHIBITED if it is denied (D30) */
    void require(Session session, Right right, StorageObject object) {
        if (!isStock(object)) {
            demand(session, Request.of(right, object.form()), object);
        }
    }

    /**
     * The use of a key.
     *
     * @throws claviger.cryptoki.CkrException CKR_KEY_FUNCTION_NOT_PERMITTED if it is denied (D30)
     */
    Grant require(Session session, Right right, StorageObject object, Mechanism mechanism) {
        return isStock(object) ? Grant.STOCK
            : demand(session, Request.of(right, object.form(), mechanism), object);
    }

    /** Of an object that is about to be made, or to be another one. */
    void requireNew(Session session, Right right, Template attributes) {
        if (token.traits().aclRevision() != 0) {
            demand(session, Request.of(right, ObjectForm.ofNew(attributes)), null);
        }
    }

    /** Of the token as a whole. */
    void require(Session session, Right right) {
        if (token.traits().aclRevision() != 0) {
            demand(session, Request.of(right), null);
        }
    }

    /**
     * Of a user whose PIN was right and who is not logged in yet: the PIN may not be enough, or not from here, as only the
     * master key can tell.
     *
     * @throws claviger.cryptoki.CkrException CKR_ACTION_PROHIBITED; CKR_DEVICE_ERROR if the ACLs are not those in force
     */
    void requireLogin(Session session, MasterKey master) {
        AclBook book = token.store().read(reader -> token.acls().book(reader, master));
        Standing then = new Standing(token, peer, LoginState.USER, presented, Optional.of(book));
        Standing.Answer answer = then.answer(Request.of(Right.LOGIN_USER), Optional.empty(), Instant.now());
        if (!answer.isGranted()) {
            throw refusal(session, Right.LOGIN_USER, answer);
        }
    }

    /** Whether this application, as it stands, is a subject all by itself, and will be for as long as it shows the same. */
    boolean satisfies(Principal subject) {
        return current().satisfies(subject);
    }

    /** Whether a key is named by a list that has a say about an object, or called so by certificates that were shown. */
    boolean knows(Principal key, StorageObject object) {
        return current().names(key, object.acl());
    }

    /** The ACLs of the token as they are now. @throws claviger.cryptoki.CkrException CKR_USER_NOT_LOGGED_IN if sealed */
    AclBook book() {
        return current().book().orElseThrow(() -> CKR_USER_NOT_LOGGED_IN.because("the ACLs of the token are sealed"));
    }

    /** @param object null if it is none that is there */
    private Grant demand(Session session, Request request, StorageObject object) {
        Standing now = current();
        Standing.Answer answer = now.answer(request, object == null ? Optional.empty() : object.acl(), Instant.now());
        if (answer.isGranted()) {
            return answer.grant();
        }
        if (now.book().isEmpty()) {
            throw CKR_USER_NOT_LOGGED_IN.because("the ACLs of the token are sealed");
        }
        throw refusal(session, request.right(), answer);
    }

    private static RuntimeException refusal(Session session, Right right, Standing.Answer answer) {
        String why = right.word() + ": " + answer.why();
        session.denied(why);
        return (right.isKeyUse() ? CKR_KEY_FUNCTION_NOT_PERMITTED : CKR_ACTION_PROHIBITED).because("denied: %s", why);
    }

    private Standing current() {
        Standing now = standing;
        if (now != null && now.isOf(attachment.login(), presented, token.traits())) {
            return now;
        }
        LoginState login = attachment.login();
        Traits traits = token.traits();
        Optional<AclBook> book = login == LoginState.PUBLIC
            ? traits.hasAcl() ? Optional.empty() : Optional.of(AclBook.STOCK)
            : attachment.withMaster(master -> Optional.ofNullable(master)
                .map(key -> token.acls().book(traits.aclRevision(), key)));
        now = new Standing(token, peer, login, presented, book);
        standing = now;
        return now;
    }
}
