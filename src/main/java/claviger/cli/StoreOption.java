package claviger.cli;

import claviger.config.DataFolder;
import claviger.token.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --store URL}, and the user's own store where it is not given. */
final class StoreOption {
    private static final String SQLITE = "sqlite:";

    @Option(names = "--store", paramLabel = "URL", order = 1,
        description = "Where the tokens are: sqlite:PATH. Default: claviger/tokens.db in $$XDG_DATA_HOME, "
            + "or in ~/.local/share where that is not set.")
    private String url;

    /** The store, which has to exist. */
    OpenStore open() {
        return open(Settings.DEFAULT);
    }

    /** The store, which has to exist, with an engine that behaves so. */
    OpenStore open(Settings settings) {
        String existing = url();
        if (existing.startsWith(SQLITE) && !Files.exists(Path.of(existing.substring(SQLITE.length())))) {
            throw new Stopped(ExitCode.NOT_FOUND, "there is no store %s; 'claviger init' makes one", existing);
        }
        return OpenStore.at(existing, settings);
    }

    String url() {
        return url != null ? url : DataFolder.defaultStore();
    }
}
