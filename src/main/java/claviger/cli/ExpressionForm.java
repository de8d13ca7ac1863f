package claviger.cli;

import claviger.spki.Sexp;
import claviger.spki.SexpList;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --advanced}, {@code --canonical} or {@code --transport}, and {@code --out}: how and where an expression is written. */
final class ExpressionForm {
    @ArgGroup(exclusive = true)
    private Form form = new Form();

    @Option(names = "--out", paramLabel = "FILE", order = 91, description = "Writes it there instead of standard output.")
    private Path file;

    /** At most one of them. */
    static final class Form {
        @Option(names = "--advanced", order = 92, description = "In the form for people, which is the default.")
        private boolean advanced;

        @Option(names = "--canonical", order = 93, description = "In the form that is hashed and signed: octets, no line end.")
        private boolean canonical;

        @Option(names = "--transport", order = 94, description = "The canonical form in base64, on one line.")
        private boolean transport;
    }

    /** Writes an expression; in the form for people each of its parts has a line. */
    void print(SexpList expression, CommandSpec spec) {
        byte[] octets = form.canonical ? expression.canonical()
            : ((form.transport ? expression.transport() : lines(expression)) + "\n").getBytes(StandardCharsets.UTF_8);
        if (file != null) {
            write(file, octets);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (form.canonical) {
            out.flush();
            // octets, which a writer of characters would not let through
            System.out.write(octets, 0, octets.length);
            System.out.flush();
        } else {
            out.print(new String(octets, StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /** An expression for people: its parts below each other. It reads as the same expression. */
    static String lines(SexpList expression) {
        return "(" + expression.name() + expression.rest().stream().map(Sexp::advanced)
            .map(part -> "\n  " + part).collect(Collectors.joining()) + ")";
    }

    /** Writes a file that is there whole or as it was. */
    static void write(Path file, byte[] octets) {
        Path whole = file.toAbsolutePath();
        Path beside = whole.resolveSibling(whole.getFileName() + ".new");
        try {
            Files.write(beside, octets);
            Files.move(beside, whole, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Stopped(ExitCode.USAGE, "cannot write %s", file);
        }
    }
}
