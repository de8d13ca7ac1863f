package claviger.architecture.violations.rpc;

import claviger.architecture.violations.token.StoreManager;

/** A server that knows which token stands behind it. */
public record ReachesIntoTheToken(StoreManager token) {
}
