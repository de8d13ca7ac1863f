package claviger.rpc;

import com.sun.security.auth.module.UnixSystem;

/** The account that this process runs as, by the name or else the number that the kernel would tell a peer. */
public final class Account {
    private Account() {
    }

    public static String own() {
        UnixSystem system = new UnixSystem();
        return system.getUsername() == null ? String.valueOf(system.getUid()) : system.getUsername();
    }

    static long ownNumber() {
        return new UnixSystem().getUid();
    }
}
