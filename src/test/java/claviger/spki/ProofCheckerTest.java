package claviger.spki;

import static claviger.spki.Says.NOW;
import static claviger.spki.Says.all;
import static claviger.spki.Says.hash;
import static claviger.spki.Says.read;
import static claviger.spki.Says.who;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A proof that holds, and everything that can be wrong with it. Upper-case letters are keys. */
class ProofCheckerTest {
    private static final Sexp REQUEST = read("(a b c)");
    private static final Principal SOMEBODY = who("Z");
    private static final List<Validity> NOT_NOW = List.of(validity("(not-after \"2026-06-15_11:59:59\")"),
        validity("(not-before \"2026-06-15_12:00:01\")"), validity("(online reval \"http://a\")"),
        validity("(not-before \"2027\") (not-after \"2025\")"));

    private final Says says = new Says()
        .acl("(subject (k-of-n \"2\" \"3\" (name " + hash(HashAlgorithm.SHA256, "K") + " friend doctor) (pin user) P))"
            + " (propagate) (tag (a))")
        .acl("(subject P) (tag (a))")
        .and("(issuer (name K friend)) (subject (name L pal))").and("(issuer (name L pal)) (subject M)")
        .and("(issuer (name M doctor)) (subject (name M deputy))").and("(issuer (name M deputy)) (subject N)")
        .and("(issuer N) (subject O) (propagate) (tag (a b)) (not-after \"2027\")")
        .and("(issuer O) (subject Q) (tag (* set (a b c) x))");
    private final Set<Principal> requestors = all("Q", "(pin user)");
    private final Proof proof = ((Decision.Allowed) says.authority().decide(requestors, REQUEST, NOW)).proof();

    private static Validity validity(String parts) {
        return Validity.read(read("(valid " + parts + ")"));
    }

    private boolean holds(List<Proof.Hop> hops) {
        return ProofChecker.check(new Proof(hops, proof.keys()), says.acl, requestors, REQUEST, NOW);
    }

    private List<Proof.Hop> with(int place, Proof.Hop hop) {
        List<Proof.Hop> hops = new ArrayList<>(proof.hops());
        hops.set(place, hop);
        return hops;
    }

    @Test void theProofHoldsAndHasAllKindsOfHops() {
        assertTrue(holds(proof.hops()));
        assertEquals(5, proof.hops().stream().map(Proof.Hop::getClass).distinct().count());
        assertEquals(10, proof.hops().size(), proof.toString());
    }

    @Test void everyHopIsNeeded() {
        for (int i = 0; i < proof.hops().size(); i++) {
            List<Proof.Hop> hops = new ArrayList<>(proof.hops());
            hops.remove(i);
            assertFalse(holds(hops), "without " + proof.hops().get(i));
        }
        assertFalse(holds(List.of()));
    }

    @Test void aReasonStandsBehindWhatItIsAReasonFor() {
        List<Proof.Hop> backwards = new ArrayList<>(proof.hops());
        Collections.reverse(backwards);
        assertFalse(holds(backwards));
        backwards.add(0, proof.hops().get(0));
        assertFalse(holds(backwards));
    }

    @Test void theEntryIsOneOfTheAcl() {
        assertFalse(ProofChecker.check(proof, says.acl.subList(1, 2), requestors, REQUEST, NOW));
        assertFalse(ProofChecker.check(proof, List.of(), requestors, REQUEST, NOW));
    }

    @Test void theEntryGrantsTheRequestNowAndLetsItBePassedOn() { // AC20, AC31
        AclEntry good = says.acl.get(0);
        List<AclEntry> bad = new ArrayList<>(List.of(
            new AclEntry(good.subject(), false, good.tag(), good.validity()),
            new AclEntry(good.subject(), true, Tag.of(read("(b)")), good.validity()),
            new AclEntry(SOMEBODY, true, good.tag(), good.validity()),
            new AclEntry(((Principal.Threshold) good.subject()).members().get(0), false, good.tag(), good.validity())));
        NOT_NOW.forEach(validity -> bad.add(new AclEntry(good.subject(), true, good.tag(), validity)));
        for (AclEntry entry : bad) {
            List<Proof.Hop> hops = with(0, new Proof.Granted(entry));
            assertFalse(ProofChecker.check(new Proof(hops, proof.keys()), List.of(entry), requestors, REQUEST, NOW),
                entry.toString());
        }
    }

    @Test void everyCertificateIsTheRightOne() { // AC20, AC27, AC28, AC31
        int tried = 0;
        for (int i = 0; i < proof.hops().size(); i++) {
            for (Proof.Hop hop : broken(proof.hops().get(i))) {
                assertFalse(holds(with(i, hop)), hop.toString());
                tried++;
            }
        }
        assertEquals(4 * 8 + 2 * 7 + 1, tried);
    }

    private static List<Proof.Hop> broken(Proof.Hop hop) {
        List<Proof.Hop> broken = new ArrayList<>();
        if (hop instanceof Proof.Delegated delegated) {
            Credential.AuthCert cert = (Credential.AuthCert) delegated.credential().credential();
            Tag none = Tag.of(read("(a x)"));
            List<Credential> certs = new ArrayList<>(List.of(
                new Credential.AuthCert(SOMEBODY, cert.subject(), cert.propagate(), cert.tag(), cert.validity()),
                new Credential.AuthCert(cert.issuer(), SOMEBODY, cert.propagate(), cert.tag(), cert.validity()),
                new Credential.AuthCert(cert.issuer(), cert.subject(), cert.propagate(), none, cert.validity())));
            if (cert.propagate()) {
                certs.add(new Credential.AuthCert(cert.issuer(), cert.subject(), false, cert.tag(), cert.validity()));
            }
            NOT_NOW.forEach(validity -> certs.add(
                new Credential.AuthCert(cert.issuer(), cert.subject(), cert.propagate(), cert.tag(), validity)));
            certs.forEach(each -> broken.add(new Proof.Delegated(new VerifiedCredential(each))));
        } else if (hop instanceof Proof.Named named) {
            Credential.NameCert cert = (Credential.NameCert) named.credential().credential();
            List<Credential> certs = new ArrayList<>(List.of(
                new Credential.NameCert(SOMEBODY, cert.name(), cert.subject(), cert.validity()),
                new Credential.NameCert(cert.issuer(), Atom.of("enemy"), cert.subject(), cert.validity()),
                new Credential.NameCert(cert.issuer(), cert.name(), SOMEBODY, cert.validity())));
            NOT_NOW.forEach(validity -> certs.add(
                new Credential.NameCert(cert.issuer(), cert.name(), cert.subject(), validity)));
            certs.forEach(each -> broken.add(new Proof.Named(named.name(), new VerifiedCredential(each))));
            broken.add(new Proof.Named(new Principal.Name(SOMEBODY, named.name().names()), named.credential()));
        }
        return broken;
    }

    @Test void aCertificateForANameGrantsNothingAndTheOtherWayRound() { // AC27
        for (int i = 0; i < proof.hops().size(); i++) {
            if (proof.hops().get(i) instanceof Proof.Named named) {
                assertFalse(holds(with(i, new Proof.Delegated(named.credential()))));
            } else if (proof.hops().get(i) instanceof Proof.Delegated delegated) {
                assertFalse(holds(with(i, new Proof.Named((Principal.Name) who("(name N x)"), delegated.credential()))));
            }
        }
    }

    @Test void thoseWhoAskReallyAsk() { // AC10
        assertFalse(ProofChecker.check(proof, says.acl, all("Q"), REQUEST, NOW));
        assertFalse(ProofChecker.check(proof, says.acl, all("(pin user)"), REQUEST, NOW));
        assertFalse(ProofChecker.check(proof, says.acl, Set.of(), REQUEST, NOW));
        assertTrue(ProofChecker.check(proof, says.acl, all("Q", "(pin user)", "Z"), REQUEST, NOW));
        for (String nobody : List.of("(name K x)", "(k-of-n \"1\" \"1\" K)", hash(HashAlgorithm.SHA1, "K"))) {
            AclEntry entry = new AclEntry(who(nobody), true, Tag.everything(), Validity.always());
            List<Proof.Hop> hops = List.of(new Proof.Granted(entry), new Proof.Asks(who(nobody)));
            assertFalse(ProofChecker.check(new Proof(hops, List.of()), List.of(entry), all(nobody), REQUEST, NOW), nobody);
        }
    }

    @Test void itIsForThisRequestAtThisTime() {
        assertFalse(ProofChecker.check(proof, says.acl, requestors, read("(a b d)"), NOW));
        assertTrue(ProofChecker.check(proof, says.acl, requestors, read("(a b c d)"), NOW));
        assertFalse(ProofChecker.check(proof, says.acl, requestors, REQUEST, Instant.parse("2027-01-01T00:00:01Z")));
    }

    @Test void aThresholdTakesSoManyDifferentMembers() { // AC25, AC29
        String hash = hash(HashAlgorithm.SHA256, "K");
        for (String members : List.of("K K", "K " + hash, hash + " " + hash(HashAlgorithm.SHA512, "K"), "K L")) {
            AclEntry entry = Says.entry("(subject (k-of-n \"2\" \"2\" " + members + "))");
            List<Proof.Hop> hops = List.of(new Proof.Granted(entry), new Proof.Reached((Principal.Threshold) entry.subject()),
                new Proof.Asks(who("K")), new Proof.Asks(who(hash)));
            assertFalse(ProofChecker.check(new Proof(hops, List.of()), List.of(entry), all("K", hash), REQUEST, NOW), members);
        }
    }

    @Test void withoutTheKeyAHashIsAnother() { // AC25
        Says hashes = new Says().acl("(subject " + hash(HashAlgorithm.SHA512, "K") + ")");
        Set<Principal> asking = all(hash(HashAlgorithm.SHA256, "K"));
        Authority knows = Authority.of(hashes.acl, List.of(), Set.of((Principal.Key) who("K")));
        Proof good = ((Decision.Allowed) knows.decide(asking, REQUEST, NOW)).proof();
        assertTrue(ProofChecker.check(good, hashes.acl, asking, REQUEST, NOW));
        assertFalse(ProofChecker.check(new Proof(good.hops(), List.of()), hashes.acl, asking, REQUEST, NOW));
        assertFalse(ProofChecker.check(new Proof(good.hops(), List.of((Principal.Key) who("L"))), hashes.acl, asking, REQUEST,
            NOW));
    }

    @Test void aProofIsReadByPeople() {
        assertTrue(proof.toString().startsWith("granted by (entry (subject (k-of-n"), proof.toString());
        assertTrue(proof.toString().endsWith("asked for by (pin user)") || proof.toString().endsWith("(public-key Q)"));
    }
}
