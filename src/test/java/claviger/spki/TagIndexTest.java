package claviger.spki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The index of tags leaves none out. {@code -Dclaviger.random.seed} repeats one run. */
class TagIndexTest {
    private final long seed = Long.getLong("claviger.random.seed", System.nanoTime());

    private static TagIndex<Set<Tag>> index(Iterable<Tag> tags) {
        TagIndex<Set<Tag>> index = new TagIndex<>(HashSet::new);
        tags.forEach(tag -> index.slots(tag).forEach(slot -> slot.add(tag)));
        index.arrange();
        return index;
    }

    private static Set<Tag> candidates(TagIndex<Set<Tag>> index, Sexp ground) {
        Set<Tag> found = new HashSet<>();
        assertFalse(index.find(ground, slot -> {
            found.addAll(slot);
            return false;
        }));
        return found;
    }

    private static Tag tag(String text) {
        return Tag.of(Sexp.read(text));
    }

    @Test void ofRandomTagsEveryOneIsFoundThatIncludesARequest() { // AC40 to AC46
        RandomTags random = new RandomTags(new SplittableRandom(seed));
        long requests = 0;
        long hits = 0;
        long candidates = 0;
        for (int round = 0; round < 1_000; round++) {
            List<Sexp> written = new ArrayList<>();
            List<Tag> tags = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                written.add(random.tag(3));
                tags.add(Tag.of(written.get(i)));
            }
            TagIndex<Set<Tag>> index = index(tags);
            for (Sexp each : written) {
                Sexp ground = random.ground(each);
                Set<Tag> included = new HashSet<>(tags);
                included.removeIf(tag -> !tag.includes(ground));
                Set<Tag> found = candidates(index, ground);
                assertTrue(found.containsAll(included), () -> "seed " + seed + ": " + ground + " in " + written);
                requests += tags.size();
                hits += included.size();
                candidates += found.size();
            }
        }
        System.out.printf("the index: %d pairs, %d hits among %d candidates, seed %d%n", requests, hits, candidates, seed);
        assertTrue(hits > 100_000 && candidates < 2 * hits, hits + " hits among " + candidates);
    }

    @Test void itFindsOneAmongManyByAnyPosition() {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tags.add(tag("(t (*) (obj id" + i + " (* prefix l" + i + "-)) (* set m" + i + " n" + i + "))"));
        }
        TagIndex<Set<Tag>> index = index(tags);
        assertEquals(Set.of(tags.get(70)), candidates(index, Sexp.read("(t x (obj id70 l70-a) n70)")));
        assertEquals(Set.of(), candidates(index, Sexp.read("(t x (obj id70 l7-a) n70)")));
        assertEquals(Set.of(), candidates(index, Sexp.read("(t x (obj id70 l70-a) n71)")));
    }

    @Test void itFindsAllPrefixesOfAnAtomAndNoOthers() { // AC43
        List<Tag> tags = new ArrayList<>();
        for (String prefix : List.of("abc", "a", "ab", "abcd", "abb", "b", "abd", "\"\"")) {
            tags.add(tag("(* prefix " + prefix + ")"));
        }
        TagIndex<Set<Tag>> index = index(tags);
        assertEquals(Set.of(tags.get(0), tags.get(1), tags.get(2), tags.get(7)), candidates(index, Sexp.read("abcc")));
        assertEquals(Set.of(tags.get(1), tags.get(7)), candidates(index, Sexp.read("ac")));
        assertEquals(Set.of(tags.get(7)), candidates(index, Sexp.read("zz")));
    }

    @Test void aTagInVeryManyPlacesIsTried() {
        StringBuilder set = new StringBuilder("(* set");
        for (int i = 0; i < 20; i++) {
            set.append(" w").append(i);
        }
        String wide = "(" + (set + ") ").repeat(12) + ")";
        TagIndex<Set<Tag>> index = index(List.of(tag(wide), tag("(w0)")));
        assertEquals(Set.of(tag(wide), tag("(w0)")), candidates(index, Sexp.read("(w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11)")));
        assertEquals(Set.of(tag("(w0)")), candidates(index, Sexp.read("(w0 x)")));
        assertEquals(1, index.slots(tag(wide)).size());
    }

    @Test void aLongTagIsNoDeepOne() { // AC47
        Tag longest = tag("(" + "a ".repeat(9_000) + ")");
        Tag deepest = tag("(b ".repeat(31) + "c" + ")".repeat(31));
        TagIndex<Set<Tag>> index = index(List.of(longest, deepest));
        assertEquals(Set.of(longest), candidates(index, longest.sexp()));
        assertEquals(Set.of(deepest), candidates(index, deepest.sexp()));
    }

    @Test void theSearchEndsWhenTheVisitorHasEnough() {
        TagIndex<Set<Tag>> index = index(List.of(tag("(*)"), tag("(a)"), tag("(a b)")));
        List<Set<Tag>> seen = new ArrayList<>();
        assertTrue(index.find(Sexp.read("(a b)"), slot -> seen.add(slot) && seen.size() == 2));
        assertEquals(2, seen.size());
    }
}
