package claviger.cli;

import claviger.cryptoki.Peer;
import claviger.rpc.Account;
import claviger.rpc.Accounts;
import claviger.rpc.Limits;
import claviger.rpc.Server;
import claviger.rpc.SocketFile;
import claviger.token.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code claviger serve}: the tokens of a store at a unix socket, for programs that load {@code p11-kit-client.so} and for
 * other JVMs. Runs in the foreground until SIGTERM or SIGINT, then lets the calls under way end.
 */
@Command(
    name = "serve",
    description = "Serves the tokens of a store to PKCS#11 programs, at a unix socket.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Programs load p11-kit-client.so and find the server by the variable that is printed. A socket that is",
        "inherited as standard input (systemd: StandardInput=socket, or inetd) is served instead of --socket.",
        "Each connection is one PKCS#11 application with sessions and logins of its own.",
        "",
        "Examples:",
        "  claviger serve --socket $XDG_RUNTIME_DIR/claviger/pkcs11",
        "  claviger serve --socket /run/claviger/pkcs11 --allow-group signers",
    })
final class Serve implements Callable<Integer> {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption store;

    @Option(names = "--socket", paramLabel = "PATH", order = 2,
        description = "Where to listen. Its folder has to be yours alone, and is made if it is not there. "
            + "Default: claviger/pkcs11 in $$XDG_RUNTIME_DIR.")
    private Path socket;

    @Option(names = "--allow-user", paramLabel = "NAME", order = 3,
        description = "Lets this account connect, too. Without it and --allow-group only your own may.")
    private List<String> users = List.of();

    @Option(names = "--allow-group", paramLabel = "NAME", order = 4,
        description = "Lets the accounts connect whose primary group this is.")
    private List<String> groups = List.of();

    @Option(names = "--allow-so", order = 5,
        description = "Lets those accounts log in as the SO and make tokens.")
    private boolean so;

    @Option(names = "--empty-slot", order = 6,
        description = "Shows a slot without a token, in which C_InitToken makes one.")
    private boolean emptySlot;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "8192", order = 7,
        description = "The most at once. Default: ${DEFAULT-VALUE}; half of them for one account.")
    private int connections;

    @Option(names = "--pid-file", paramLabel = "PATH", order = 8,
        description = "Writes the number of the process there, and deletes the file at the end.")
    private Path pidFile;

    @Override public Integer call() throws IOException, InterruptedException {
        Channel inherited = System.inheritedChannel();
        Path file = inherited instanceof ServerSocketChannel ? null : socketFile();
        boolean forOthers = !users.isEmpty() || !groups.isEmpty();
        try (OpenStore open = store.open(Settings.DEFAULT.withEmptySlot(emptySlot))) {
            ServerSocketChannel listening = file == null ? (ServerSocketChannel) inherited : bound(file, forOthers);
            Server server = Server.start(listening, (Peer peer) -> open.application(peer),
                new Accounts(Account.own(), Set.copyOf(users), Set.copyOf(groups), so),
                Limits.DEFAULT.withConnections(connections, Math.max(1, connections / 2)));
            serve(server, file, open.name());
        }
        return ExitCode.DONE.code();
    }

    private void serve(Server server, Path file, String name) throws IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            awaited(stopped);
        }, "claviger stops"));
        try {
            tell(file, name);
            stop.await();
            if (file != null) {
                SocketFile.remove(file);      // before it ends: the next server may bind there while this one drains
            }
            server.drain(DRAIN);
        } finally {
            server.close();
            if (pidFile != null) {
                Files.deleteIfExists(pidFile);
            }
            stopped.countDown();
        }
    }

    private void tell(Path file, String name) throws IOException {
        if (pidFile != null) {
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (file != null) {
            out.println("export P11_KIT_SERVER_ADDRESS='" + SocketFile.address(file) + "'");
        }
        out.println("# serving " + name);
        out.flush();
    }

    private static void awaited(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocketChannel bound(Path file, boolean forOthers) {
        try {
            return SocketFile.bind(file, forOthers);
        } catch (IOException e) {
            throw new Stopped(ExitCode.NO_SOCKET, "cannot listen at %s: %s", file, e.getMessage());
        }
    }

    private Path socketFile() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (socket == null && (runtime == null || !Path.of(runtime).isAbsolute())) {
            throw new Stopped(ExitCode.NO_SOCKET, "there is no XDG_RUNTIME_DIR; say where to listen with --socket");
        }
        return socket != null ? socket : Path.of(runtime, "claviger", "pkcs11");
    }
}
