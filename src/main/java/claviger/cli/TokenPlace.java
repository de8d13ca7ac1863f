package claviger.cli;

import claviger.config.ConfigurationException;
import claviger.config.Presentation;
import claviger.config.Remote;
import claviger.cryptoki.Cryptoki;
import claviger.rpc.Address;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which token a command works with, in a store or at a server, and what it shows to be let in. */
final class TokenPlace {
    @Mixin
    private StoreOption store;

    @Option(names = "--server", paramLabel = "ADDRESS", order = 2,
        description = "The token is at a server's socket, unix:path=PATH, and not in a store.")
    private String server;

    @Option(names = "--server-user", paramLabel = "NAME", order = 3,
        description = "The account of that server, if it is neither your own nor root.")
    private String serverUser;

    @Mixin
    private TokenOption token;

    @Option(names = "--pin-file", paramLabel = "FILE", order = 4,
        description = "Holds the user PIN; only you may read it.")
    private Path pinFile;

    @Option(names = "--credentials", paramLabel = "FILE", order = 5,
        description = "Signed certificates to present at the login.")
    private Path credentials;

    @Option(names = "--proof-key", paramLabel = "FILE", order = 6,
        description = "A private key (PEM) that proves at the login who you are.")
    private Path proofKey;

    /** The token with a session, which nobody has logged in to. */
    OpenToken open(boolean readWrite) {
        if (server == null) {
            OpenStore open = store.open();
            return OpenToken.of(open, new Tokens(open.name(), open.cryptoki()), token.wanted(), readWrite);
        }
        Remote remote = new Remote.Socket(address(), Optional.ofNullable(serverUser));
        Cryptoki application = remote.application();
        return OpenToken.of(application, new Tokens(remote.toString(), application), token.wanted(), readWrite);
    }

    /** The token with a session of its user, who has shown what there is to show. */
    OpenToken openAsUser(boolean readWrite) {
        Presentation presentation = presentation();
        OpenToken open = open(readWrite);
        boolean done = false;
        try {
            // the proof right before the login, which a list may want it for: it does not wait for somebody who types
            try (Pin pin = PinSource.existing(pinFile, "user PIN of " + open.info().label())) {
                open.present(presentation);
                open.login(pin);
            }
            done = true;
            return open;
        } finally {
            if (!done) {
                open.close();
            }
        }
    }

    /** What is presented. */
    Presentation presentation() {
        try {
            return Presentation.of(Optional.ofNullable(credentials), Optional.ofNullable(proofKey));
        } catch (ConfigurationException e) {
            throw new Stopped(ExitCode.USAGE, "%s", e.getMessage());
        }
    }

    private Address address() {
        try {
            return Address.of(server);
        } catch (IllegalArgumentException e) {
            throw new Stopped(ExitCode.USAGE, "--server: %s", e.getMessage());
        }
    }
}
