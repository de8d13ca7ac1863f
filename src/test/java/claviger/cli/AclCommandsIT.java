package claviger.cli;

import org.junit.jupiter.api.Nested;

/** The commands of {@link AclCommandsTest} on tokens that other processes could use. */
class AclCommandsIT {
    @Nested class InAFile extends AclCommandsTest {
        @Override Place.Kind kind() {
            return Place.Kind.SQLITE;
        }
    }

    @Nested class AtAServer extends AclCommandsTest {
        @Override Place.Kind kind() {
            return Place.Kind.SOCKET;
        }
    }
}
