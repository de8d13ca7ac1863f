/**
 * Where tokens rest: {@link claviger.store.TokenStore} and its rows, in memory and in SQLite. The store keeps bytes and
 * conditions; it does not know what is sealed in them, who is logged in or what an object is. What must be exact
 * between processes (PIN tries, single use, unique names) is a conditional statement here (D12).
 *
 * <p>Imports {@code cryptoki} alone. The only package that imports {@code java.sql}.
 */
package claviger.store;
