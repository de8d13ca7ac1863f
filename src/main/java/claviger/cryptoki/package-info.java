/**
 * The vocabulary of PKCS#11 3.2 and its function list, {@link claviger.cryptoki.Cryptoki}: the one seam between those
 * who hold a token and those who use one. No behaviour: values are immutable and safe between threads, tables are
 * those of {@code pkcs11t.h}, and every refusal is a {@link claviger.cryptoki.CkrException} with the standard's code.
 *
 * <p>Identifiers of the standard keep the standard's spelling (CKA_TOKEN, CKR_PIN_LOCKED), so that a grep for its word
 * finds the row; the methods of Cryptoki are the C_ names without the prefix. This package imports nothing of ours.
 */
package claviger.cryptoki;
