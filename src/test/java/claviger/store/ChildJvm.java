package claviger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Another process with the same class path, asked line by line and answering line by line. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final PrintWriter in;
    private final BufferedReader out;

    private ChildJvm(Process process) {
        this.process = process;
        this.in = new PrintWriter(process.outputWriter(UTF_8), true);
        this.out = process.inputReader(UTF_8);
    }

    public static ChildJvm start(Class<?> main, List<String> options, String... arguments) throws IOException {
        return started(command(main, options, arguments));
    }

    public static ChildJvm started(List<String> command) throws IOException {
        return new ChildJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    public static List<String> command(Class<?> main, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-Xmx128m");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Dslf4j.internal.verbosity=ERROR");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    public String ask(String line) throws IOException {
        say(line);
        return line();
    }

    public void say(String line) {
        in.println(line);
    }

    /** The next line, null when the process has ended. */
    public String line() throws IOException {
        return out.readLine();
    }

    /** Ends it as kill -9 does. What it had written can still be read, which is why its handle does it. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    @Override public void close() {
        process.destroyForcibly();
    }
}
