package claviger.foreign;

import claviger.interop.Needed;
import claviger.rpc.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code p11-kit server} over SoftHSM2, which can stop and start again. */
public final class StockServer implements AutoCloseable {
    private static final Path P11_KIT = Path.of("/usr/bin/p11-kit");
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long GLANCE_MILLIS = 10;

    private final SoftHsm softHsm;
    private final Address address;
    private final Path log;
    private Process process;

    private StockServer(SoftHsm softHsm, Path folder) {
        this.softHsm = softHsm;
        this.address = new Address(folder.resolve("stock"));
        this.log = folder.resolve("stock.log");
    }

    /** A server in a folder, or the test is skipped where p11-kit is not installed. */
    public static StockServer start(SoftHsm softHsm, Path folder) throws IOException, InterruptedException {
        Needed.that(Files.isExecutable(P11_KIT), "p11-kit");
        StockServer server = new StockServer(softHsm, folder);
        server.start();
        return server;
    }

    public void start() throws IOException, InterruptedException {
        Files.deleteIfExists(address.path());
        ProcessBuilder builder = new ProcessBuilder(List.of(P11_KIT.toString(), "server", "--foreground", "--sh",
            "--name", address.path().toString(), "--provider", softHsm.library().toString(), "pkcs11:"))
            .redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(softHsm.environment());
        process = builder.start();
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!listens()) {
            if (System.currentTimeMillis() > end || !process.isAlive()) {
                throw new AssertionError("p11-kit server does not listen: " + Files.readString(log));
            }
            Thread.sleep(GLANCE_MILLIS);
        }
    }

    /** The socket is there before anybody listens at it. */
    private boolean listens() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return Files.exists(address.path()) && channel.connect(UnixDomainSocketAddress.of(address.path()));
        } catch (ConnectException e) {
            return false;
        }
    }

    public void stop() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    }

    public Address address() {
        return address;
    }

    /** A command that serves the same module to the program that runs it, on standard input and output. */
    public static List<String> remote(SoftHsm softHsm) {
        Needed.that(Files.isExecutable(P11_KIT), "p11-kit");
        return List.of("/usr/bin/env", "SOFTHSM2_CONF=" + softHsm.environment().get("SOFTHSM2_CONF"),
            P11_KIT.toString(), "remote", softHsm.library().toString());
    }

    @Override public void close() {
        stop();
    }
}
