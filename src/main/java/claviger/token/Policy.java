package claviger.token;

/** How much of the standard's freedom a token allows: fixed when the token is made, and authenticated (D22). */
public enum Policy {
    /** Refuses the known attacks on keys. */
    SAFE,
    /** Allows what the standard allows. */
    SPEC
}
