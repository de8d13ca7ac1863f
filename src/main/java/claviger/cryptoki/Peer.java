package claviger.cryptoki;

/** Who an application is made for (D3). */
public sealed interface Peer {
    /** Code of this JVM. */
    record ThisJvm() implements Peer {
    }

    /** A process at the other end of a unix socket, as the kernel names it. */
    record UnixAccount(String user, String group) implements Peer {
    }
}
