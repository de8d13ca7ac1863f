package claviger.cryptoki;

/**
 * What {@link Cryptoki#objectsVersion} tells: while it stays equal, a session sees the same token objects, with the same
 * attributes, under the same handles.
 *
 * @param revision of the token; moved by every change of one of its objects
 * @param state    of the session: who is logged in
 * @param logouts  of the application so far; each voids the handles of private objects (L5)
 */
public record ObjectsVersion(long revision, Cks state, long logouts) {
}
