package claviger.architecture.violations.spki;

/** What nobody has signed. */
public record UnsignedTuples(String text) {
}
