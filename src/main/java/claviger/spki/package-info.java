/**
 * Who may do what, when: SPKI's expressions, tags, tuples and certificates (RFC 9804, RFC 2692, RFC 2693) and the
 * computation of the Common Data Security Architecture that it was taken into, AC_AuthCompute. {@link claviger.spki.Sexp}
 * is what all of it is written in; {@link claviger.spki.CertificateVerifier} makes credentials of what somebody has
 * signed, {@link claviger.spki.Authority} decides by them and an ACL, and {@link claviger.spki.AuthCompute} tells all that
 * follows.
 *
 * <p>A pure computation: no clock, no input or output, no threads, and no provider of the JVM, which may be the token that
 * is to be decided about: Bouncy Castle's classes hash and verify. All types are immutable. Imports nothing of ours.
 * Errors are {@link claviger.spki.SpkiException} with a {@link claviger.spki.CssmError}.
 */
package claviger.spki;
