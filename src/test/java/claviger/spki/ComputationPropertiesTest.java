package claviger.spki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Whoever answers a question says what {@link BruteForce} says, and what is true of all questions is true of random ones.
 * {@code -Dclaviger.random.seed} repeats one run.
 */
class ComputationPropertiesTest {
    /** Who answers questions, each by a way of its own. */
    private static final Map<String, Predicate<Inputs>> JUDGES = new LinkedHashMap<>();

    static {
        JUDGES.put("all that can be derived", inputs -> inputs.allowedBy(complete(inputs.everything())));
        JUDGES.put("all that can be derived of the request", inputs -> inputs.allowedBy(complete(inputs.asked())));
    }

    private final long seed = Long.getLong("claviger.random.seed", System.nanoTime());
    private final RandomInputs random = new RandomInputs(seed, label -> "k" + label);
    private int hits;

    /** How many cases for each; {@link ComputationPropertiesIT} takes more. */
    int cases() {
        return 3_000;
    }

    private void enough(String what, int part) {
        System.out.printf("%s: %d cases, %d of them hits, seed %d%n", what, cases(), hits, seed);
        assertTrue(hits >= cases() / part, () -> hits + " hits say too little");
    }

    private static Computation complete(Computation computation) {
        assertFalse(computation.truncated());
        return computation;
    }

    private static Set<DerivedEntry> entries(Inputs inputs) {
        return Set.copyOf(complete(inputs.everything()).entries());
    }

    private String told(Inputs inputs) {
        return "seed " + seed + inputs;
    }

    @Test void everyJudgeSaysWhatTryingEverythingSays() { // AC5, AC20 to AC30
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next();
            boolean allowed = BruteForce.allows(inputs);
            hits += allowed ? 1 : 0;
            JUDGES.forEach((name, judge) -> assertEquals(allowed, judge.test(inputs), () -> name + ", " + told(inputs)));
        }
        enough("judges agree", 20);
    }

    @Test void moreGrantsCredentialsAndRequestorsNeverTakeAway() { // AC10: JOINT is monotone
        for (int i = 0; i < cases(); i++) {
            Inputs few = random.next();
            Inputs many = few.withBase(with(few.base(), random.entry()))
                .withCredentials(with(few.credentials(), random.credential()))
                .withRequestors(new LinkedHashSet<>(with(List.copyOf(few.requestors()), random.key())));
            Set<DerivedEntry> before = entries(few);
            hits += before.isEmpty() ? 0 : 1;
            if (keys(few).equals(keys(many))) { // else a hash may have become a key
                assertTrue(entries(many).containsAll(before), () -> told(few) + "\nand then" + many);
            }
            assertTrue(!few.allowedBy(few.everything()) || few.allowedBy(many.everything()), () -> told(few));
        }
        enough("more never takes away", 20);
    }

    @Test void theRightToPropagateNeverTakesAwayAndANarrowerTagNeverGives() {
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next();
            if (!inputs.credentials().isEmpty()) {
                int which = random.below(inputs.credentials().size());
                boolean allowed = inputs.allowedBy(inputs.everything());
                Tag narrower = random.tag();
                Inputs wide = changed(inputs, which, cert -> new Credential.AuthCert(cert.issuer(), cert.subject(), true,
                    cert.tag(), cert.validity()));
                Inputs narrow = changed(inputs, which, cert -> new Credential.AuthCert(cert.issuer(), cert.subject(),
                    cert.propagate(), cert.tag().meet(narrower).orElse(Tag.nothing()), cert.validity()));
                hits += allowed ? 1 : 0;
                assertTrue(!allowed || inputs.allowedBy(wide.everything()), () -> told(inputs));
                assertTrue(allowed || !inputs.allowedBy(narrow.everything()), () -> told(inputs));
            }
        }
        enough("to propagate gives, to narrow takes", 30);
    }

    @Test void theOrderOfTheInputsDoesNotMatter() { // AC22
        Random shuffles = new Random(seed);
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next().withRequestors(Set.of());
            List<AclEntry> base = new ArrayList<>(inputs.base());
            List<Credential> credentials = new ArrayList<>(inputs.credentials());
            Collections.shuffle(base, shuffles);
            Collections.shuffle(credentials, shuffles);
            Set<DerivedEntry> entries = entries(inputs);
            hits += entries.size() > inputs.base().size() ? 1 : 0;
            assertEquals(entries, entries(inputs.withBase(base).withCredentials(credentials)), () -> told(inputs));
        }
        enough("order does not matter", 20);
    }

    @Test void whatTheKeysAreCalledDoesNotMatter() {
        RandomInputs renamed = new RandomInputs(seed, label -> "other" + (4 - label));
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next();
            Set<DerivedEntry> entries = entries(inputs);
            hits += entries.isEmpty() ? 0 : 1;
            Set<DerivedEntry> others = entries(renamed.next()).stream().map(entry -> new DerivedEntry(entry.holders().stream()
                .map(ComputationPropertiesTest::calledBack).collect(Collectors.toSet()), entry.propagate(), entry.tag(),
                entry.validity())).collect(Collectors.toSet());
            assertEquals(entries, others, () -> told(inputs));
        }
        enough("names of keys do not matter", 20);
    }

    private static Principal calledBack(Principal principal) {
        for (int label = 0; label < 5; label++) {
            SexpList other = SexpList.named("public-key", Atom.of("other" + (4 - label)));
            SexpList key = SexpList.named("public-key", Atom.of("k" + label));
            if (principal.sexp().equals(other)) {
                return new Principal.Key(key);
            } else if (principal.equals(HashAlgorithm.SHA256.of(other))) {
                return HashAlgorithm.SHA256.of(key);
            }
        }
        return principal;
    }

    @Test void oneRequestorGetsJustTheEntriesThatAreItsOwn() { // AC10
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next();
            Principal alone = inputs.requestors().iterator().next();
            Set<DerivedEntry> all = entries(inputs.withRequestors(Set.of()).withBase(
                with(inputs.base(), new AclEntry(alone, false, Tag.nothing(), Validity.always())))); // so it is known
            Set<DerivedEntry> own = entries(inputs.withRequestors(Set.of(alone)));
            hits += own.isEmpty() ? 0 : 1;
            Set<Principal> forms = new HashSet<>(Set.of(alone));
            own.forEach(entry -> forms.addAll(entry.holders()));
            assertEquals(all.stream().filter(entry -> forms.containsAll(entry.holders())).collect(Collectors.toSet()), own,
                () -> told(inputs));
            assertTrue(entries(inputs).containsAll(own) || inputs.requestors().size() > 1, () -> told(inputs));
        }
        enough("one requestor gets its own entries", 20);
    }

    @Test void whoMayPropagateMayWhenTheOneItPassesOnToAsks() { // AC20, AC21
        Principal.Key fresh = new Principal.Key(SexpList.named("public-key", Atom.of("fresh")));
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next();
            Principal.Key key = random.key();
            Inputs mine = inputs.withRequestors(Set.of(key));
            boolean mayPropagate = mine.everything().entries().stream().anyMatch(entry -> entry.propagate()
                && entry.tag().includes(inputs.request()) && entry.validity().contains(inputs.when()));
            hits += mayPropagate ? 1 : 0;
            Inputs its = inputs.withRequestors(Set.of(fresh)).withCredentials(with(inputs.credentials(),
                new Credential.AuthCert(key, fresh, false, Tag.everything(), Validity.always())));
            assertEquals(mayPropagate, BruteForce.allows(its), () -> told(its));
        }
        enough("who may propagate", 50);
    }

    @Test void theMinimalEntriesAllowTheSame() { // AC23
        for (int i = 0; i < cases(); i++) {
            Inputs inputs = random.next();
            Computation all = inputs.everything();
            List<DerivedEntry> minimal = all.minimal();
            hits += minimal.size() < all.entries().size() ? 1 : 0;
            assertEquals(inputs.allowedBy(all), inputs.allowedBy(new Computation(minimal, false)), () -> told(inputs));
            assertTrue(all.entries().stream().allMatch(entry -> minimal.stream().anyMatch(wide -> wide.covers(entry))));
        }
        enough("the minimal entries allow the same", 100);
    }

    private static Set<Sexp> keys(Inputs inputs) {
        Set<Sexp> keys = new HashSet<>();
        inputs.requestors().forEach(requestor -> collectKeys(requestor.sexp(), keys));
        inputs.base().forEach(entry -> collectKeys(entry.sexp(), keys));
        inputs.credentials().forEach(credential -> collectKeys(credential.sexp(), keys));
        return keys;
    }

    private static void collectKeys(Sexp sexp, Set<Sexp> keys) {
        if (sexp instanceof SexpList list && list.name().equals("public-key")) {
            keys.add(list);
        } else if (sexp instanceof SexpList list) {
            list.items().forEach(item -> collectKeys(item, keys));
        }
    }

    private static <T> List<T> with(List<T> some, T another) {
        List<T> more = new ArrayList<>(some);
        more.add(another);
        return more;
    }

    private static Inputs changed(Inputs inputs, int which, Function<Credential.AuthCert, Credential> change) {
        List<Credential> credentials = new ArrayList<>(inputs.credentials());
        if (credentials.get(which) instanceof Credential.AuthCert cert) {
            credentials.set(which, change.apply(cert));
        }
        return inputs.withCredentials(credentials);
    }
}
