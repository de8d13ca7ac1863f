package claviger.store;

/**
 * An object and its number, which the store gives it for life: one that is made later has a higher one.
 *
 * @param number   above 0
 * @param uniqueId CKA_UNIQUE_ID
 */
public record Numbered(long number, String uniqueId) {
}
