package claviger.spki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Decisions on random ACLs, with names, thresholds and circles, beside {@link BruteForce} and beside all that can be
 * derived. {@code -Dclaviger.random.seed} repeats one run.
 */
class AuthorityPropertiesTest {
    private static final Validity ONLINE = Validity.read(Sexp.read("(valid (online crl a))"));

    private final long seed = Long.getLong("claviger.random.seed", System.nanoTime());
    private final RandomInputs random = new RandomInputs(seed, label -> "k" + label);
    private int hits;

    /** How many cases for each; {@link AuthorityPropertiesIT} takes more. */
    int cases() {
        return 3_000;
    }

    private void enough(String what, int part) {
        System.out.printf("%s: %d cases, %d of them hits, seed %d%n", what, cases(), hits, seed);
        assertTrue(hits >= cases() / part, () -> hits + " hits say too little");
    }

    private String told(Inputs inputs) {
        return "seed " + seed + inputs;
    }

    private static Decision decide(Inputs inputs) {
        return Authority.of(inputs.base(), inputs.verified()).decide(inputs.requestors(), inputs.request(), inputs.when());
    }

    /** With so many grants more for one subject that they are looked up in an index. */
    private Inputs crowded(Inputs inputs) {
        Principal subject = inputs.base().get(0).subject();
        Principal issuer = random.key();
        List<AclEntry> base = new ArrayList<>(inputs.base());
        List<Credential> credentials = new ArrayList<>(inputs.credentials());
        for (int i = 0; i < 10; i++) {
            AclEntry any = random.entry();
            Validity validity = i % 4 == 0 ? ONLINE : any.validity();
            base.add(new AclEntry(subject, any.propagate(), any.tag(), validity));
            credentials.add(new Credential.AuthCert(issuer, subject, any.propagate(), random.tag(), validity));
        }
        return inputs.withBase(base).withCredentials(credentials);
    }

    @Test void aDecisionIsWhatTryingEverythingSays() { // AC5, AC10, AC20 to AC31
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = i % 4 == 0 ? crowded(random.next()) : random.next();
            boolean allowed = BruteForce.allows(inputs);
            hits += allowed ? 1 : 0;
            assertEquals(allowed, decide(inputs).isAllowed(), () -> told(inputs));
        }
        enough("decisions are what trying everything says", 20);
    }

    @Test void aRequestIsAllowedJustIfAnEntryThatIncludesItCanBeDerived() { // AC5
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next();
            Computation all = inputs.everything();
            assertFalse(all.truncated());
            hits += inputs.allowedBy(all) ? 1 : 0;
            assertEquals(inputs.allowedBy(all), decide(inputs).isAllowed(), () -> told(inputs));
        }
        enough("decisions are what can be derived", 20);
    }

    @Test void everyAllowHasAProofThatHoldsAsLongAsItSays() { // AC8
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = i % 4 == 0 ? crowded(random.next()) : random.next();
            if (decide(inputs) instanceof Decision.Allowed allowed) {
                hits++;
                assertTrue(holds(allowed.proof(), inputs, inputs.when()), () -> told(inputs) + "\n" + allowed.proof());
                if (!allowed.until().equals(Instant.MAX)) {
                    assertTrue(holds(allowed.proof(), inputs, allowed.until().minusNanos(1)), () -> told(inputs));
                    assertFalse(holds(allowed.proof(), inputs, allowed.until()), () -> told(inputs));
                }
            }
        }
        enough("proofs hold", 20);
    }

    private static boolean holds(Proof proof, Inputs inputs, Instant when) {
        return ProofChecker.check(proof, inputs.base(), inputs.requestors(), inputs.request(), when);
    }

    @Test void everyDenialSaysWhyInOneLine() {
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = i % 4 == 0 ? crowded(random.next()) : random.next();
            if (decide(inputs) instanceof Decision.Denied denied) {
                hits++;
                String text = denied.miss().toString();
                assertTrue(text.getBytes(UTF_8).length <= 2048 && text.lines().count() == 1, () -> told(inputs) + "\n" + text);
                assertTrue(denied.miss().entry().isEmpty() || denied.miss().credential().isEmpty(), () -> told(inputs));
            }
        }
        enough("denials say why", 20);
    }

    @Test void moreGrantsCredentialsRequestorsAndRightsNeverTakeAway() { // AC10: JOINT is monotone
        for (int i = 0; i < cases(); i++) {
            Inputs few = random.next();
            Set<Principal> requestors = new LinkedHashSet<>(few.requestors());
            requestors.add(random.key());
            List<AclEntry> base = new ArrayList<>(few.base());
            base.replaceAll(entry -> new AclEntry(entry.subject(), true, entry.tag(), entry.validity()));
            List<Inputs> many = List.of(few.withRequestors(requestors), few.withBase(base),
                few.withBase(with(few.base(), random.entry())),
                few.withCredentials(with(few.credentials(), random.credential())));
            if (decide(few).isAllowed()) {
                hits++;
                many.forEach(more -> assertTrue(decide(more).isAllowed(), () -> told(few) + "\nand then" + more));
            }
        }
        enough("more never takes away", 20);
    }

    private static <T> List<T> with(List<T> some, T another) {
        List<T> more = new ArrayList<>(some);
        more.add(another);
        return more;
    }

    @Test void neitherOrderNorTheNamesOfKeysMatter() { // AC22
        RandomInputs renamed = new RandomInputs(seed, label -> "other" + (4 - label));
        Random shuffles = new Random(seed);
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next();
            Inputs same = renamed.next();
            List<AclEntry> base = new ArrayList<>(same.base());
            List<Credential> credentials = new ArrayList<>(same.credentials());
            List<Principal> requestors = new ArrayList<>(same.requestors());
            List.of(base, credentials, requestors).forEach(list -> Collections.shuffle(list, shuffles));
            Inputs shuffled = same.withBase(base).withCredentials(credentials).withRequestors(new LinkedHashSet<>(requestors));
            hits += decide(inputs).isAllowed() ? 1 : 0;
            assertEquals(decide(inputs).isAllowed(), decide(shuffled).isAllowed(), () -> told(inputs));
        }
        enough("order and names do not matter", 20);
    }

    @Test void requestorsAreSomebodyByNamesAndThresholdsAlone() { // AC27, AC29
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next();
            Principal subject = inputs.base().get(0).subject();
            Inputs names = inputs.withBase(List.of(new AclEntry(subject, true, Tag.everything(), Validity.always())))
                .withCredentials(inputs.credentials().stream().filter(Credential.NameCert.class::isInstance).toList());
            boolean somebody = BruteForce.allows(names);
            hits += somebody ? 1 : 0;
            assertEquals(somebody, Authority.satisfied(subject, inputs.requestors(), inputs.verified(), inputs.when()),
                () -> told(inputs));
        }
        enough("who requestors are", 20);
    }
}
