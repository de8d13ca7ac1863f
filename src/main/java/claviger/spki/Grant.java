package claviger.spki;

/**
 * A tuple as a decision sees it: what some issuer grants to a subject. An entry of the ACL is one without an issuer (AC1), an
 * authorization certificate is one with.
 */
record Grant(AclEntry entry, VerifiedCredential credential, Node issuer, Tag tag, boolean propagate, Validity validity,
        Span span) {
    static Grant of(AclEntry entry) {
        return new Grant(entry, null, null, entry.tag(), entry.propagate(), entry.validity(), Span.of(entry.validity()));
    }

    static Grant of(VerifiedCredential credential, Node issuer) {
        Credential.AuthCert cert = (Credential.AuthCert) credential.credential();
        return new Grant(null, credential, issuer, cert.tag(), cert.propagate(), cert.validity(), Span.of(cert.validity()));
    }
}
