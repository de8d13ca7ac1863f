package claviger.store;

import java.util.Set;

/**
 * What happened to a token between two revisions.
 *
 * @param revision  the later one
 * @param complete  false if the store no longer remembers so far back: then everything may have changed
 * @param uniqueIds the objects made, changed or destroyed
 * @param tokenToo  whether the token's row, its ACL or a PIN changed
 */
public record Changes(long revision, boolean complete, Set<String> uniqueIds, boolean tokenToo) {
}
