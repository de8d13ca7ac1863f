/**
 * The JCA side: {@link claviger.provider.ClavigerProvider}, its table of services, the SPIs and the keys. One configured
 * provider is one application on one token (D5); login, sessions and keys belong to it.
 *
 * <p>Everything here speaks to the token through {@code Cryptoki} alone. Refusal is the one place where a CKR becomes the
 * exception that the JCA promises. SPIs belong to one thread at a time, as the JCA has it; the provider, its keys and its
 * pool of sessions are safe between threads.
 */
package claviger.provider;
