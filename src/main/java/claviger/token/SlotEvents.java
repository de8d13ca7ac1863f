package claviger.token;

import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_CANCELED;

import claviger.cryptoki.SlotId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * C_WaitForSlotEvent for one application (T12, A5): a slot's flag is set when a token has come to it or gone from it
 * since the application last heard of it; all flags are clear after C_Initialize. Safe between threads.
 */
final class SlotEvents {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Slots slots;
    private Set<Long> known;
    private boolean ended;

    SlotEvents(Slots slots) {
        this.slots = slots;
        this.known = slots.occupied();
    }

    /** One slot whose flag was set, and is now clear; empty if there is none and the caller does not want to wait. */
    synchronized Optional<SlotId> await(boolean dontBlock) {
        while (true) {
            Optional<SlotId> event = next();
            if (event.isPresent() || dontBlock) {
                return event;
            }
            try {
                wait(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CKR_FUNCTION_CANCELED.because(e, "interrupted while waiting for a slot event");
            }
        }
    }

    private Optional<SlotId> next() {
        if (ended) {
            throw CKR_CRYPTOKI_NOT_INITIALIZED.because("C_Finalize while waiting for a slot event");      // A5
        }
        Set<Long> now = slots.occupied();
        Set<Long> changed = new TreeSet<>(now);
        changed.removeAll(known);
        for (Long slot : known) {
            if (!now.contains(slot)) {
                changed.add(slot);
            }
        }
        Optional<Long> first = changed.stream().findFirst();
        first.ifPresent(slot -> {
            known = new TreeSet<>(known);
            if (!known.remove(slot)) {
                known.add(slot);
            }
        });
        return first.map(SlotId::new);
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }
}
