package claviger.architecture.violations.provider;

import claviger.architecture.violations.token.StoreManager;
import claviger.cryptoki.CkrException;

/** An edge, which may catch, but may not know the engine. */
final class Refusal {
    void run(StoreManager manager, Runnable call) {
        try {
            manager.run(call);
        } catch (CkrException e) {
            throw new IllegalStateException(e);
        }
    }
}
