package claviger.store;

import java.time.Instant;
import java.util.Collection;

/**
 * What can be done within one transaction of a {@link TokenStore}. A boolean says whether the conditional statement
 * hit: false means that the condition did not hold and that nothing was changed by this call.
 *
 * <p>A value out of bounds is refused with CKR_ARGUMENTS_BAD, bytes over 1 MiB with CKR_DEVICE_MEMORY, and something
 * to be written for a token that does not exist with CKR_TOKEN_NOT_PRESENT. Instants count to the millisecond. An
 * instant that the store's clock has reached has expired.
 */
public interface StoreWriter extends StoreReader {
    /** A new token. @return false if the serial or the slot is taken */
    boolean insertToken(TokenRow token);

    /**
     * Replaces a token's row if its revision is still the one that was read. The store sets the new revision. What this
     * transaction itself has changed before does not count as somebody else's change.
     */
    boolean updateToken(TokenRow token, long expectedRevision);

    /** Removes a token with all that hangs on it. */
    boolean deleteToken(String serial);

    /**
     * Sets or replaces the PIN of a role and forgets its tries. Failures start at the row's count.
     */
    void putPin(String serial, PinRole role, PinRow pin);

    boolean deletePin(String serial, PinRole role);

    /**
     * Reserves one try before a PIN is checked (D20). Reservations of others that have expired are turned into failures
     * first; failures and reservations together never exceed the limit.
     *
     * @param tryId unique, for {@link #settleTry}
     */
    TryOutcome reserveTry(String serial, PinRole role, String tryId, Instant expires);

    /**
     * Ends a reservation: a success sets the failures to 0, a failure adds one. A reservation that has expired is a
     * failure, whatever its owner says now.
     *
     * @return false if the reservation is no longer there (expired and counted, or the PIN was replaced)
     */
    boolean settleTry(String serial, PinRole role, String tryId, boolean success);

    /** A new object. @return false if the id is taken */
    boolean insertObject(String serial, ObjectRow object);

    /** Replaces an object if its row revision is still the expected one; the new row carries the next. */
    boolean updateObject(String serial, ObjectRow object, long expectedRowRevision);

    boolean deleteObject(String serial, String uniqueId);

    /** Bulk form of {@link #insertObject} and {@link #deleteObject}. @return how many were hit */
    int insertObjects(String serial, Collection<ObjectRow> objects);

    int deleteObjects(String serial, Collection<String> uniqueIds);

    /** Sets or replaces the ACL of a token. */
    void putAcl(String serial, AclRow acl);

    boolean deleteAcl(String serial);

    /**
     * Keeps an approval. Where there is one with the nonce that has not expired, its bytes are replaced; its count of uses
     * and its end stay (D30). Those of the token that have expired are removed first; at most 1000 stay, with 8 MiB
     * together: more is CKR_DEVICE_MEMORY. A nonce that an approval for another object has is CKR_ARGUMENTS_BAD.
     */
    void putApproval(String serial, ApprovalRow approval);

    /**
     * Counts one use of an approval, if it has not expired and was used less often than that.
     *
     * @param most how often it may be used
     */
    boolean useApproval(String serial, String nonce, int most);

    /** Forgets all approvals of a token, which is made anew. @return how many */
    int deleteApprovals(String serial);

    /** Takes or renews the lease of one process on a token (D12). */
    void takeLease(String serial, Lease lease);

    boolean dropLease(String serial, String process);

    /**
     * Claims a name once. Names that have expired are free again.
     *
     * @return false if somebody has it
     */
    boolean claim(String kind, String name, Instant expires);
}
