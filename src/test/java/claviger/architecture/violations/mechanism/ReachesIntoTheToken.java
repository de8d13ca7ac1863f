package claviger.architecture.violations.mechanism;

import claviger.architecture.violations.token.StoreManager;

/** Arithmetic that knows who asks. */
record ReachesIntoTheToken(StoreManager manager) {
}
