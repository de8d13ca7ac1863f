package claviger.token;

import static claviger.cryptoki.Ckr.CKR_OPERATION_ACTIVE;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;

import claviger.mechanism.Computation.Ciphering;
import claviger.mechanism.KeyMaterial;
import claviger.mechanism.MechanismRow;
import java.util.Optional;

/**
 * C_MessageEncryptInit to C_MessageEncryptFinal, or the same for decryption: a key and a mechanism for any number of
 * messages, at most one of them under way (O14). Belongs to the session's lock.
 */
final class MessageProcess implements Operation {
    private final MechanismRow row;
    private final HeldKey.Lease key;
    private final boolean privateKey;
    private Optional<Ciphering> message = Optional.empty();
    private int tagBits;

    MessageProcess(MechanismRow row, HeldKey.Lease key, boolean privateKey) {
        this.row = row;
        this.key = key;
        this.privateKey = privateKey;
    }

    MechanismRow row() {
        return row;
    }

    KeyMaterial key() {
        return key.material();
    }

    /** @throws claviger.cryptoki.CkrException CKR_OPERATION_ACTIVE between Begin and the last Next */
    void requireNoMessage() {
        if (message.isPresent()) {
            throw CKR_OPERATION_ACTIVE.because("a message is under way");
        }
    }

    void begin(Ciphering started, int withTagBits) {
        message = Optional.of(started);
        tagBits = withTagBits;
    }

    /** Of the message that is under way. */
    int tagBits() {
        return tagBits;
    }

    /** @throws claviger.cryptoki.CkrException CKR_OPERATION_NOT_INITIALIZED without a Begin */
    Ciphering message() {
        return message.orElseThrow(() -> CKR_OPERATION_NOT_INITIALIZED.because("no message is under way"));
    }

    /** Ends the message, not the process. */
    void endMessage() {
        message.ifPresent(Ciphering::close);
        message = Optional.empty();
    }

    @Override public boolean endsAtLogout() {
        return privateKey;
    }

    @Override public void close() {
        endMessage();
        key.close();
    }
}
