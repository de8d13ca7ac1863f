package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * AC_AuthCompute of the Common Data Security Architecture (AC1): which of the authorizations that an ACL and credentials
 * give to the requestors fall within what is requested. A calculation without state; safe between threads.
 */
public final class AuthCompute {
    private AuthCompute() {
    }

    /**
     * Every entry that can be derived (AC23). To see all of them, ask for {@code (*)} and all time, without requestors.
     * That there is an entry does not mean that the request is authorized: see {@link Computation#carries} (AC5).
     *
     * @param base the entries from which all authority comes; null gives no entries (AC2)
     * @param credentials certificates by which it is passed on; null for none (AC3)
     * @param requestors to whom it has to come; null or none for anybody
     * @param mode what several requestors have to do with one subject (AC10)
     * @param period the time in question; null for all time
     * @param authorization the tag in question
     * @throws SpkiException CSSMERR_AC_INVALID_VALIDITY_PERIOD for a period whose ends cross or that asks for tests;
     *     CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR for no authorization, or one that can't be written (AC46)
     */
    public static Computation compute(List<AclEntry> base, Collection<VerifiedCredential> credentials,
            Set<Principal> requestors, Requestors mode, Validity period, Tag authorization) {
        List<Credential> verified = credentials == null ? List.of()
            : credentials.stream().map(VerifiedCredential::credential).toList();
        return compute(base, verified, new KnownKeys(HashAlgorithm.SOUND), requestors, mode, period, authorization);
    }

    /** The same for credentials of either kind, with keys that are known besides. */
    static Computation compute(List<AclEntry> base, Collection<Credential> credentials, KnownKeys keys,
            Set<Principal> requestors, Requestors mode, Validity period, Tag authorization) {
        if (authorization == null || !authorization.isExpressible()) {
            throw CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR.because("what is requested is a tag that can be written");
        }
        Validity when = period == null ? Validity.always() : Requested.checked(period);
        List<AclEntry> entries = base == null ? List.of() : base;
        Set<Principal> asking = requestors == null ? Set.of() : requestors;
        Stream.of(entries.stream().map(AclEntry::subject), asking.stream(), credentials.stream().map(Credential::issuer),
            credentials.stream().map(Credential::subject)).flatMap(principals -> principals).forEach(keys::note);
        keys.match();
        Set<Principal> who = new LinkedHashSet<>();
        asking.forEach(requestor -> who.add(keys.resolve(requestor)));
        if (mode == Requestors.EVERY && who.size() > 1) {
            return new Computation(List.of(), false);
        }
        return new Reduction(credentials.stream().map(credential -> resolved(credential, keys)).toList(), who)
            .from(entries.stream().map(entry -> resolved(entry, keys)).toList(), authorization, when);
    }

    private static AclEntry resolved(AclEntry entry, KnownKeys keys) {
        return new AclEntry(keys.resolve(entry.subject()), entry.propagate(), entry.tag(), entry.validity());
    }

    private static Credential resolved(Credential credential, KnownKeys keys) {
        Principal issuer = keys.resolve(credential.issuer());
        Principal subject = keys.resolve(credential.subject());
        return credential instanceof Credential.AuthCert cert
            ? new Credential.AuthCert(issuer, subject, cert.propagate(), cert.tag(), cert.validity())
            : new Credential.NameCert(issuer, ((Credential.NameCert) credential).name(), subject, credential.validity());
    }
}
