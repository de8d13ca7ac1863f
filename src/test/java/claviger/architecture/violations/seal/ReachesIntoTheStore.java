package claviger.architecture.violations.seal;

import claviger.architecture.violations.store.Rows;
import java.util.Random;

/** A seal that reads rows and rolls toy dice. */
public record ReachesIntoTheStore(Rows rows, Random random) {
}
