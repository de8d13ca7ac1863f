package claviger.architecture.violations.cli;

import claviger.architecture.violations.misc.Anything;
import claviger.cryptoki.CkrException;

/** A command line, which may catch and print, but reaches for something that is in no table. */
public final class Main {
    public void run(Anything anything, Runnable call) {
        try {
            call.run();
        } catch (CkrException e) {
            System.err.println(anything + e.getMessage());
        }
    }
}
