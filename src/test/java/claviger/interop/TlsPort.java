package claviger.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports of this machine for servers of other people. */
final class TlsPort {
    private static final int TRIES = 200;
    private static final int PAUSE_MILLIS = 50;

    private TlsPort() {
    }

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens. */
    static void await(int port) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException nobodyYet) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        throw new AssertionError("nobody listens at " + port);
    }
}
