package claviger.spki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What is true of all tags, seen on random ones against the {@link Denotation}. {@code -Dclaviger.random.seed} repeats one
 * run.
 */
class TagPropertiesTest {
    private final long seed = Long.getLong("claviger.random.seed", System.nanoTime());
    private final RandomTags tags = new RandomTags(new SplittableRandom(seed));
    private int hits;

    /** How many cases for each; {@link TagPropertiesIT} takes more. */
    int cases() {
        return 10_000;
    }

    /** How often a case was one that says something. */
    private void enough(String what, int least) {
        System.out.printf("%s: %d cases, %d of them hits, seed %d%n", what, cases(), hits, seed);
        assertTrue(hits >= least, () -> hits + " hits say too little");
    }

    private static boolean in(Optional<Tag> tag, Sexp what) {
        return tag.isPresent() && tag.get().includes(what);
    }

    private String told(Sexp... expressions) {
        return "seed " + seed + ": " + Arrays.toString(expressions);
    }

    @Test void aTagIncludesWhatItStandsForAndNothingElse() { // AC40 to AC44
        for (int i = 0; i < cases(); i++) {
            Sexp x = tags.tag(3);
            Sexp w = tags.ground(x);
            boolean member = Denotation.member(x, w);
            hits += member ? 1 : 0;
            assertEquals(member, Tag.of(x).includes(w), () -> told(x, w));
        }
        enough("a tag includes what it stands for", cases() / 10);
    }

    @Test void theMeetIsWhatIsInBothWhicheverComesFirst() { // AC41 to AC46
        for (int i = 0; i < cases(); i++) {
            Sexp x = tags.tag(3);
            Sexp y = tags.tag(3);
            Sexp w = tags.ground(i % 2 == 0 ? x : y);
            boolean both = Denotation.member(x, w) && Denotation.member(y, w);
            hits += both ? 1 : 0;
            assertEquals(both, in(Tag.of(x).meet(Tag.of(y)), w), () -> told(x, y, w));
            assertEquals(both, in(Tag.of(y).meet(Tag.of(x)), w), () -> told(y, x, w));
        }
        enough("a meet is what is in both", cases() / 50);
    }

    @Test void itDoesNotMatterInWhichOrderThreeAreMet() {
        for (int i = 0; i < cases(); i++) {
            Sexp x = tags.tag(2);
            Sexp y = tags.tag(2);
            Sexp z = tags.tag(2);
            Sexp w = tags.ground(i % 3 == 0 ? x : i % 3 == 1 ? y : z);
            boolean left = in(Tag.of(x).meet(Tag.of(y)).flatMap(meet -> meet.meet(Tag.of(z))), w);
            hits += left ? 1 : 0;
            assertEquals(left, in(Tag.of(y).meet(Tag.of(z)).flatMap(meet -> Tag.of(x).meet(meet)), w), () -> told(x, y, z, w));
            assertEquals(left, Denotation.member(x, w) && Denotation.member(y, w) && Denotation.member(z, w));
        }
        enough("three are met in any order", cases() / 200);
    }

    @Test void meetingTheSameTwiceChangesNothingMore() { // AC30: or circles would not end
        for (int i = 0; i < cases(); i++) {
            Sexp x = tags.tag(3);
            Sexp y = tags.tag(3);
            Optional<Tag> once = Tag.of(x).meet(Tag.of(y));
            hits += once.isPresent() ? 1 : 0;
            Optional<Tag> twice = once.flatMap(meet -> meet.meet(Tag.of(y)));
            assertEquals(twice, twice.flatMap(meet -> meet.meet(Tag.of(y))), () -> told(x, y));
            assertEquals(twice, twice.flatMap(meet -> Tag.of(y).meet(meet)), () -> told(y, x));
            assertTrue(twice.map(Tag::parts).orElse(0) <= once.map(Tag::parts).orElse(0), () -> told(x, y));
        }
        enough("a meet repeated changes nothing", cases() / 50);
    }

    @Test void whatCoversAnotherIncludesAllOfIt() {
        for (int i = 0; i < cases(); i++) {
            Sexp x = tags.tag(2);
            Sexp y = i % 2 == 0 ? tags.tag(2)
                : Tag.of(x).meet(Tag.of(tags.tag(2))).filter(Tag::isExpressible).map(Tag::sexp).orElse(x);
            Sexp w = tags.ground(y);
            if (Tag.of(x).covers(Tag.of(y)) && Denotation.member(y, w)) {
                hits++;
                assertTrue(Denotation.member(x, w), () -> told(x, y, w));
            }
        }
        enough("what covers another includes it", cases() / 50);
    }

    @Test void whatIsWrittenIsReadAgainAsTheSame() { // AC62
        for (int i = 0; i < cases(); i++) {
            Sexp x = tags.tag(3);
            Tag tag = Tag.of(x);
            hits += tag.sexp().equals(x) ? 0 : 1;
            assertEquals(tag, Tag.of(tag.sexp()), () -> told(x));
            Tag.of(tags.tag(2)).meet(tag).filter(Tag::isExpressible).ifPresent(meet ->
                assertEquals(meet, Tag.of(meet.sexp()), () -> told(x)));
        }
        enough("a tag is read as it was written, where the normal form is another", cases() / 50);
    }
}
