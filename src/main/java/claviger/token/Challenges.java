package claviger.token;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;

import claviger.cryptoki.Peer;
import claviger.seal.Randomness;
import claviger.spki.Atom;
import claviger.spki.CertificateVerifier;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.SignedBy;
import claviger.spki.SpkiException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The challenges of one application that a key can still answer, and the answers (the SIGNED_NONCE of CSSM): {@code (proof
 * (token <serial>) (nonce #..#) (for (unix user <name>)))}, which the key signs as it stands. It says for whom it is, so that
 * nobody has a challenge of theirs answered by somebody else. Each is good for one answer. Safe between threads.
 */
final class Challenges {
    private static final Duration GOOD_FOR = Duration.ofSeconds(60);
    private static final int NONCE_BYTES = 32;
    private static final int MOST = 64;

    private final String serial;
    private final Peer peer;
    private final Map<Sexp, Instant> open = new HashMap<>();

    Challenges(String serial, Peer peer) {
        this.serial = serial;
        this.peer = peer;
    }

    synchronized byte[] challenge() {
        Instant now = Instant.now();
        open.values().removeIf(end -> !now.isBefore(end));
        if (open.size() >= MOST) {
            open.clear();      // who asks for so many has no use for the old ones
        }
        List<Sexp> parts = new ArrayList<>(List.of(SexpList.named("token", Atom.of(serial)),
            SexpList.named("nonce", Atom.of(Randomness.bytes(NONCE_BYTES)))));
        Requestors.account(peer).ifPresent(account -> parts.add(SexpList.named("for", account.sexp())));
        SexpList challenge = SexpList.named("proof", parts);
        open.put(challenge, now.plus(GOOD_FOR));
        return challenge.canonical();
    }

    synchronized void forget() {
        open.clear();
    }

    private synchronized boolean isOpen(Sexp challenge) {
        Instant end = open.get(challenge);
        return end != null && Instant.now().isBefore(end);
    }

    private synchronized boolean take(Sexp challenge) {
        return open.remove(challenge) != null;
    }

    /**
     * What is in a sequence of certificates and proofs, each followed by its signature.
     *
     * @throws claviger.cryptoki.CkrException CKR_ARGUMENTS_BAD, CKR_SIGNATURE_INVALID; then none of it counts
     */
    Presented presented(byte[] credentials) {
        List<Sexp> certificates = new ArrayList<>();
        Map<Sexp, Sexp> proofs = new HashMap<>();
        split(sequence(credentials), certificates, proofs);
        if (proofs.size() > Presented.MOST_KEYS || !proofs.keySet().stream().allMatch(this::isOpen)) {
            throw answered();
        }
        try {
            Set<Principal> keys = new LinkedHashSet<>();
            proofs.forEach((proof, signature) -> keys.add(SignedBy.signer(proof, signature)));
            Presented presented = new Presented(new HashSet<>(new CertificateVerifier()
                .verify(SexpList.named("sequence", certificates)).credentials()), keys, credentials.length);
            if (!new ArrayList<>(proofs.keySet()).stream().allMatch(this::take)) {
                throw answered();
            }
            return presented;
        } catch (SpkiException e) {
            throw CKR_SIGNATURE_INVALID.because(e, "credentials: %s", e.getMessage());
        }
    }

    private static SexpList sequence(byte[] credentials) {
        try {
            if (Sexp.canonical(credentials) instanceof SexpList sequence && sequence.name().equals("sequence")) {
                return sequence;
            }
        } catch (SpkiException e) {
            throw CKR_ARGUMENTS_BAD.because(e, "no credentials");
        }
        throw CKR_ARGUMENTS_BAD.because("no credentials: they are written (sequence ..)");
    }

    private static void split(SexpList sequence, List<Sexp> certificates, Map<Sexp, Sexp> proofs) {
        List<Sexp> items = sequence.rest();
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).name().equals("proof")) {
                certificates.add(items.get(i));
            } else if (i + 1 == items.size() || proofs.put(items.get(i), items.get(i + 1)) != null) {
                throw CKR_ARGUMENTS_BAD.because("no credentials: each proof has one signature behind it");
            } else {
                i++;
            }
        }
    }

    private static RuntimeException answered() {
        return CKR_SIGNATURE_INVALID.because("a proof of another challenge, or of one that has been answered or expired");
    }
}
