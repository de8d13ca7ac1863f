package claviger.rpc;

import claviger.cryptoki.Peer;
import java.util.Set;

/**
 * Which accounts of this machine may do what at a server, as the kernel names the peer of a connection.
 *
 * @param own    the account that the server runs as, which may do everything
 * @param users  other accounts that may connect
 * @param groups accounts whose primary group is one of these may connect
 * @param so     whether they may log in as the SO and make tokens, too (D26)
 */
public record Accounts(String own, Set<String> users, Set<String> groups, boolean so) {
    /** Nobody but the server's own account. */
    public static Accounts own(String name) {
        return new Accounts(name, Set.of(), Set.of(), false);
    }

    boolean mayConnect(Peer.UnixAccount peer) {
        return peer.user().equals(own) || users.contains(peer.user()) || groups.contains(peer.group());
    }

    boolean maySo(Peer.UnixAccount peer) {
        return so || peer.user().equals(own);
    }
}
