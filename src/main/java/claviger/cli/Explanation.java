package claviger.cli;

import claviger.spki.Decision;
import java.time.Instant;

/** Why something is allowed or denied, for a person. */
final class Explanation {
    private Explanation() {
    }

    static String of(Decision decision) {
        if (decision instanceof Decision.Allowed allowed) {
            String end = allowed.until().equals(Instant.MAX) ? "" : " until " + allowed.until();
            return "allowed" + end + ":" + indented(allowed.proof().toString());
        }
        return "denied:" + indented(((Decision.Denied) decision).miss().toString());
    }

    private static String indented(String lines) {
        return lines.lines().map(line -> "\n  " + line).reduce("", String::concat);
    }
}
