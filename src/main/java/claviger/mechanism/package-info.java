/**
 * What each CKM_ does: {@link claviger.mechanism.Mechanisms}, one row each, and the arithmetic behind the rows, which
 * comes from the JDK or from Bouncy Castle, whichever measured better, never from here. Also what a CKK_ is
 * made of: {@link claviger.mechanism.KeyTypes}. Knows no session, no handle and no policy.
 *
 * <p>Imports {@code cryptoki} alone. Running computations ({@link claviger.mechanism.Computation}) belong to one thread
 * at a time; everything else is safe between threads.
 */
package claviger.mechanism;
