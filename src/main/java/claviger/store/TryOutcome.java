package claviger.store;

/** What became of the wish to try a PIN (D20). */
public enum TryOutcome {
    /** Go on and settle. */
    RESERVED,
    /** Only reservations of others stand in the way: ask again a little later. */
    WAIT,
    /** Failures have used the budget up. */
    LOCKED,
    /** This role has no PIN. */
    NO_PIN
}
