package claviger.rpc;

import java.io.IOException;
import java.util.List;

/** Where a client finds its server. */
sealed interface Endpoint {
    Transport connect() throws IOException;

    /** Whether a PIN may go to a server of this account (D25). */
    boolean trusts(String account);

    /** A socket. @param account the one that the server is expected to have, besides our own and root, or null */
    record Socket(Address address, String account) implements Endpoint {
        private static final String ROOT = "root";

        @Override public Transport connect() throws IOException {
            return UnixTransport.connect(address);
        }

        @Override public boolean trusts(String server) {
            return server.equals(account) || account == null && (server.equals(Account.own()) || server.equals(ROOT));
        }

        @Override public String toString() {
            return address.toString();
        }
    }

    /** A program that is started for each application. */
    record Child(List<String> command) implements Endpoint {
        @Override public Transport connect() throws IOException {
            return ChildTransport.start(command);
        }

        @Override public boolean trusts(String account) {
            return true;
        }

        @Override public String toString() {
            return "the program " + command.get(0);
        }
    }
}
