package claviger.token;

import claviger.cryptoki.Peer;
import claviger.spki.Atom;
import claviger.spki.Principal;
import claviger.spki.SexpList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who a {@link Peer} is to the ACLs: {@code (unix user alice)} and {@code (unix group staff)}, as the kernel names the other
 * end of a socket; in this process the account that it runs as, and {@code (hash sha256 ..)} of the jar of the calling code
 * where that is known, about both of which code of the process could pretend otherwise (D28).
 */
final class Requestors {
    private static final Optional<Principal> OWN = ProcessHandle.current().info().user().map(user -> unix("user", user));

    private Requestors() {
    }

    static Set<Principal> of(Peer peer) {
        Stream<Principal> other = peer instanceof Peer.UnixAccount account ? Stream.of(unix("group", account.group()))
            : ((Peer.ThisJvm) peer).codeSha256().get().map(Requestors::code).stream();
        return Stream.concat(account(peer).stream(), other).collect(Collectors.toUnmodifiableSet());
    }

    /** {@code (unix user <name>)}, if it has one. */
    static Optional<Principal> account(Peer peer) {
        return peer instanceof Peer.UnixAccount account ? Optional.of(unix("user", account.user())) : OWN;
    }

    private static Principal code(String sha256) {
        return Principal.of(SexpList.named("hash", Atom.of("sha256"), Atom.of(HexFormat.of().parseHex(sha256))));
    }

    private static Principal unix(String kind, String name) {
        return Principal.of(SexpList.named("unix", Atom.of(kind), Atom.of(name)));
    }
}
