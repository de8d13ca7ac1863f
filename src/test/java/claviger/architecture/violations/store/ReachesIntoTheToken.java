package claviger.architecture.violations.store;

import claviger.architecture.violations.token.StoreManager;

/** A store that knows what it keeps. */
record ReachesIntoTheToken(StoreManager manager) {
}
