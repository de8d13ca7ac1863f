package claviger.token;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_DEVICE_REMOVED;

import claviger.seal.AclSeal;
import claviger.seal.MasterKey;
import claviger.store.AclRow;
import claviger.store.StoreReader;
import claviger.store.StoreWriter;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import java.util.Optional;

/**
 * The ACLs of one token, from their row and back: a row of its own, sealed, which is in force if the token's row says under
 * its MAC that it is (D29). The last that was opened is kept while somebody is logged in. Safe between threads.
 */
final class TokenAcls {
    private final TokenStore store;
    private final String serial;
    private volatile AclBook last;

    TokenAcls(TokenStore store, String serial) {
        this.store = store;
        this.serial = serial;
    }

    /**
     * The ACLs as they are now.
     *
     * @param revision that is known to be in force, or to have been
     * @throws claviger.cryptoki.CkrException CKR_DEVICE_ERROR if they are not the ones that are in force
     */
    AclBook book(long revision, MasterKey key) {
        AclBook known = last;
        if (known != null && known.revision() >= revision) {
            return known;
        }
        AclBook opened = store.read(reader -> book(reader, key));
        last = opened;
        return opened;
    }

    /** The same as of a transaction. */
    AclBook book(StoreReader reader, MasterKey key) {
        TokenRow row = reader.token(serial).orElseThrow(() ->
            CKR_DEVICE_REMOVED.because("token %s has been deleted", serial));
        Traits.verify(row, key);
        long inForce = Traits.decoded(row.settings()).aclRevision();
        Optional<AclRow> there = reader.acl(serial);
        if (inForce == 0 && there.isEmpty()) {
            return AclBook.STOCK;
        }
        AclRow acls = there.filter(found -> found.revision() == inForce).orElseThrow(() ->
            CKR_DEVICE_ERROR.because("the ACLs of token %s were removed or replaced by older ones", serial));
        return AclBook.decoded(inForce, new AclSeal(serial, inForce).open(acls.sealed(), key));
    }

    /** Puts others in force. @return false if the token's row has changed meanwhile */
    boolean put(StoreWriter writer, AclBook book, MasterKey key) {
        TokenRow row = writer.token(serial).orElseThrow(() ->
            CKR_DEVICE_REMOVED.because("token %s has been deleted", serial));
        byte[] settings = Traits.decoded(row.settings()).withAcls(book.revision(), book.acl().isPresent())
            .encoded(serial, row.slot(), row.label(), row.roleKeys(), key);
        writer.putAcl(serial, new AclRow(book.revision(), new AclSeal(serial, book.revision()).seal(book.encoded(), key)));
        return writer.updateToken(
            new TokenRow(serial, row.slot(), row.label(), row.revision(), settings, row.roleKeys()), row.revision());
    }

    /** The master key goes, or another one comes. */
    void forget() {
        last = null;
    }
}
