package claviger.architecture.violations.store;

/** Something to reach for. */
public record Rows(int count) {
}
