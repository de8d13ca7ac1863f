package claviger.token;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_CANCELED;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.cryptoki.Ckr.CKR_SESSION_EXISTS;
import static claviger.cryptoki.Ckr.CKR_SLOT_ID_INVALID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.SlotId;
import claviger.seal.MasterKey;
import claviger.seal.Randomness;
import claviger.seal.RoleKeys;
import claviger.store.ObjectRow;
import claviger.store.PinRole;
import claviger.store.PinRow;
import claviger.store.StoreReader;
import claviger.store.StoreWriter;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * C_InitToken (T4 to T7), and the end of a token. Each is one transaction of the store; a crash leaves the old token.
 */
final class Initialization {
    private static final int SERIAL_BYTES = 8;
    private static final int LABEL_BYTES = 32;
    /** A process that has closed its last session gives its lease up within 100 ms (D12). */
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final long STEP_MILLIS = 10;

    private final TokenStore store;
    private final String process;
    private final Settings settings;

    Initialization(TokenStore store, String process, Settings settings) {
        this.store = store;
        this.process = process;
        this.settings = settings;
    }

    /** C_InitToken. @param token what is in the slot, if anything */
    void initialize(SlotId slot, Optional<Token> token, byte[] soPin, String label) {
        checkLabel(label);
        if (token.isPresent()) {
            again(token.get(), soPin, label);
        } else {
            fresh(slot.value(), soPin, label);
        }
    }

    /** A token in an empty slot: the PIN given becomes the SO's (T5). */
    private void fresh(long slot, byte[] soPin, String label) {
        Pins.check(soPin);
        String serial = HexFormat.of().formatHex(Randomness.bytes(SERIAL_BYTES));
        MasterKey master = MasterKey.fresh(serial, 1);
        byte[] soKey = MasterKey.freshRoleKey();
        try {
            RoleKeys keys = RoleKeys.forSo(serial, 1, 0, master, soKey);
            PinRow pin = Pins.row(serial, PinRole.SO, soPin, soKey, settings.kdf(), settings.pinTries());
            TokenRow row = new TokenRow(serial, slot, label, 0,
                Traits.of(settings).encoded(serial, slot, label, keys.encoded(), master), keys.encoded());
            boolean hit = store.write(writer -> {
                boolean inserted = writer.insertToken(row);
                if (inserted) {
                    writer.putPin(serial, PinRole.SO, pin);
                }
                return inserted;
            });
            if (!hit) {
                throw CKR_SLOT_ID_INVALID.because("slot %d has a token by now", slot);
            }
        } finally {
            master.wipe();
            Arrays.fill(soKey, (byte) 0);
        }
    }

    /** A token once more: the PIN has to be the SO's, which stays; the user PIN and destroyable objects go (T5). */
    private void again(Token token, byte[] soPin, String label) {
        if (soPin == null) {
            throw CKR_PIN_INCORRECT.because("no SO PIN was given");
        }
        awaitNoSessions(token);
        Pins.Opened opened = new Pins(store, token.serial()).open(PinRole.SO, soPin);
        try {
            while (!replace(token, opened, label)) {
                // the token's row changed between reading and writing: read it again
                continue;
            }
        } finally {
            opened.wipe();
        }
    }

    private boolean replace(Token token, Pins.Opened opened, String label) {
        TokenRow row = token.row();
        MasterKey master = Login.master(row, PinRole.SO, opened.roleKey());
        try {
            return store.write(writer -> replaced(writer, token, row, master, opened, label));
        } finally {
            master.wipe();
        }
    }

    private boolean replaced(StoreWriter writer, Token token, TokenRow row, MasterKey master, Pins.Opened opened,
            String label) {
        requireNoSessions(writer, token);
        List<ObjectRow> rows = writer.objects(row.serial(), writer.objectIds(row.serial()));
        List<String> destroyed = rows.stream().filter(object -> isDestroyable(token, object, master))
            .map(ObjectRow::uniqueId).toList();
        boolean keep = destroyed.size() < rows.size();
        RoleKeys before = RoleKeys.decoded(row.roleKeys());
        long epoch = keep ? before.epoch() : before.epoch() + 1;
        MasterKey next = keep ? master : MasterKey.fresh(row.serial(), epoch);      // D21
        try {
            byte[] roleKeys = before.withoutUser(row.serial(), epoch, next, opened.roleKey()).encoded();
            TokenRow changed = new TokenRow(row.serial(), row.slot(), label, row.revision(),
                traits(row, keep).encoded(row.serial(), row.slot(), label, roleKeys, next), roleKeys);
            boolean hit = writer.updateToken(changed, row.revision());
            if (hit) {
                writer.deletePin(row.serial(), PinRole.USER);
                if (!keep) {
                    writer.deleteAcl(row.serial());
                    writer.deleteApprovals(row.serial());
                }
                writer.deleteObjects(row.serial(), destroyed);
            }
            return hit;
        } finally {
            if (next != master) {
                next.wipe();
            }
        }
    }

    /** Objects that stay keep the ACLs that protect them. */
    private static Traits traits(TokenRow row, boolean keep) {
        Traits before = Traits.decoded(row.settings());
        return keep ? before : before.withAcls(0, false);
    }

    /** An object that cannot be read, since its row was damaged, does not outlive its token. */
    private static boolean isDestroyable(Token token, ObjectRow row, MasterKey master) {
        return token.rows().readable(row, master, Opened.ALL)
            .map(object -> object.attributes().get(Cka.CKA_DESTROYABLE, true)).orElse(true);
    }

    /** Removes a token with everything in it. */
    void delete(Token token) {
        awaitNoSessions(token);
        store.write(writer -> {
            requireNoSessions(writer, token);
            return writer.deleteToken(token.serial());
        });
    }

    private void awaitNoSessions(Token token) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (store.read(reader -> sessionsOfOthers(reader, token)) && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CKR_FUNCTION_CANCELED.because(e, "interrupted while waiting for sessions to end");
            }
        }
        store.read(reader -> {
            requireNoSessions(reader, token);
            return null;
        });
    }

    private void requireNoSessions(StoreReader reader, Token token) {
        if (token.lease().sessions() > 0 || sessionsOfOthers(reader, token)) {
            throw CKR_SESSION_EXISTS.because("token %s has sessions", token.serial());      // T6
        }
    }

    private boolean sessionsOfOthers(StoreReader reader, Token token) {
        return reader.leases(token.serial()).stream().anyMatch(lease -> !lease.process().equals(process));
    }

    private static void checkLabel(String label) {
        if (label == null || label.getBytes(StandardCharsets.UTF_8).length > LABEL_BYTES || label.indexOf('\0') >= 0) {
            throw CKR_ARGUMENTS_BAD.because("a label is at most %d bytes of UTF-8, without NUL", LABEL_BYTES);
        }
    }
}
