package claviger.cli;

/** What the exit code of {@code claviger} tells a script. An interface: rows are added, never changed. */
enum ExitCode {
    DONE(0, "done"),
    REFUSED(1, "the token refused; the line on stderr names the CKR_ code"),
    USAGE(2, "the command line is not understood, or an expression or a file that it names"),
    NOT_FOUND(3, "no such store, token or object, or one too many; authorize and acl check: denied"),
    NO_PIN(4, "a PIN could not be had: no terminal, a file that others may read, entries that differ"),
    NOT_CONFIRMED(5, "the question was not answered with yes"),
    LACKING(6, "doctor: something needed is missing"),
    NO_SOCKET(7, "serve: the socket cannot be made"),
    BROKEN(70, "a fault of the program");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
