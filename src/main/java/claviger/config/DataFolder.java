package claviger.config;

import java.nio.file.Path;

/** Where a user's tokens rest when nobody says otherwise: {@code claviger/tokens.db} in the XDG data folder. */
public final class DataFolder {
    private DataFolder() {
    }

    /** The URL of the user's store. */
    public static String defaultStore() {
        return "sqlite:" + of(System.getenv("XDG_DATA_HOME"), System.getProperty("user.home")).resolve("tokens.db");
    }

    /** By the XDG Base Directory Specification, a relative XDG_DATA_HOME does not count. */
    static Path of(String xdgDataHome, String home) {
        boolean usable = xdgDataHome != null && !xdgDataHome.isEmpty() && Path.of(xdgDataHome).isAbsolute();
        Path data = usable ? Path.of(xdgDataHome) : Path.of(home, ".local", "share");
        return data.resolve("claviger");
    }
}
