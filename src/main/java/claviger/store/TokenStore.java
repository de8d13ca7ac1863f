package claviger.store;

import java.util.function.Function;

/**
 * A durable set of tokens that several threads, processes and (with other engines) machines share. Everything that is
 * written in one {@link #write} is there after it has returned, or none of it is: also after a crash at any instant.
 *
 * <p>Safe between threads. Transactions of one store do not nest: one inside the work of another is refused with
 * CKR_GENERAL_ERROR. A failure of the engine behind it is a CkrException with CKR_DEVICE_ERROR (the store is broken or
 * holds what it never wrote), CKR_DEVICE_MEMORY (it is full), CKR_FUNCTION_FAILED (busy for over ten
 * seconds) or CKR_DEVICE_REMOVED (it was closed, or its file was replaced), with the cause attached (E4).
 */
public interface TokenStore extends AutoCloseable {
    /** What {@link #stamp} answers while a commit may be under way. */
    long UNKNOWN_STAMP = -1;

    /** Runs the work on one consistent state. The work may run again after a conflict, so it has no effects outside. */
    <R> R read(Function<StoreReader, R> work);

    /**
     * Runs the work as one transaction and makes it durable; if the work throws, nothing of it remains. The work may
     * run again after a conflict, so it has no effects outside.
     */
    <R> R write(Function<StoreWriter, R> work);

    /**
     * A number that differs from every earlier one after a commit that moved a token's revision in any process, at the
     * cost of a memory read (D14); or {@link #UNKNOWN_STAMP}. Whoever gets a new number, or none, asks
     * {@link StoreReader#revision} after having read the stamp.
     */
    long stamp();

    /** What a person calls this store: its URL, without secrets. */
    String name();

    /** Gives this store up; waits for transactions under way. Closing it again does nothing. */
    @Override void close();
}
