package claviger.token;

import static claviger.cryptoki.Ckr.CKR_DEVICE_REMOVED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_CANCELED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.cryptoki.Ckr.CKR_PIN_INVALID;
import static claviger.cryptoki.Ckr.CKR_PIN_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_PIN_LOCKED;
import static claviger.cryptoki.Ckr.CKR_USER_PIN_NOT_INITIALIZED;

import claviger.cryptoki.CkrException;
import claviger.seal.KdfCost;
import claviger.seal.PinLock;
import claviger.seal.Randomness;
import claviger.seal.RoleKeys;
import claviger.store.PinRole;
import claviger.store.PinRow;
import claviger.store.StoreReader;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import claviger.store.TryOutcome;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The PINs of one token (rules P, D20). A try is reserved in the store before the PIN is looked at, and becomes a
 * failure unless it is settled, so that parallel guesses by any number of processes share one budget. Safe between
 * threads.
 */
final class Pins {
    /** In bytes of UTF-8 (P6). */
    static final int SHORTEST = 4;
    static final int LONGEST = 255;

    private static final Duration TRY_EXPIRES = Duration.ofMinutes(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final long WAIT_MILLIS = 20;

    private final TokenStore store;
    private final String serial;

    Pins(TokenStore store, String serial) {
        this.store = store;
        this.serial = serial;
    }

    /** A role key, the lock that it came out of, and the token's row of that moment. The caller wipes the key. */
    record Opened(byte[] roleKey, byte[] lock, TokenRow token) {
        void wipe() {
            Arrays.fill(roleKey, (byte) 0);
        }

        @Override public String toString() {
            return "opened PIN";
        }
    }

    /**
     * Opens the role key with a PIN, or counts a failure.
     *
     * @throws CkrException CKR_PIN_INCORRECT; CKR_PIN_LOCKED, also for the right PIN (L3);
     *     CKR_USER_PIN_NOT_INITIALIZED; CKR_FUNCTION_FAILED if other tries stood in the way for too long
     */
    Opened open(PinRole role, byte[] pin) {
        return tried(role, pin).orElseThrow(() -> CKR_PIN_INCORRECT.because("the PIN of the %s", role));
    }

    /** The same, for those who have more to do when the PIN is wrong. @return empty if it is */
    Optional<Opened> tried(PinRole role, byte[] pin) {
        return PinLock.inTurn(() -> opened(role, pin));
    }

    /** Whether failures have used the budget. */
    boolean isLocked(PinRole role) {
        return store.read(reader -> reader.pin(serial, role)).filter(pin -> pin.failures() >= pin.limit()).isPresent();
    }

    private Optional<Opened> opened(PinRole role, byte[] pin) {
        String tryId = HexFormat.of().formatHex(Randomness.bytes(16));
        reserve(role, tryId);
        // a crash or an error from here on leaves the reservation, which becomes a failure
        Locked locked = store.read(reader -> locked(reader, role));
        Optional<byte[]> roleKey = PinLock.open(context(serial, role), pin, locked.lock());
        boolean settled = store.write(writer -> writer.settleTry(serial, role, tryId, roleKey.isPresent()));
        if (roleKey.isEmpty()) {
            return Optional.empty();
        }
        if (!settled) {
            Arrays.fill(roleKey.get(), (byte) 0);
            throw CKR_FUNCTION_FAILED.because("the PIN of the %s was replaced, or its check took too long", role);
        }
        return Optional.of(new Opened(roleKey.get(), locked.lock(), locked.token()));
    }

    private record Locked(byte[] lock, TokenRow token) {
    }

    private Locked locked(StoreReader reader, PinRole role) {
        TokenRow token = reader.token(serial)
            .orElseThrow(() -> CKR_DEVICE_REMOVED.because("token %s has been deleted", serial));
        return new Locked(reader.pin(serial, role).map(PinRow::wrapped)
            .orElseThrow(() -> CKR_USER_PIN_NOT_INITIALIZED.because("the %s has no PIN", role)), token);
    }

    private void reserve(PinRole role, String tryId) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            TryOutcome outcome = store.write(writer ->
                writer.reserveTry(serial, role, tryId, writer.now().plus(TRY_EXPIRES)));
            switch (outcome) {
                case RESERVED:
                    return;
                case LOCKED:
                    throw CKR_PIN_LOCKED.because("the %s has no tries left", role);
                case NO_PIN:
                    throw CKR_USER_PIN_NOT_INITIALIZED.because("the %s has no PIN", role);
                case WAIT:
                    if (System.nanoTime() > deadline) {
                        throw CKR_FUNCTION_FAILED.because("other tries have not ended within %s", LONGEST_WAIT);
                    }
                    pause();
                    break;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CKR_FUNCTION_CANCELED.because(e, "interrupted while waiting for a try of the PIN");
        }
    }

    /** Replaces a PIN by whoever knows it (C_SetPIN): the role key stays. */
    void change(PinRole role, byte[] oldPin, byte[] newPin) {
        check(newPin);
        Opened opened = open(role, oldPin);
        try {
            byte[] lock = PinLock.lock(context(serial, role), newPin, opened.roleKey(), PinLock.cost(opened.lock()));
            boolean stillThere = store.write(writer -> writer.pin(serial, role)
                .filter(now -> Arrays.equals(now.wrapped(), opened.lock()))
                .map(now -> {
                    writer.putPin(serial, role, new PinRow(lock, 0, now.limit()));
                    return true;
                }).orElse(false));
            if (!stillThere) {
                throw CKR_PIN_INCORRECT.because("the PIN of the %s was changed meanwhile", role);
            }
        } finally {
            opened.wipe();
        }
    }

    /** A PIN row for a role key. */
    static PinRow row(String serial, PinRole role, byte[] pin, byte[] roleKey, KdfCost cost, int limit) {
        return new PinRow(PinLock.lock(context(serial, role), pin, roleKey, cost), 0, limit);
    }

    /** Refuses what cannot be a new PIN (P2, P8). */
    static void check(byte[] pin) {
        if (pin == null || pin.length < SHORTEST || pin.length > LONGEST) {
            throw CKR_PIN_LEN_RANGE.because("a PIN has %d to %d bytes", SHORTEST, LONGEST);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(pin));
        } catch (CharacterCodingException e) {
            throw CKR_PIN_INVALID.because("a PIN is UTF-8");      // without the cause, which tells where
        }
        for (byte character : pin) {
            if (character >= 0 && character < ' ' || character == 0x7f) {
                throw CKR_PIN_INVALID.because("a PIN has no control characters");
            }
        }
    }

    static RoleKeys.Role role(PinRole role) {
        return role == PinRole.SO ? RoleKeys.Role.SO : RoleKeys.Role.USER;
    }

    private static String context(String serial, PinRole role) {
        return serial + " " + role;
    }
}
