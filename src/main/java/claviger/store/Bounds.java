package claviger.store;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;
import static java.nio.charset.StandardCharsets.UTF_8;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Ckr;

/**
 * What a row may look like. Checked on the way in, where it is the caller's mistake, and on the way out, since a
 * database is input from outside.
 */
enum Bounds {
    WRITTEN(CKR_ARGUMENTS_BAD, CKR_DEVICE_MEMORY),
    READ(CKR_DEVICE_ERROR, CKR_DEVICE_ERROR);

    static final int BLOB_BYTES = 1 << 20;
    static final int NAME_CHARS = 255;
    static final int SERIAL_CHARS = 16;
    static final int LABEL_BYTES = 32;
    static final int MAC_BYTES = 64;
    static final int DIGEST_BYTES = 64;
    static final int INDEX_ENTRIES = 64;
    static final int TRIES = 1_000_000;
    static final int APPROVALS = Authorizations.APPROVALS;
    static final long ALL_APPROVALS_BYTES = Authorizations.ALL_APPROVALS_BYTES;

    private final Ckr refusal;
    private final Ckr tooMuch;

    Bounds(Ckr refusal, Ckr tooMuch) {
        this.refusal = refusal;
        this.tooMuch = tooMuch;
    }

    TokenRow check(TokenRow row) {
        serial(row.serial());
        number("slot", row.slot(), 0, Integer.MAX_VALUE);
        if (row.label() == null || row.label().getBytes(UTF_8).length > LABEL_BYTES) {
            throw refusal.because("the label of token %s is over %d bytes", row.serial(), LABEL_BYTES);
        }
        blob("settings", row.settings());
        blob("role keys", row.roleKeys());
        return row;
    }

    PinRow check(PinRow row) {
        blob("wrapped role key", row.wrapped());
        number("failures", row.failures(), 0, TRIES);
        number("limit", row.limit(), 1, TRIES);
        return row;
    }

    ObjectRow check(ObjectRow row) {
        name("unique id", row.uniqueId());
        number("row revision", row.rowRevision(), 1, Long.MAX_VALUE);
        blob("attributes", row.attributes());
        bytes("MAC", row.mac(), 0, MAC_BYTES);
        if (row.index() == null || row.index().size() > INDEX_ENTRIES) {
            throw refusal.because("object %s has more than %d index entries", row.uniqueId(), INDEX_ENTRIES);
        }
        row.index().forEach(this::check);
        return row;
    }

    AclRow check(AclRow row) {
        number("revision of an ACL", row.revision(), 1, Long.MAX_VALUE);
        blob("sealed ACL", row.sealed());
        return row;
    }

    ApprovalRow check(ApprovalRow row) {
        name("nonce", row.nonce());
        if (row.uniqueId() == null || !row.uniqueId().isEmpty()) {
            name("unique id", row.uniqueId());
        }
        blob("approval", row.approval());
        number("uses of an approval", row.used(), 0, Integer.MAX_VALUE);
        return row;
    }

    /** How many approvals a token may have. */
    void approvals(String serial, long count, long bytes) {
        if (count > APPROVALS || bytes > ALL_APPROVALS_BYTES) {
            throw tooMuch.because("%d approvals of token %s with %d bytes, the store takes up to %d with %d", count, serial,
                bytes, APPROVALS, ALL_APPROVALS_BYTES);
        }
    }

    IndexEntry check(IndexEntry entry) {
        bytes("digest of an index entry", entry.digest(), 1, DIGEST_BYTES);
        return entry;
    }

    String serial(String serial) {
        name("serial", serial);
        number("length of a serial", serial.length(), SERIAL_CHARS, SERIAL_CHARS);
        return serial;
    }

    String name(String what, String name) {
        if (name == null || name.isEmpty() || name.length() > NAME_CHARS) {
            throw refusal.because("a %s has 1 to %d characters", what, NAME_CHARS);
        }
        return name;
    }

    private void blob(String what, byte[] bytes) {
        if (bytes == null) {
            throw refusal.because("no %s", what);
        }
        if (bytes.length > BLOB_BYTES) {
            throw tooMuch.because("%s of %d bytes, the store takes up to %d", what, bytes.length, BLOB_BYTES);
        }
    }

    private void bytes(String what, byte[] bytes, int least, int most) {
        if (bytes == null || bytes.length < least || bytes.length > most) {
            throw refusal.because("a %s has %d to %d bytes", what, least, most);
        }
    }

    private void number(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw refusal.because("%s %d, not between %d and %d", what, value, least, most);
        }
    }
}
