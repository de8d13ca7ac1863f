package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes {@link VerifiedCredential}s of {@code (sequence ..)}: the only way to one (AC13). Every certificate in it must be
 * signed by its issuer, or by the root of the name that it defines; the order is free (AC22). One that is not, or that has
 * a field nobody here understands, is a reason to refuse the whole sequence: a proof has no parts to spare. A certificate
 * whose dates cross is none and is left out (AC11). A verified credential has keys where the certificate has hashes of keys
 * that are in the sequence (AC25), its issuer's in any case. Immutable; many threads may verify at once.
 */
public final class CertificateVerifier {
    /** The most certificates, and the most signatures, in a sequence: each costs public-key arithmetic. */
    public static final int MOST_CERTIFICATES = 64;

    private final Set<Principal.Key> alreadyKnown;

    /** Verifies with what a sequence says about itself. */
    public CertificateVerifier() {
        this(Set.of());
    }

    /** Also takes note of these keys, so that hashes of them can stand for them. */
    public CertificateVerifier(Collection<Principal.Key> known) {
        this.alreadyKnown = Set.copyOf(known);
    }

    /**
     * Verifies a sequence of certificates, signatures and keys; {@code (do hash alg)} is allowed and not needed.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS if any of it is not signed, not understood or not allowed;
     *     CSSMERR_AC_INVALID_ENCODING for a tag
     */
    public VerifiedSequence verify(Sexp sequence) {
        if (!(sequence instanceof SexpList list) || !list.name().equals("sequence")) {
            throw refused("signed certificates come as (sequence ..)");
        }
        Parts parts = new Parts();
        list.rest().forEach(parts::add);
        parts.keys.addAll(alreadyKnown);
        return parts.verified();
    }

    private static SpkiException refused(String why) {
        return CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because("%s", why);
    }

    /** A sequence taken apart. */
    private static final class Parts {
        private final Map<Sexp, Credential> certificates = new LinkedHashMap<>();
        private final List<SignatureObject> signatures = new ArrayList<>();
        private final Set<Principal.Key> keys = new LinkedHashSet<>();

        void add(Sexp part) {
            switch (part.name()) {
                case "cert" -> certificates.put(part, Credential.read(part));
                case "signature" -> signatures.add(SignatureObject.read((SexpList) part));
                case "public-key" -> keys.add(key(part));
                case "do" -> instruction(((SexpList) part).rest());
                default -> throw refused("a sequence has certificates, signatures and keys");
            }
            if (certificates.size() > MOST_CERTIFICATES || signatures.size() > MOST_CERTIFICATES) {
                throw refused("a sequence has at most " + MOST_CERTIFICATES + " certificates, and as many signatures");
            }
        }

        private static Principal.Key key(Sexp part) {
            return (Principal.Key) new PrincipalReader(null, CSSMERR_AC_INVALID_TUPLE_CREDENTIALS).read(part);
        }

        /** The drafts have the prover say when to compute a hash; here it is computed for a signature that needs it. */
        private static void instruction(List<Sexp> what) {
            if (what.size() != 2 || !(what.get(0) instanceof Atom hash) || !hash.is("hash")
                    || !(what.get(1) instanceof Atom algorithm) || HashAlgorithm.of(algorithm.text()).isEmpty()) {
                throw refused("the only instruction is (do hash alg)");
            }
        }

        VerifiedSequence verified() {
            KnownKeys known = knownKeys();
            Map<Principal.Hash, Sexp> byHash = byHash();
            Map<Sexp, Principal.Key> signed = new HashMap<>();
            for (SignatureObject signature : signatures) {
                Sexp certificate = byHash.get(signature.hash());
                if (certificate == null) {
                    throw refused("a signature is of something that is not in the sequence");
                }
                signed.put(certificate, verified(certificate, signature, known));
            }
            if (!signed.keySet().containsAll(certificates.keySet())) {
                throw refused("a certificate is not signed");
            }
            List<VerifiedCredential> credentials = new ArrayList<>();
            certificates.forEach((certificate, credential) -> {
                if (!credential.validity().isVoid()) {
                    credentials.add(new VerifiedCredential(said(signed.get(certificate), credential, known)));
                }
            });
            return new VerifiedSequence(credentials, keys);
        }

        /** The issuer's key, with which the signature verifies. */
        private Principal.Key verified(Sexp certificate, SignatureObject signature, KnownKeys known) {
            if (!(known.resolve(signature.signer()) instanceof Principal.Key signer)) {
                throw refused("a signature is by a key that is not known, or the hash of it proves nothing");
            }
            VerificationKey key = VerificationKey.of(signer);
            if (!key.isCalled(certificates.get(certificate).issuer())) {
                throw refused("a certificate is signed by another key than its issuer's");
            }
            if (!key.verifies(signature.algorithm(), certificate.canonical(), signature.value().bytes())) {
                throw refused("a signature does not verify");
            }
            return signer;
        }

        /** The credential with keys where hashes of known keys were. */
        private static Credential said(Principal.Key issuer, Credential credential, KnownKeys known) {
            Principal subject = known.resolve(credential.subject());
            return credential instanceof Credential.AuthCert cert
                ? new Credential.AuthCert(issuer, subject, cert.propagate(), cert.tag(), cert.validity())
                : new Credential.NameCert(issuer, ((Credential.NameCert) credential).name(), subject, credential.validity());
        }

        private KnownKeys knownKeys() {
            KnownKeys known = new KnownKeys(HashAlgorithm.SOUND);
            for (SignatureObject signature : signatures) {
                if (signature.signer() instanceof Principal.Key key) {
                    keys.add(key);
                }
                known.note(signature.signer());
            }
            for (Credential credential : certificates.values()) {
                known.note(credential.issuer());
                known.note(credential.subject());
            }
            keys.forEach(known::note);
            known.match();
            return known;
        }

        private Map<Principal.Hash, Sexp> byHash() {
            Map<Principal.Hash, Sexp> byHash = new HashMap<>();
            signatures.stream().map(SignatureObject::algorithm).distinct().forEach(algorithm ->
                certificates.keySet().forEach(certificate -> byHash.put(algorithm.of(certificate), certificate)));
            return byHash;
        }
    }
}
