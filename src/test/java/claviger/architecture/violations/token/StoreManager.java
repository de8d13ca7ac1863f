package claviger.architecture.violations.token;

import claviger.architecture.violations.cli.Main;
import claviger.architecture.violations.spki.UnsignedTuples;
import claviger.cryptoki.CkrException;
import org.bouncycastle.util.Strings;

/**
 * An engine that knows the command line, catches a refusal, prints, imports a library that it should not, and decides by what
 * nobody has signed.
 */
public final class StoreManager {
    public boolean allows(UnsignedTuples tuples) {
        return !tuples.text().isEmpty();
    }

    public String run(Runnable call) {
        try {
            call.run();
            return Strings.lineSeparator() + Main.class.getName();
        } catch (CkrException e) {
            System.out.println(e.getMessage());
            return "";
        }
    }
}
