package claviger.spki;

/** What several requestors have to do with one subject (AC10). With at most one requestor the two are the same. */
public enum Requestors {
    /**
     * They act together: a key is satisfied by being among them, a threshold by k of its members being satisfied, each
     * perhaps by another of them. Whoever shows more never gets less.
     */
    JOINT,
    /** Each of them alone must be the subject, so two different ones have nothing. */
    EVERY
}
