/**
 * The engine: what a PKCS#11 library does between its function list and its store.
 *
 * <p>{@link claviger.token.Library} is the library of one process over one store; it hands out {@code Application}s,
 * which implement {@link claviger.cryptoki.Cryptoki}. An application has an {@code Attachment} to each token that it
 * uses: its login, its handles, its session objects. A {@code Session} holds at most one operation of each kind. A
 * {@code Token} is what all applications of the process share of one token: its row, its objects and keys in memory,
 * its lease.
 *
 * <p>Invariants: a session's CKS_ state is derived, never stored; access is decided in {@code Attachment} alone, by the
 * table {@code AccessRights}; handles are never reused; no call holds two locks of the same kind. Lock order: session,
 * then attachment, then token.
 *
 * <p>Sections 5.4 to 5.20 of PKCS#11 3.2.
 */
package claviger.token;
