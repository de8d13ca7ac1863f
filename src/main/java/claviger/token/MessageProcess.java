package claviger.token;

import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import claviger.mechanism.Computation;
import claviger.mechanism.KeyMaterial;
import claviger.mechanism.MechanismRow;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * C_MessageEncryptInit to C_MessageEncryptFinal, or the same for decryption, signatures and verification: a key and a
 * mechanism for any number of messages, at most one of them under way (O14). Belongs to the session's lock.
 */
final class MessageProcess<C extends Computation> implements Operation {
    private final MechanismRow row;
    private final Mechanism mechanism;
    private final KeyUse.Admitted key;
    private Optional<C> message = Optional.empty();
    private int tagBits;

    MessageProcess(MechanismRow row, Mechanism mechanism, KeyUse.Admitted key) {
        this.row = row;
        this.mechanism = mechanism;
        this.key = key;
    }

    MechanismRow row() {
        return row;
    }

    /** The parameter of the Init, which is that of every message unless each has its own. */
    Parameters parameters() {
        return mechanism.parameters();
    }

    /** To begin a message with. @throws claviger.cryptoki.CkrException once the grant has ended */
    KeyMaterial key() {
        key.grant().requireStanding();
        return key.lease().material();
    }

    /** @throws claviger.cryptoki.CkrException CKR_OPERATION_ACTIVE between Begin and the last Next */
    void requireNoMessage() {
        if (message.isPresent()) {
            throw CKR_OPERATION_ACTIVE.because("a message is under way");
        }
    }

    void begin(C started, int withTagBits) {
        message = Optional.of(started);
        tagBits = withTagBits;
    }

    /** Of the message that is under way. */
    int tagBits() {
        return tagBits;
    }

    /** @throws claviger.cryptoki.CkrException CKR_OPERATION_NOT_INITIALIZED without a Begin */
    C message() {
        key.grant().requireStanding();
        return message.orElseThrow(() -> CKR_OPERATION_NOT_INITIALIZED.because("no message is under way"));
    }

    /** Ends the message, not the process. */
    void endMessage() {
        message.ifPresent(Computation::close);
        message = Optional.empty();
    }

    /** The last call of a message. */
    <R> R ending(Supplier<R> work) {
        try {
            return work.get();
        } finally {
            endMessage();
        }
    }

    /** Another call of a message, which ends it only by failing. */
    <R> R goingOn(Supplier<R> work) {
        boolean ok = false;
        try {
            R result = work.get();
            ok = true;
            return result;
        } finally {
            if (!ok) {
                endMessage();
            }
        }
    }

    @Override public boolean endsAtLogout() {
        return key.object().isPrivate();
    }

    @Override public void close() {
        endMessage();
        key.lease().close();
    }
}
