package claviger.spki;

import static claviger.spki.SigningKey.ANOTHER_ED25519;
import static claviger.spki.SigningKey.ED25519;
import static claviger.spki.SigningKey.ML_DSA_65;
import static claviger.spki.SigningKey.P_256;
import static claviger.spki.SigningKey.P_384;
import static claviger.spki.SigningKey.RSA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Authority that goes from hand to hand by certificates that are really signed, and to another place (AC12, AC13). */
class TransferTest {
    private static final CertificateVerifier VERIFIER = new CertificateVerifier();
    private static final Sexp REQUEST = Sexp.read("(pkcs11 prod sign)");

    @Test void aChainOfThreeKindsOfKeysGivesTheLastOneWhatAllOfThemGive() throws Exception {
        List<Sexp> parts = new ArrayList<>();
        parts.addAll(grant(RSA, hash(P_384), "(propagate) (tag (pkcs11 prod (* set sign verify)))"));
        parts.addAll(grant(P_384, "(name friends)", "(propagate) (tag (pkcs11 prod))"));
        parts.addAll(P_384.signer().sign(Credential.read(Sexp.read("(cert (issuer (name " + P_384.principal().sexp()
            + " friends)) (subject " + ML_DSA_65.principal().sexp() + "))"))).rest());
        parts.addAll(grant(ML_DSA_65, ED25519.principal().sexp().toString(), "(tag (pkcs11))"));
        VerifiedSequence verified = VERIFIER.verify(SexpList.named("sequence", parts));
        Computation computation = computed(aclFor(RSA), verified, ED25519);
        assertTrue(computation.carries(Tag.of(REQUEST), Validity.always()));
        assertFalse(computation.carries(Tag.of(Sexp.read("(pkcs11 prod decrypt)")), Validity.always()));
        assertEquals("[(entry (subject " + ED25519.principal().sexp() + ") (tag (pkcs11 prod (* set sign verify))))]",
            computation.entries().stream().map(DerivedEntry::sexp).toList().toString());
        parts.remove(parts.size() - 1);
        parts.remove(parts.size() - 1);
        assertFalse(computed(aclFor(RSA), VERIFIER.verify(SexpList.named("sequence", parts)), ED25519)
            .carries(Tag.of(REQUEST), Validity.always()));
    }

    // AC13: whatever an attacker makes of the parts of good sequences, it says nothing that nobody has signed
    @Test void noRearrangementSaysAnythingNew() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("TransferTest.noRearrangement: seed " + seed);
        Random random = new Random(seed);
        List<Sexp> parts = new ArrayList<>();
        for (SigningKey issuer : List.of(ED25519, P_256, RSA)) {
            parts.addAll(grant(issuer, hash(ANOTHER_ED25519), "(propagate) (tag (pkcs11 prod)) (valid (not-after \"2030\"))"));
            parts.addAll(grant(issuer, "(name friends)", "(tag (*))"));
        }
        SexpList signed = SexpList.named("sequence", parts);
        Set<VerifiedCredential> original = Set.copyOf(VERIFIER.verify(signed).credentials());
        List<Sexp> pieces = new ArrayList<>();
        gather(signed, pieces);
        int verified = 0;
        for (int i = 0; i < 2000; i++) {
            Sexp other = signed;
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                other = rearranged(other, 1 + random.nextInt(other.count()), pieces, random);
            }
            List<VerifiedCredential> said = said(other);
            assertTrue(original.containsAll(said), other.toString());
            verified += said.isEmpty() ? 0 : 1;
        }
        assertTrue(verified > 10, verified + " still verified");
    }

    /** What a sequence says, if it is one; nothing but a refusal is caught. */
    private static List<VerifiedCredential> said(Sexp sequence) {
        try {
            return VERIFIER.verify(sequence).credentials();
        } catch (SpkiException e) {
            return List.of();
        }
    }

    /** The expression with one of its parts, counted from the front, left out, twice, or another piece. */
    private static Sexp rearranged(Sexp sexp, int number, List<Sexp> pieces, Random random) {
        if (!(sexp instanceof SexpList list)) {
            return pieces.get(random.nextInt(pieces.size()));
        }
        List<Sexp> items = new ArrayList<>(list.items());
        int at = 0;
        int before = 1;
        while (at < items.size() - 1 && before + items.get(at).count() < number) {
            before += items.get(at++).count();
        }
        if (items.isEmpty()) {
            return pieces.get(random.nextInt(pieces.size()));
        } else if (number - before > 1) {
            items.set(at, rearranged(items.get(at), number - before, pieces, random));
        } else {
            switch (random.nextInt(4)) {
                case 0 -> items.remove(at);
                case 1 -> items.add(items.get(at));
                case 2 -> Collections.shuffle(items.subList(1, items.size()), random);
                default -> items.set(at, pieces.get(random.nextInt(pieces.size())));
            }
        }
        return SexpList.of(items);
    }

    private static void gather(Sexp sexp, List<Sexp> pieces) {
        pieces.add(sexp);
        if (sexp instanceof SexpList list) {
            list.items().forEach(item -> gather(item, pieces));
        }
    }

    // AC12: computed here, signed by somebody with authority there, brought there, and only then worth something there
    @Test void aResultCountsElsewhereWhenSomebodyWithAuthorityThereHasSignedIt() throws Exception {
        VerifiedSequence here = VERIFIER.verify(SexpList.named("sequence",
            grant(RSA, ED25519.principal().sexp().toString(), "(tag (pkcs11 prod sign))")));
        DerivedEntry result = computed(aclFor(RSA), here, ED25519).entries().get(0);
        List<AclEntry> there = aclFor(P_384);
        assertFalse(computed(there, here, ED25519).carries(Tag.of(REQUEST), Validity.always()));
        for (SigningKey signer : List.of(P_384, ANOTHER_ED25519)) {
            SexpList certificate = signer.signer().sign(result.certificate(signer.principal()));
            VerifiedSequence brought = VERIFIER.verify(Sexp.read(certificate.transport()));
            assertEquals(signer == P_384,
                computed(there, brought, ED25519).carries(Tag.of(REQUEST), Validity.always()), signer.toString());
        }
    }

    private static List<Sexp> grant(SigningKey issuer, String subject, String more) throws Exception {
        return issuer.signer().sign(Credential.read(Sexp.read(
            "(cert (issuer " + issuer.principal().sexp() + ") (subject " + subject + ") " + more + ")"))).rest();
    }

    private static String hash(SigningKey key) {
        return HashAlgorithm.SHA256.of(key.principal().sexp()).sexp().toString();
    }

    private static List<AclEntry> aclFor(SigningKey key) {
        return List.of(new AclEntry(key.principal(), true, Tag.everything(), Validity.always()));
    }

    private static Computation computed(List<AclEntry> base, VerifiedSequence verified, SigningKey requestor) {
        return AuthCompute.compute(base, verified.credentials(), Set.of(requestor.principal()), Requestors.JOINT,
            Validity.always(), Tag.everything());
    }
}
