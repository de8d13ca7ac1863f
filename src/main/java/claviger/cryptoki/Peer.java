package claviger.cryptoki;

import java.util.Optional;
import java.util.function.Supplier;

/** Who an application is made for (D3). */
public sealed interface Peer {
    /**
     * Code of this JVM.
     *
     * @param codeSha256 tells, when an access control list wants to know, the digest of the jar with the code that made the
     *     application, in hexadecimal, if it is in one. Advisory: code in one process with the token could say anything (D28)
     */
    record ThisJvm(Supplier<Optional<String>> codeSha256) implements Peer {
        /** Code that nobody looks at. */
        public ThisJvm() {
            this(Optional::empty);
        }
    }

    /** A process at the other end of a unix socket, as the kernel names it. */
    record UnixAccount(String user, String group) implements Peer {
    }
}
