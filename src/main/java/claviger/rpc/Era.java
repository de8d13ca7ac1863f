package claviger.rpc;

/**
 * Which of the two incompatible framings of a mechanism a peer speaks. Release 0.25.6 of p11-kit changed it without
 * tying it to the negotiated version: what a client offers, and what a server answers to the offer of 2, tells.
 */
enum Era {
    /** Up to 0.25.5: behind every mechanism stands a parameter. */
    OLD,
    /** From 0.25.6: nothing behind a mechanism that takes no parameter, else a byte that says whether there is one. */
    NEW;

    /** The highest protocol version that we speak. */
    static final int VERSION = 2;

    /** @param offered the byte that a client has sent, or that a server has answered to {@link #VERSION} */
    static Era of(int offered) {
        return offered >= VERSION ? NEW : OLD;
    }
}
