package claviger.token;

import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;

import claviger.cryptoki.Cks;
import claviger.cryptoki.Use;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session: its kind, and what runs in it. Two calls on one session take turns (A8). Everything but {@link
 * #enter} and the tries of a logout is called by the thread whose turn it is.
 */
final class Session {
    private final Attachment attachment;
    private final boolean readWrite;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<OperationKind, Operation> operations = new EnumMap<>(OperationKind.class);
    private volatile long epoch;      // written by the thread whose turn it is
    private boolean closed;
    private String denial = "";
    private String denialBefore = "";

    Session(Attachment attachment, boolean readWrite) {
        this.attachment = attachment;
        this.readWrite = readWrite;
        this.epoch = attachment.epoch();
    }

    Attachment attachment() {
        return attachment;
    }

    boolean isReadWrite() {
        return readWrite;
    }

    Cks state() {
        return attachment.login().session(readWrite);
    }

    /** Waits for this thread's turn; a call of the session runs until {@link #leave}. */
    void enter() {
        turn.lock();
        boolean entered = false;
        try {
            if (!denialBefore.isEmpty() || !denial.isEmpty()) {      // hardly ever, and not written on every call
                denialBefore = denial;
                denial = "";
            }
            if (closed) {
                throw CKR_SESSION_HANDLE_INVALID.because("closed meanwhile");
            }
            attachment.checkThere();
            endWhatLogoutEnds();
            entered = true;
        } finally {
            if (!entered) {
                pass();
            }
        }
    }

    /** The end of a call, however it ended. */
    void leave() {
        try {
            endWhatLogoutEnds();
        } finally {
            pass();
        }
    }

    private void pass() {
        turn.unlock();
        if (epoch != attachment.epoch()) {
            loggedOut();      // the logout came after the last look and found the turn taken
        }
    }

    /**
     * Called by a logout: ends operations with private keys at once, unless a call runs, which does it when it ends.
     */
    void loggedOut() {
        if (turn.tryLock()) {
            try {
                endWhatLogoutEnds();
            } finally {
                turn.unlock();
            }
        }
    }

    private void endWhatLogoutEnds() {
        long now = attachment.epoch();
        if (epoch != now) {
            epoch = now;
            List.copyOf(operations.keySet()).stream()
                .filter(kind -> operations.get(kind).endsAtLogout()).forEach(this::end);
        }
    }

    /** Ends everything, after the call that runs. No call runs afterwards. */
    void close() {
        turn.lock();
        try {
            closed = true;
            List.copyOf(operations.keySet()).forEach(this::end);
        } finally {
            turn.unlock();
        }
    }

    /** Why an ACL denied what the running call wanted. */
    void denied(String why) {
        denial = why;
    }

    /** Why the call before this one was denied by an ACL, empty if it was not; can be asked again. */
    String denialBefore() {
        denial = denialBefore;
        return denialBefore;
    }

    // operations

    /** Refuses a kind that may not start now (O2). */
    void requireIdle(OperationKind kind) {
        if (operations.isEmpty()) {
            return;
        }
        for (OperationKind running : operations.keySet()) {
            if (!running.mayRunBeside(kind, attachment.settings())) {
                throw CKR_OPERATION_ACTIVE.because("%s while %s is active", kind, running);
            }
        }
    }

    void begin(OperationKind kind, Operation operation) {
        operations.put(kind, operation);
    }

    boolean runs(OperationKind kind) {
        return operations.containsKey(kind);
    }

    /** The running operation of a kind. CKR_OPERATION_NOT_INITIALIZED if there is none (O1) */
    Operation running(OperationKind kind) {
        Operation operation = operations.get(kind);
        if (operation == null) {
            throw CKR_OPERATION_NOT_INITIALIZED.because("no %s is active", kind);
        }
        return operation;
    }

    /** Ends the operations of the kinds that have these flags; those that are idle do not matter (O6). */
    void cancel(Set<Use> flags) {
        List.copyOf(operations.keySet()).stream().filter(kind -> flags.contains(kind.use())).forEach(this::end);
    }

    /** The operations that wait for a PIN of their own: one, or none (L9, L10). */
    List<Operation> waitingForPin() {
        return operations.values().stream().filter(Operation::waitsForPin).toList();
    }

    /** Ends the operation of a kind, if there is one. */
    void end(OperationKind kind) {
        Operation operation = operations.remove(kind);
        if (operation != null) {
            operation.close();
        }
    }
}
