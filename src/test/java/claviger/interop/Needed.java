package claviger.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * The one place where a test is skipped: the machine lacks what it needs, and a line says what. Where CI is set in the
 * environment nothing is skipped, since {@code .ci/run} installs what tests need. What cannot be on a JDK at all is not
 * skipped but not registered: a factory of tests makes none there.
 */
public final class Needed {
    private Needed() {
    }

    /** Skips the test without what it needs, or fails it in CI. */
    public static void that(boolean isHere, String what) {
        if (!isHere && System.getenv("CI") != null) {
            fail("CI skips nothing, and here is no " + what);
        }
        ifInstalled(isHere, what);
    }

    /** Skips the test without what no package of {@code .ci/run} brings, in CI too. */
    public static void ifInstalled(boolean isHere, String what) {
        if (!isHere) {
            System.out.println("SKIPPED: here is no " + what);
            abort("here is no " + what);
        }
    }
}
