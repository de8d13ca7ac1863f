package claviger.conformance;

import claviger.cryptoki.Cryptoki;
import claviger.rpc.Account;
import claviger.rpc.Accounts;
import claviger.rpc.Address;
import claviger.rpc.Client;
import claviger.rpc.Limits;
import claviger.rpc.Server;
import claviger.token.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** A server of ours at a socket in a folder of its own, and clients of it. Nobody waits after a wrong PIN. */
final class SocketDoor implements World.Door {
    private final Path folder = World.newFolder();
    private final Address address = new Address(folder.resolve("socket"));
    private final Library library;
    private final Server server;

    SocketDoor(Library library) {
        this.library = library;
        try {
            ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listening.bind(UnixDomainSocketAddress.of(address.path()));
            server = Server.start(listening, library::application, Accounts.own(Account.own()),
                Limits.DEFAULT.withAfterWrongPin(Duration.ZERO));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public Cryptoki application() {
        return Client.at(address);
    }

    @Override public Library library() {
        return library;
    }

    @Override public void close() {
        server.close();
        library.close();
        World.delete(folder);
    }
}
