package claviger.architecture.violations.cryptoki;

import claviger.architecture.violations.token.StoreManager;
import java.sql.Connection;

/** Vocabulary that knows the engine and a database. */
public record SpeaksSql(Connection connection, StoreManager manager) {
}
