package claviger.random;

import claviger.cryptoki.Cryptoki;

/** Where the token of a {@link RealToken} is, and the process in which its applications are. */
interface Place extends AutoCloseable {
    /** The next application of the process, not initialized. */
    Cryptoki application();

    /**
     * The process dies at once, and there is another.
     *
     * @param later whether half a minute has gone by then, so that what a process holds for a while has expired
     */
    void kill(boolean later);

    @Override void close();
}
