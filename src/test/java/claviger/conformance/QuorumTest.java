package claviger.conformance;

import static claviger.conformance.Acls.LOGIN;
import static claviger.conformance.Acls.anything;
import static claviger.conformance.Acls.date;
import static claviger.conformance.Acls.entry;
import static claviger.conformance.Acls.set;
import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.spki.Atom;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Grants to k of n operators, who sign a request on machines of their own (D30, AC29). */
class QuorumTest {
    private static final byte[] DATA = Acls.bytes("a certificate to be signed");
    private final Keyholder alice = new Keyholder();
    private final Keyholder bob = new Keyholder();
    private final Keyholder carol = new Keyholder();

    /** A token whose key "root" signs for two of three operators, and one of its users. */
    private final class Ca {
        private final Cryptoki cryptoki;
        private final SessionHandle session;
        private final ObjectHandle key;
        private final String serial;
        private int nonces;

        Ca(Token token) {
            cryptoki = token.a();
            session = token.user(cryptoki);
            key = cryptoki.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
                Templates.newPrivateKey().with(Templates.TOKEN).with(Templates.PRIVATE).with(CKA_LABEL, "root")).privateKey();
            serial = cryptoki.getTokenInfo(token.slot()).serial();
            set(cryptoki, session, entry("(pin user)", LOGIN, anything("find", "read-attr")),
                entry(Acls.of(2, alice.subject(), bob.subject(), carol.subject()), "(pkcs11 (*) sign private-key (obj (*) root))"));
        }

        Sexp request(int uses, Instant notAfter, String more) {
            nonces++;
            return Sexp.read("(request (token \"" + serial + "\") (object \"" + cryptoki.attributes(session, key, CKA_UNIQUE_ID)
                .get(CKA_UNIQUE_ID).orElseThrow() + "\") (right sign) (uses \"" + uses + "\") (not-after " + date(notAfter)
                + ") (nonce #" + "%032x".formatted(nonces) + "#) " + more + ")");
        }

        Sexp request(int uses) {
            return request(uses, Instant.now().plus(Duration.ofHours(1)), "");
        }

        void approve(Sexp request, Keyholder... operators) {
            List<Sexp> all = new ArrayList<>(List.of(request));
            for (Keyholder operator : operators) {
                all.add(operator.signature(request));
            }
            cryptoki.authorizations().approve(session, Keyholder.sequence(all));
        }

        void sign() {
            sign(Templates.ECDSA_SHA_256, DATA);
        }

        void sign(Mechanism mechanism, byte[] data) {
            cryptoki.signInit(session, mechanism, key);
            cryptoki.sign(session, data);
        }

        void refuses(Refusals.Call call) {
            assertCkr(CKR_KEY_FUNCTION_NOT_PERMITTED, call);
        }
    }

    @InEveryWorld void twoOfThreeApproveOneSignature(Token token) {   // D30
        Ca ca = new Ca(token);
        ca.refuses(ca::sign);
        Sexp request = ca.request(1);
        ca.approve(request, alice);
        ca.refuses(ca::sign);
        assertEquals(1, ca.cryptoki.authorizations().approvals(ca.session).size());
        ca.approve(request, carol);
        ca.sign();
        ca.refuses(ca::sign);
        assertEquals(List.of(), ca.cryptoki.authorizations().approvals(ca.session));
        ca.approve(request, alice, bob, carol);      // the same once more gives no use back
        ca.refuses(ca::sign);
    }

    @InEveryWorld void oneOperatorIsNotTwo(Token token) {   // AC29
        Ca ca = new Ca(token);
        Sexp request = ca.request(1);
        ca.approve(request, alice, alice);
        ca.approve(request, alice);
        ca.refuses(ca::sign);
        assertCkr(CKR_SIGNATURE_INVALID, () -> ca.approve(request, new Keyholder()));      // whom no list names
        ca.refuses(ca::sign);
        ca.approve(ca.request(1), bob);      // another request: the two do not add up
        ca.refuses(ca::sign);
    }

    @InEveryWorld void usesAreCountedDownWhoeverMakesThem(Token token) throws Exception {   // D12, D30
        Ca ca = new Ca(token);
        ca.approve(ca.request(5), alice, bob);
        AtomicInteger signed = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 4).mapToObj(number -> new Thread(() -> {
            SessionHandle own = ca.cryptoki.openSession(token.slot(), false);
            for (int i = 0; i < 4; i++) {
                Ckr outcome = Refusals.ckr(() -> {
                    ca.cryptoki.signInit(own, Templates.ECDSA_SHA_256, ca.key);
                    ca.cryptoki.sign(own, DATA);
                });
                signed.addAndGet(outcome == Ckr.CKR_OK ? 1 : 0);
            }
        })).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(5, signed.get());
    }

    @InEveryWorld void anApprovalIsForWhatItNames(Token token) throws Exception {   // D30
        Ca ca = new Ca(token);
        Instant later = Instant.now().plus(Duration.ofHours(1));
        ca.approve(ca.request(1, later, "(mechanism CKM_ECDSA_SHA384)"), alice, bob);
        ca.refuses(ca::sign);
        ca.sign(Mechanism.of(Ckm.CKM_ECDSA_SHA384), DATA);
        Sexp digest = Atom.of(MessageDigest.getInstance("SHA-256").digest(DATA));
        Sexp another = Atom.of(MessageDigest.getInstance("SHA-256").digest(Acls.bytes("another")));
        ca.approve(ca.request(1, later, "(digest sha256 " + another.advanced() + ")"), alice, bob);
        ca.approve(ca.request(1, later, "(digest sha256 " + digest.advanced() + ")"), alice, bob);
        ca.refuses(() -> ca.sign(Templates.ECDSA_SHA_256, Acls.bytes("something else")));
        ca.sign();
        ca.refuses(ca::sign);
        ca.sign(Templates.ECDSA_SHA_256, Acls.bytes("another"));
    }

    @InEveryWorld void anApprovalThatHasExpiredIsNone(Token token) throws Exception {
        Ca ca = new Ca(token);
        Instant end = Instant.now().plusSeconds(2);
        ca.approve(ca.request(9, end, ""), alice, bob);
        ca.sign();
        while (Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        ca.refuses(ca::sign);
    }

    @InEveryWorld void askingForALengthUsesNothingUp(Token token) {   // B1
        Ca ca = new Ca(token);
        ca.approve(ca.request(1), alice, bob);
        ca.cryptoki.signInit(ca.session, Templates.ECDSA_SHA_256, ca.key);
        ca.cryptoki.sign(ca.session, DATA, Output.lengthQuery());
        ca.cryptoki.sign(ca.session, DATA);
    }

    @InEveryWorld void whatIsNoApprovalIsRefused(Token token) {
        Ca ca = new Ca(token);
        Sexp request = ca.request(1);
        Sexp other = ca.request(1);
        assertCkr(CKR_SIGNATURE_INVALID, () -> ca.cryptoki.authorizations().approve(ca.session,
            Keyholder.sequence(List.of(request, alice.signature(other)))));
        assertCkr(CKR_SIGNATURE_INVALID, () -> ca.approve(request));
        Sexp forNoObject = Sexp.read("(request (token \"" + ca.serial + "\") (object \"\") (right generate) (uses \"1\") "
            + "(not-after " + date(Instant.now().plusSeconds(60)) + ") (nonce #" + "00".repeat(16) + "#))");
        assertCkr(CKR_ARGUMENTS_BAD, () -> ca.approve(forNoObject, alice, bob));
        assertCkr(CKR_ARGUMENTS_BAD, () -> ca.approve(Sexp.read("(request (token x))"), alice));
        assertCkr(CKR_ARGUMENTS_BAD, () -> ca.cryptoki.authorizations().approve(ca.session, Acls.bytes("(")));
        ca.approve(request, alice);
        Sexp sameNonce = SexpList.of(((SexpList) request).items().stream().map(item ->
            item.name().equals("uses") ? Sexp.read("(uses \"100\")") : item).toList());
        assertCkr(CKR_ARGUMENTS_BAD, () -> ca.approve(sameNonce, alice, bob));
    }
}
