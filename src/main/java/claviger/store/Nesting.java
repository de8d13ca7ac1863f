package claviger.store;

import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;

import java.util.function.Supplier;

/**
 * Refuses a transaction inside another one of the same store: it would not see what the outer one has written and could
 * wait for ever for what its own thread holds.
 */
final class Nesting {
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    <R> R once(Supplier<R> transaction) {
        if (inside.get() != null) {
            throw CKR_GENERAL_ERROR.because("a transaction inside another one of the same store");
        }
        inside.set(true);
        try {
            return transaction.get();
        } finally {
            inside.remove();
        }
    }
}
