package claviger.config;

import claviger.cryptoki.Cryptoki;
import claviger.rpc.Address;
import claviger.rpc.Client;
import java.util.List;
import java.util.Optional;

/** A server that has the token, in another process. Immutable. */
public sealed interface Remote {
    /** A client, not connected. */
    Client client();

    /**
     * At a socket.
     *
     * @param address the address
     * @param account the account that the server runs as, if it is neither our own nor root; only it gets a PIN (D25)
     */
    record Socket(Address address, Optional<String> account) implements Remote {
        @Override public Client client() {
            return account.map(name -> Client.at(address, name)).orElseGet(() -> Client.at(address));
        }

        @Override public String toString() {
            return "the server at " + address;
        }
    }

    /** A program that is started for the token and ends with it. @param command the program and its arguments (D25) */
    record Program(List<String> command) implements Remote {
        public Program {
            command = List.copyOf(command);
        }

        @Override public Client client() {
            return Client.ofChild(command);
        }

        @Override public String toString() {
            return "the program " + command.get(0);
        }
    }

    /** A new application, initialized; the caller closes it. */
    default Cryptoki application() {
        Client client = client();
        client.initialize();
        return client;
    }
}
