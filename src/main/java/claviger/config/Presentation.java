package claviger.config;

import claviger.spki.Atom;
import claviger.spki.CertificateSigner;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.SpkiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an application shows a token after each login, beside its PIN: certificates, and the proof of a key of its own, which
 * answers a challenge. Immutable.
 */
public final class Presentation {
    /** {@code (for (unix user <name>))}, as a token names this process. */
    private static final Optional<Sexp> OWN_ACCOUNT = ProcessHandle.current().info().user().map(name ->
        SexpList.named("for", SexpList.named("unix", Atom.of("user"), Atom.of(name))));

    private final List<Sexp> certificates;
    private final Optional<CertificateSigner> key;

    private Presentation(List<Sexp> certificates, Optional<CertificateSigner> key) {
        this.certificates = List.copyOf(certificates);
        this.key = key;
    }

    /**
     * Reads the files; that one or both are missing is allowed.
     *
     * @param credentials {@code (sequence (cert ..) (signature ..) ..)}, in any form of S-expressions
     * @param proofKey    as {@link KeyFile} wants it
     * @throws ConfigurationException if a file cannot be read or is not what it has to be
     */
    public static Presentation of(Optional<Path> credentials, Optional<Path> proofKey) {
        return new Presentation(credentials.map(Presentation::parts).orElse(List.of()), proofKey.map(KeyFile::read));
    }

    private static List<Sexp> parts(Path file) {
        List<Sexp> parts = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Sexp expression : Sexp.sequence(in.readNBytes(Sexp.MAX_TEXT + 1))) {
                if (!(expression instanceof SexpList list) || !list.name().equals("sequence")) {
                    throw new ConfigurationException("the credentials in " + file + " are not written (sequence ..)");
                }
                parts.addAll(list.rest());
            }
            return parts;
        } catch (IOException e) {
            throw new ConfigurationException("cannot read the credentials " + file, e);
        } catch (SpkiException e) {
            throw new ConfigurationException("the credentials in " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether there is nothing to show. */
    public boolean isEmpty() {
        return certificates.isEmpty() && key.isEmpty();
    }

    /** The key that it proves. */
    public Optional<Principal.Key> key() {
        return key.map(CertificateSigner::issuer);
    }

    /** The certificates and their signatures, as a sequence that proves no key. */
    public SexpList certificates() {
        return SexpList.named("sequence", certificates);
    }

    /**
     * The sequence to present, with the key's answer to a challenge of the token.
     *
     * @throws ConfigurationException as {@link #checked}
     */
    public byte[] answer(byte[] challenge) {
        List<Sexp> all = new ArrayList<>(certificates);
        key.ifPresent(signer -> {
            Sexp proof = proof(challenge);
            all.add(proof);
            all.add(signature(signer, proof));
        });
        return SexpList.named("sequence", all).canonical();
    }

    /**
     * A sequence in the form in which it is presented.
     *
     * @param sequence in any form
     * @throws ConfigurationException if it is no expression
     */
    public static byte[] canonical(byte[] sequence) {
        try {
            return Sexp.read(sequence).canonical();
        } catch (SpkiException e) {
            throw new ConfigurationException("credentials: " + e.getMessage(), e);
        }
    }

    /**
     * A challenge that may be signed here. A server that is not honest could ask for a signature of something else, a request
     * that operators approve, say, or hand on a challenge that some token has given to it.
     *
     * @throws ConfigurationException if it is none, or is not for the account that this process runs as
     */
    public static byte[] checked(byte[] challenge) {
        return proof(challenge).canonical();
    }

    private static Sexp proof(byte[] challenge) {
        try {
            Sexp proof = Sexp.canonical(challenge);
            if (!proof.name().equals("proof")) {
                throw new ConfigurationException("the token's challenge is none: it is not written (proof ..)");
            }
            Optional<Sexp> account = ((SexpList) proof).rest().stream().filter(part -> part.name().equals("for")).findFirst();
            if (!account.equals(OWN_ACCOUNT)) {
                throw new ConfigurationException("the token's challenge is for another account than ours");
            }
            return proof;
        } catch (SpkiException e) {
            throw new ConfigurationException("the token's challenge is none: " + e.getMessage(), e);
        }
    }

    private static Sexp signature(CertificateSigner signer, Sexp proof) {
        try {
            return signer.signature(proof);
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException("the key that proves who we are does not sign", e);
        }
    }
}
