package claviger.rpc;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Serves tokens to programs that load {@code p11-kit-client.so}, and to our own client, at a unix socket. Each connection
 * is an application of its own, made for the account that the kernel names; its end is C_Finalize. Safe between threads.
 */
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("claviger.rpc");
    private static final Duration BREATH = Duration.ofMillis(100);

    private final ServerSocketChannel listening;
    private final Function<Peer, Cryptoki> applications;
    private final Accounts accounts;
    private final Limits limits;
    private final Attendance attendance;
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, AtomicInteger> perAccount = new ConcurrentHashMap<>();
    private volatile boolean draining;

    private Server(ServerSocketChannel listening, Function<Peer, Cryptoki> applications, Accounts accounts, Limits limits)
            throws IOException {
        this.listening = listening;
        this.applications = applications;
        this.accounts = accounts;
        this.limits = limits;
        this.attendance = new Attendance(limits, accounts, connection -> left(connection.peer()));
    }

    /**
     * Begins to serve.
     *
     * @param listening    a bound unix socket, which belongs to the server from here on
     * @param applications makes the application of a peer, not yet initialized (D3)
     */
    public static Server start(ServerSocketChannel listening, Function<Peer, Cryptoki> applications, Accounts accounts,
            Limits limits) throws IOException {
        Server server = new Server(listening, applications, accounts, limits);
        Thread thread = new Thread(server::accept, "claviger accepts");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** How many clients are connected. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!draining) {
            try {
                welcome(listening.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {      // no more descriptors, or a peer that has gone already
                LOG.log(Level.WARNING, "accepting a connection: {0}", e.toString());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BREATH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        boolean stays = false;
        try {
            UnixDomainPrincipal principal = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            Peer.UnixAccount peer = new Peer.UnixAccount(principal.user().getName(), principal.group().getName());
            if (!accounts.mayConnect(peer)) {
                LOG.log(Level.WARNING, "the account {0} may not connect", peer.user());
            } else if (counted(peer)) {
                stays = begun(channel, peer);
            }
        } finally {
            if (!stays) {
                channel.close();
            }
        }
    }

    private boolean begun(SocketChannel channel, Peer.UnixAccount peer) throws IOException {
        Connection connection = null;
        boolean begun = false;
        try {
            channel.configureBlocking(false);
            connection = new Connection(channel, peer, applications.apply(peer), attendance);
            attendance.add(connection);
            begun = true;
        } finally {
            if (!begun && connection == null) {
                left(peer);
            }
        }
        return begun;
    }

    private boolean counted(Peer.UnixAccount peer) {
        AtomicInteger ofAccount = perAccount.computeIfAbsent(peer.user(), name -> new AtomicInteger());
        if (connections.get() >= limits.connections() || ofAccount.get() >= limits.perAccount()) {
            LOG.log(Level.WARNING, "no more connections for the account {0}", peer.user());
            return false;
        }
        connections.incrementAndGet();
        ofAccount.incrementAndGet();
        return true;
    }

    private void left(Peer.UnixAccount peer) {
        perAccount.get(peer.user()).decrementAndGet();
        connections.decrementAndGet();
    }

    /** Takes no more connections, waits for the calls that are under way, and ends. @param patience at the most */
    public void drain(Duration patience) {
        draining = true;
        closeListening();
        attendance.awaitIdle(patience);
        attendance.close();
    }

    /** Ends at once: C_Finalize for every client. */
    @Override public void close() {
        drain(Duration.ZERO);
    }

    private void closeListening() {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing the socket", e);
        }
    }
}
