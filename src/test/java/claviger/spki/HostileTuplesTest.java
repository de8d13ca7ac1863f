package claviger.spki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Whatever is read as an ACL or a certificate is one, or is refused with an error of AC_AuthCompute; and what was read is
 * written and read again as the same. {@code -Dclaviger.random.seed} repeats one run.
 */
class HostileTuplesTest {
    private static final int CASES = 20_000;

    private final long seed = Long.getLong("claviger.random.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final RandomInputs inputs = new RandomInputs(seed, label -> "k" + label);
    private final List<Sexp> pieces = new ArrayList<>(Sexp.sequence("(*) (* set) (* range date) (* and a b) () (name a) (name) a"
        + " (k-of-n #01# #02# a a) (k-of-n \"1\" \"1\" (name a)) (valid (not-before \"2000-13\")) (not-after \"2000\") [h]tag"
        + " (propagate x) (hash sha256) (object-hash (hash sha256 a)) (subject) (issuer (name (public-key k) a)) (tag (tag))"));

    private int taken;

    @Test void whateverIsReadAsAnEntryIsOneOrRefused() { // AC11, AC62
        for (int i = 0; i < CASES; i++) {
            check(inputs.entry().sexp(), AclEntry::read, AclEntry::sexp);
        }
        enough();
    }

    @Test void whateverIsReadAsACertificateIsOneOrRefused() { // AC11, AC62
        for (int i = 0; i < CASES; i++) {
            check(inputs.credential().sexp(), Credential::read, Credential::sexp);
        }
        enough();
    }

    private <T> void check(Sexp good, Function<Sexp, T> reader, Function<T, SexpList> writer) {
        assertEquals(good, writer.apply(reader.apply(good)));
        pieces.set(random.nextInt(pieces.size()), part(good));
        Sexp bad = changed(good, 1 + random.nextInt(good.count()));
        T read;
        try {
            read = reader.apply(bad);
        } catch (SpkiException refused) {
            assertTrue(refused.getMessage().startsWith(refused.error().name() + ": "), refused::getMessage);
            return;
        }
        taken++;
        assertEquals(read, reader.apply(writer.apply(read)), () -> "seed " + seed + ": " + bad);
    }

    private void enough() {
        System.out.printf("hostile tuples: %d of %d taken, seed %d%n", taken, CASES, seed);
        assertTrue(taken > CASES / 50 && taken < CASES, () -> "taken " + taken);
    }

    /** The expression with one of its parts, counted from the outside, left out, doubled or replaced. */
    private Sexp changed(Sexp sexp, int part) {
        if (part <= 1 || !(sexp instanceof SexpList list)) {
            return pieces.get(random.nextInt(pieces.size()));
        }
        int left = part - 1;
        List<Sexp> items = new ArrayList<>(list.items());
        for (int i = 0; i < items.size(); i++) {
            if (left <= items.get(i).count()) {
                switch (left == 1 ? random.nextInt(3) : 2) {
                    case 0 -> items.remove(i);
                    case 1 -> items.add(i, items.get(i));
                    default -> items.set(i, changed(items.get(i), left));
                }
                return SexpList.of(items);
            }
            left -= items.get(i).count();
        }
        return sexp;
    }

    private Sexp part(Sexp sexp) {
        return sexp instanceof SexpList list && !list.items().isEmpty() && random.nextInt(3) > 0
            ? part(list.items().get(random.nextInt(list.items().size()))) : sexp;
    }
}
