package claviger.cli;

/** A command that ends before its work is done, for a reason that is no token's refusal: one line and an exit code. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    Stopped(ExitCode exitCode, String message, Object... arguments) {
        super(String.format(message, arguments));
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
