package claviger.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be asked within one transaction of a {@link TokenStore}. Used by one thread, during the transaction. */
public interface StoreReader {
    /** All tokens, by slot. */
    List<TokenRow> tokens();

    Optional<TokenRow> token(String serial);

    /** The PIN of a role, if it has been set. */
    Optional<PinRow> pin(String serial, PinRole role);

    /**
     * Moved by every commit that changes a token's row, PINs, objects or ACL; not by leases, tries, claims and approvals
     * (D12). It only grows, and a token that is made anew does not get an old one again.
     *
     * @return 0 if there is no such token
     */
    long revision(String serial);

    /** What has changed after a revision. */
    Changes changesSince(String serial, long revision);

    Optional<ObjectRow> object(String serial, String uniqueId);

    /** The rows of those ids that exist, in the order of the ids. */
    List<ObjectRow> objects(String serial, List<String> uniqueIds);

    /** The same of objects that {@link #page} has given in this transaction, which are quicker to find. */
    List<ObjectRow> numbered(String serial, List<Numbered> objects);

    /** The ids of all objects of a token, oldest first. */
    List<String> objectIds(String serial);

    /** The highest number that an object of this store can have; what is made later gets a higher one. */
    long newest();

    /** The objects of a span, oldest first. */
    List<Numbered> page(String serial, Span span);

    /** Those of them that carry an index entry equal to one of these, each once. */
    List<Numbered> page(String serial, List<IndexEntry> anyOf, Span span);

    /** How many objects a token has. */
    long objectCount(String serial);

    /** The ACL of a token, if it has one. */
    Optional<AclRow> acl(String serial);

    /** The approvals of a token that have not expired, in no order. */
    List<ApprovalRow> approvals(String serial);

    /** Those for one object, or, by an empty id, for the token itself. */
    List<ApprovalRow> approvals(String serial, String uniqueId);

    /** The approval with a nonce, unless it has expired. */
    Optional<ApprovalRow> approval(String serial, String nonce);

    /** The leases of a token that have not expired (D12). */
    List<Lease> leases(String serial);

    /** The clock that expiry goes by. */
    Instant now();
}
