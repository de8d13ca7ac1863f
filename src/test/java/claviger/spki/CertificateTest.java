package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;
import static claviger.spki.SigningKey.ANOTHER_ED25519;
import static claviger.spki.SigningKey.ED25519;
import static claviger.spki.SigningKey.ML_DSA_44;
import static claviger.spki.SigningKey.P_256;
import static claviger.spki.SigningKey.RSA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that are signed, and what is refused of them (AC13, AC62). */
class CertificateTest {
    private static final CertificateVerifier VERIFIER = new CertificateVerifier();
    private static final String GRANT = "(propagate) (tag (pkcs11 prod sign))";

    @ParameterizedTest
    @EnumSource
    void whatIsSignedIsVerified(SigningKey kind) throws Exception {
        Credential credential = granted(kind.principal().sexp(), RSA.principal().sexp());
        SexpList signed = kind.signer().sign(credential);
        assertEquals(kind.principal(), kind.signer().issuer());
        assertEquals(List.of(new VerifiedCredential(credential)), VERIFIER.verify(signed).credentials());
        assertEquals(Set.of(kind.principal()), VERIFIER.verify(signed).keys());
        assertEquals(signed, Sexp.read(signed.advanced()));
    }

    // each octet of it counts: no change of it is a sequence that verifies
    @ParameterizedTest
    @EnumSource(names = {"RSA", "P_256", "ED25519", "ML_DSA_44"})
    void aSequenceThatWasTamperedWithIsRefused(SigningKey kind) throws Exception {
        byte[] signed = kind.signer().sign(granted(kind.principal().sexp(), Sexp.read("(pin user)"))).canonical();
        for (int i = 0; i < signed.length; i++) {
            byte[] tampered = signed.clone();
            tampered[i] ^= 1 << i % 8;
            assertThrows(SpkiException.class, () -> VERIFIER.verify(Sexp.canonical(tampered)), "octet " + i);
        }
    }

    @Test void aSignatureOfAnotherCertificateIsRefused() throws Exception {
        SexpList one = ED25519.signer().sign(granted(ED25519.principal().sexp(), Sexp.read("alice")));
        SexpList other = ED25519.signer().sign(granted(ED25519.principal().sexp(), Sexp.read("bob")));
        assertRefused("not in the sequence", sequence(one.items().get(1), other.items().get(2)));
        // told to be of the one, by its hash
        SexpList forged = signature(HashAlgorithm.SHA256.of(one.items().get(1)).sexp(), ED25519.principal().sexp(),
            ((SexpList) other.items().get(2)).items().get(3));
        assertRefused("does not verify", sequence(one.items().get(1), forged));
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA", "P_256", "ANOTHER_ED25519", "ML_DSA_44"})
    void aCertificateThatAnotherSignedIsRefused(SigningKey another) throws Exception {
        Sexp certificate = granted(ED25519.principal().sexp(), Sexp.read("mallory")).sexp();
        assertRefused("another key", sequence(certificate, signature(another, HashAlgorithm.SHA256, certificate)));
        // as if by the issuer
        SexpList forged = signature(HashAlgorithm.SHA256.of(certificate).sexp(), ED25519.principal().sexp(),
            signature(another, HashAlgorithm.SHA256, certificate).items().get(3));
        assertRefused("does not verify", sequence(certificate, forged));
        // beside a good one
        assertRefused("another key", sequence(certificate, signature(ED25519, HashAlgorithm.SHA256, certificate),
            signature(another, HashAlgorithm.SHA256, certificate)));
    }

    @Test void aCertificateWithoutASignatureIsRefused() throws Exception {
        SexpList signed = ED25519.signer().sign(granted(ED25519.principal().sexp(), Sexp.read("alice")));
        Sexp unsigned = granted(ED25519.principal().sexp(), Sexp.read("bob")).sexp();
        assertRefused("not signed", sequence(unsigned));
        assertRefused("not signed", sequence(signed.items().get(1), unsigned, signed.items().get(2)));
    }

    // AC22: whoever gathers a sequence need not sort it
    @Test void theOrderOfASequenceIsFree() throws Exception {
        List<Sexp> parts = new ArrayList<>();
        for (SigningKey kind : List.of(ED25519, P_256, ML_DSA_44)) {
            parts.addAll(kind.signer().sign(granted(kind.principal().sexp(), RSA.principal().sexp())).rest());
        }
        parts.add(Sexp.read("(do hash sha256)"));
        parts.add(RSA.principal().sexp());
        Set<VerifiedCredential> expected = Set.copyOf(VERIFIER.verify(SexpList.named("sequence", parts)).credentials());
        assertEquals(3, expected.size());
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(parts);
            VerifiedSequence verified = VERIFIER.verify(SexpList.named("sequence", parts));
            assertEquals(expected, Set.copyOf(verified.credentials()));
            assertEquals(Set.of(ED25519.principal(), P_256.principal(), ML_DSA_44.principal(), RSA.principal()),
                verified.keys());
        }
    }

    // AC25, AC63, D31
    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha384", "sha512", "info"})
    void aHashStandsForAKeyThatIsInTheSequence(String algorithm) throws Exception {
        Sexp issuer = hash(algorithm, ED25519);
        Sexp subject = hash(algorithm, P_256);
        SexpList certificate = granted(issuer, subject).sexp();
        SexpList bySigner = signature(ED25519, HashAlgorithm.SHA512, certificate);
        assertEquals(granted(ED25519.principal().sexp(), subject), verified(sequence(certificate, bySigner)));
        assertEquals(granted(ED25519.principal().sexp(), P_256.principal().sexp()),
            verified(sequence(P_256.principal().sexp(), certificate, bySigner)));
        SexpList byHash = signature(bySigner.items().get(1), issuer, bySigner.items().get(3));
        assertRefused("not known", sequence(certificate, byHash));
        assertEquals(granted(ED25519.principal().sexp(), subject),
            verified(sequence(certificate, byHash, ED25519.principal().sexp())));
        assertEquals(granted(ED25519.principal().sexp(), P_256.principal().sexp()),
            new CertificateVerifier(Set.of(ED25519.principal(), P_256.principal()))
                .verify(sequence(certificate, byHash)).credentials().get(0).credential());
        assertEquals(SexpList.of(Atom.of("sequence"), certificate, signature(ED25519, HashAlgorithm.SHA256, certificate)),
            ED25519.signer().sign(granted(issuer, subject)));
        assertRefused("another key", sequence(certificate, signature(ANOTHER_ED25519, HashAlgorithm.SHA256, certificate)));
    }

    // one modulus under two names has one SubjectPublicKeyInfo: the usual name is meant, whatever else somebody adds
    @Test void thatAKeyIsThereUnderAnotherNameDoesNotChangeWhomAHashMeans() throws Exception {
        SexpList alias = (SexpList) Sexp.read(RSA.principal().sexp().advanced().replace("rsa-pkcs1-sha256", "rsa-pkcs1"));
        SexpList certificate = granted(ED25519.principal().sexp(), hash("info", RSA)).sexp();
        SexpList signature = signature(ED25519, HashAlgorithm.SHA256, certificate);
        assertEquals(granted(ED25519.principal().sexp(), RSA.principal().sexp()),
            verified(sequence(alias, RSA.principal().sexp(), certificate, signature)));
        assertEquals(granted(ED25519.principal().sexp(), alias), verified(sequence(alias, certificate, signature)));
        assertEquals(granted(ED25519.principal().sexp(), RSA.principal().sexp()),
            verified(sequence(alias, Sexp.read("(public-key opaque)"), RSA.principal().sexp(), certificate, signature)));
    }

    // D31: enforcement never matches these
    @ParameterizedTest
    @ValueSource(strings = {"md5", "sha1"})
    void brokenHashesProveNothing(String word) throws Exception {
        HashAlgorithm broken = HashAlgorithm.of(word).orElseThrow();
        SexpList certificate = granted(ED25519.principal().sexp(), Sexp.read("alice")).sexp();
        assertRefused("prove nothing", sequence(certificate, signature(ED25519, broken, certificate)));
        SexpList hashed = granted(broken.of(ED25519.principal().sexp()).sexp(), Sexp.read("alice")).sexp();
        assertRefused("another key", sequence(hashed, signature(ED25519, HashAlgorithm.SHA256, hashed)));
        SexpList good = signature(ED25519, HashAlgorithm.SHA256, certificate);
        assertRefused("proves nothing", sequence(ED25519.principal().sexp(), certificate, signature(good.items().get(1),
            broken.of(ED25519.principal().sexp()).sexp(), good.items().get(3))));
        Sexp subject = broken.of(P_256.principal().sexp()).sexp();
        assertEquals(granted(ED25519.principal().sexp(), subject), verified(SexpList.of(append(
            ED25519.signer().sign(granted(ED25519.principal().sexp(), subject)).items(), P_256.principal().sexp()))));
        SexpList rsa = granted(RSA.principal().sexp(), Sexp.read("alice")).sexp();
        byte[] value = RSA.sign((word.equals("md5") ? "MD5" : "SHA1") + "withRSA", rsa.canonical());
        assertRefused("does not verify", sequence(rsa,
            signature(HashAlgorithm.SHA256.of(rsa).sexp(), RSA.principal().sexp(), Atom.of(value))));
    }

    // AC27: a name's certificate grants nothing, and one that grants defines no name
    @Test void aNameIsSignedByItsRootAndHasNoTag() throws Exception {
        Sexp key = ED25519.principal().sexp();
        SexpList name = certificate("(issuer (name " + key + " ops)) (subject " + P_256.principal().sexp() + ")");
        Credential credential = Credential.read(name);
        assertEquals(new Credential.NameCert(ED25519.principal(), Atom.of("ops"), P_256.principal(), Validity.always()),
            credential);
        assertEquals(credential, verified(ED25519.signer().sign(credential)));
        assertRefused("another key", sequence(name, signature(ANOTHER_ED25519, HashAlgorithm.SHA256, name)));
        for (String field : List.of("(tag (*))", "(propagate)", "(propagate) (tag (*))")) {
            SexpList both = certificate("(issuer (name " + key + " ops)) (subject alice) " + field);
            assertRefused("neither tag nor propagate", sequence(both, signature(ED25519, HashAlgorithm.SHA256, both)));
        }
        SexpList deep = certificate("(issuer (name " + key + " ops night)) (subject alice)");
        assertRefused("one name", sequence(deep, signature(ED25519, HashAlgorithm.SHA256, deep)));
    }

    // AC27: the issuer's ops, not the verifier's
    @Test void aNameWithoutAKeyIsTheIssuers() throws Exception {
        for (Sexp issuer : List.of(ED25519.principal().sexp(), hash("sha256", ED25519), hash("info", ED25519))) {
            SexpList certificate = certificate("(issuer " + issuer + ") (subject (name ops)) (tag (*))");
            assertEquals(new Principal.Name(ED25519.principal(), List.of(Atom.of("ops"))),
                verified(sequence(certificate, signature(ED25519, HashAlgorithm.SHA256, certificate))).subject());
        }
    }

    // AC62: what nobody here understands might restrict
    @ParameterizedTest
    @ValueSource(strings = {"(uses many)", "(condition (after lunch))", "([x]comment hello)", "word", "()", "(tag (*))"})
    void aFieldThatIsNotUnderstoodIsARefusal(String field) throws Exception {
        SexpList certificate = certificate("(issuer " + ED25519.principal().sexp() + ") (subject alice) (tag (*)) " + field);
        assertRefused("", sequence(certificate, signature(ED25519, HashAlgorithm.SHA256, certificate)));
    }

    // AC11
    @Test void aCertificateWhoseDatesCrossIsNoneAndNoError() throws Exception {
        Sexp issuer = ED25519.principal().sexp();
        SexpList crossed = certificate("(issuer " + issuer + ") (subject alice) (tag (*))"
            + "(valid (not-before \"2025-12-01_00:00:00\") (not-after \"2025-11-01_00:00:00\"))");
        SexpList good = granted(issuer, Sexp.read("bob")).sexp();
        List<Sexp> parts = new ArrayList<>(List.of(crossed, good, signature(ED25519, HashAlgorithm.SHA256, good)));
        assertRefused("not signed", SexpList.named("sequence", parts));
        parts.add(signature(ED25519, HashAlgorithm.SHA256, crossed));
        assertEquals(Credential.read(good), verified(SexpList.named("sequence", parts)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cert", "(cert)", "(sequences)", "()"})
    void whatIsNoSequenceIsRefused(String text) {
        assertRefused("come as (sequence ..)", Sexp.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "()", "(crl x)", "(sequence)", "(public-key)", "(do)", "(do hash)", "(do hash whirlpool)",
        "(do evil sha256)", "(do hash (sha256))", "(signature)", "(signature (hash sha256 #00#) (public-key x) value more)",
        "(signature x (public-key x) value)", "(signature (hash md5 #00#) (public-key x) value)",
        "(signature (hash whirlpool #00#) (public-key x) value)", "(signature (hash sha256 #00#) alice value)",
        "(signature (hash sha256 #00#) (name (public-key x) ops) value)",
        "(signature (hash sha256 #00#) (k-of-n #01# #01# (public-key x)) value)",
        "(signature (hash sha256 #00#) (public-key x) (value))", "(signature (hash sha256 #00#) (public-key x) [hint]value)"})
    void aPartThatIsNotUnderstoodIsARefusal(String part) {
        assertRefused("", sequence(Sexp.read(part)));
    }

    @Test void anEmptySequenceProvesNothing() {
        assertEquals(new VerifiedSequence(List.of(), Set.of()), VERIFIER.verify(Sexp.read("(sequence)")));
    }

    // AC47
    @Test void aSequenceHasOnlySoManyCertificates() throws Exception {
        List<Sexp> parts = new ArrayList<>();
        for (int i = 0; i < CertificateVerifier.MOST_CERTIFICATES; i++) {
            parts.addAll(ED25519.signer().sign(granted(ED25519.principal().sexp(), Atom.of("n" + i))).rest());
        }
        VerifiedSequence verified = VERIFIER.verify(SexpList.named("sequence", parts));
        assertEquals(CertificateVerifier.MOST_CERTIFICATES, verified.credentials().size());
        List<Sexp> oneSignatureMore = append(parts, signature(P_256, HashAlgorithm.SHA256, parts.get(0)));
        assertRefused("at most", SexpList.named("sequence", oneSignatureMore));
        List<Sexp> oneMore = append(parts, granted(ED25519.principal().sexp(), Atom.of("more")).sexp());
        assertRefused("at most", SexpList.named("sequence", oneMore));
    }

    @Test void onlyTheIssuerIsAskedToSignAndOnlyWhatIsReadTheSame() {
        for (Sexp another : List.of(P_256.principal().sexp(), Sexp.read("(public-key opaque)"))) {
            assertRefusal("somebody else", () -> ED25519.signer().sign(granted(another, Atom.of("alice"))));
        }
        Principal empty = new Principal.Name(ED25519.principal(), List.of());
        assertThrows(SpkiException.class, () -> ED25519.signer().sign(
            new Credential.AuthCert(ED25519.principal(), empty, false, Tag.everything(), Validity.always())));
    }

    @Test void whatSignsWithAnotherKeyIsFoundOut() {
        CertificateSigner signer = new CertificateSigner(ED25519.pair().getPublic(), ANOTHER_ED25519::sign);
        assertThrows(SignatureException.class, () -> signer.sign(granted(ED25519.principal().sexp(), Atom.of("alice"))));
    }

    // AC13
    @Test void nothingButTheVerifierMakesAVerifiedCredential() {
        assertTrue(Arrays.stream(VerifiedCredential.class.getDeclaredConstructors())
            .allMatch(constructor -> (constructor.getModifiers() & 7) == 0), "package-private");
    }

    private static Credential granted(Sexp issuer, Sexp subject) {
        return Credential.read(certificate("(issuer " + issuer + ") (subject " + subject + ") " + GRANT));
    }

    private static SexpList certificate(String fields) {
        return (SexpList) Sexp.read("(cert " + fields + ")");
    }

    private static Sexp hash(String algorithm, SigningKey kind) {
        if (algorithm.equals("info")) {
            return SexpList.named("object-hash",
                HashAlgorithm.SHA256.hash(kind.pair().getPublic().getEncoded()).sexp());
        }
        return HashAlgorithm.of(algorithm).orElseThrow().of(kind.principal().sexp()).sexp();
    }

    /** A key's signature of anything. */
    private static SexpList signature(SigningKey kind, HashAlgorithm hash, Sexp certificate) throws Exception {
        return signature(hash.of(certificate).sexp(), kind.principal().sexp(), Atom.of(
            kind.sign(VerificationKey.of(kind.pair().getPublic()).signatureAlgorithm(), certificate.canonical())));
    }

    private static SexpList signature(Sexp hash, Sexp signer, Sexp value) {
        return SexpList.named("signature", hash, signer, value);
    }

    private static SexpList sequence(Sexp... parts) {
        return SexpList.named("sequence", parts);
    }

    private static List<Sexp> append(List<Sexp> parts, Sexp more) {
        List<Sexp> longer = new ArrayList<>(parts);
        longer.add(more);
        return longer;
    }

    private static Credential verified(Sexp sequence) {
        List<VerifiedCredential> credentials = VERIFIER.verify(sequence).credentials();
        assertEquals(1, credentials.size());
        return credentials.get(0).credential();
    }

    private static void assertRefused(String why, Sexp sequence) {
        assertRefusal(why, () -> VERIFIER.verify(sequence));
    }

    private static void assertRefusal(String why, Executable call) {
        SpkiException refusal = assertThrows(SpkiException.class, call);
        assertEquals(CSSMERR_AC_INVALID_TUPLE_CREDENTIALS, refusal.error());
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }
}
