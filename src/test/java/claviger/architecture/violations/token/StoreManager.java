package claviger.architecture.violations.token;

import claviger.architecture.violations.cli.Main;
import claviger.cryptoki.CkrException;
import org.bouncycastle.util.Strings;

/** An engine that knows the command line, catches a refusal, prints, and imports a library that it should not. */
public final class StoreManager {
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
