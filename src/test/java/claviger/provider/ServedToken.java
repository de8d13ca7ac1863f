package claviger.provider;

import claviger.rpc.Account;
import claviger.rpc.Accounts;
import claviger.rpc.Address;
import claviger.rpc.Limits;
import claviger.rpc.Server;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A token in a file behind a server of ours, which can stop and start again. */
final class ServedToken implements AutoCloseable {
    private final Path folder;
    private final String store;
    private final Address address;
    private Library library;
    private Server server;

    ServedToken(Path folder) throws IOException {
        this.folder = folder;
        this.store = "sqlite:" + folder.resolve("tokens.db");
        this.address = new Address(folder.resolve("socket"));
        World.makeToken(store, "test");
        start();
    }

    void start() throws IOException {
        library = Library.over(Stores.open(store), Settings.DEFAULT);
        Files.deleteIfExists(address.path());
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(address.path()));
        server = Server.start(listening, library::application, Accounts.own(Account.own()), Limits.DEFAULT);
    }

    void stop() {
        server.close();
        library.close();
    }

    void restart() throws IOException {
        stop();
        start();
    }

    Address address() {
        return address;
    }

    /** A provider of the token, not logged in. @param more configuration, statements that end with a semicolon */
    ClavigerProvider provider(String more) {
        return (ClavigerProvider) new ClavigerProvider().configure("--server = " + address + "; token = test; " + more);
    }

    /** A configuration statement for a file with the PIN. */
    String pinFile() throws IOException {
        Path file = folder.resolve("pin");
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, World.PIN);
        }
        return "pin-file = " + file + "; ";
    }

    @Override public void close() {
        stop();
    }
}
