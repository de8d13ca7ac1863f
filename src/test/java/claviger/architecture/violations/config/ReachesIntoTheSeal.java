package claviger.architecture.violations.config;

import claviger.architecture.violations.seal.ReachesIntoTheStore;

/** Configuration that opens seals. */
record ReachesIntoTheSeal(ReachesIntoTheStore seal) {
}
