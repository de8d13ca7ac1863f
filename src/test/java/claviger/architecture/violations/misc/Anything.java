package claviger.architecture.violations.misc;

import claviger.architecture.violations.token.StoreManager;

/** What ends up in a package for everything, and closes a circle: token, cli, misc, token. */
public record Anything(String what, StoreManager manager) {
}
