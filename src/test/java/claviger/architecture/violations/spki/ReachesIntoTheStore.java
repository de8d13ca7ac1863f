package claviger.architecture.violations.spki;

import claviger.architecture.violations.store.Rows;
import java.security.MessageDigest;

/** A computation of rights that reads rows and hashes them by whatever provider there is. */
public record ReachesIntoTheStore(Rows rows, MessageDigest digest) {
}
