package claviger.spki;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Tags of all forms over few words, so that two of them often have something in common, and expressions that are in them. */
final class RandomTags {
    private static final List<String> WORDS = List.of("a", "b", "ab", "abc", "b1", "1", "12", "-3", "+12", "012", "1.5",
        "10:15", "12", "12:00:00", "25", "2000", "2000-02-29", "2001-02-29", "2000-01-01_00:00:00", "", "*");
    private static final List<String> ORDERS = List.of("alpha", "numeric", "time", "binary", "date");

    private final SplittableRandom random;

    RandomTags(SplittableRandom random) {
        this.random = random;
    }

    /** The text of a tag. */
    Sexp tag(int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 12);
        if (kind < 2) {
            return atom();
        }
        return switch (kind) {
            case 2 -> SexpList.named("*");
            case 3 -> SexpList.named("*", Atom.of("prefix"), atom());
            case 4, 5 -> range();
            case 6, 7 -> {
                List<Sexp> elements = tags(depth - 1, random.nextInt(4));
                elements.add(0, Atom.of("set"));
                yield SexpList.named("*", elements);
            }
            default -> {
                List<Sexp> items = tags(depth - 1, random.nextInt(4));
                yield SexpList.of(!items.isEmpty() && items.get(0).advanced().equals("*") ? List.of() : items);
            }
        };
    }

    /** An expression without forms, one that is likely in the tag, or in something like it. */
    Sexp ground(Sexp tag) {
        if (random.nextInt(12) == 0 || !(tag instanceof SexpList list)) {
            return tag instanceof Atom && random.nextInt(8) > 0 ? tag : atom();
        }
        if (!list.name().equals("*")) {
            List<Sexp> items = new ArrayList<>();
            list.items().forEach(item -> items.add(ground(item)));
            if (random.nextInt(3) == 0) {
                items.add(atom());
            }
            return SexpList.of(items);
        }
        if (list.items().size() < 3) {
            return random.nextBoolean() ? atom() : SexpList.of(atom(), atom());
        }
        return switch (list.items().get(1).advanced()) {
            case "set" -> ground(list.items().get(2 + random.nextInt(list.items().size() - 2)));
            case "prefix" -> random.nextBoolean() ? list.items().get(2) : extended((Atom) list.items().get(2));
            default -> atom();
        };
    }

    private List<Sexp> tags(int depth, int size) {
        List<Sexp> tags = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            tags.add(tag(depth));
        }
        return tags;
    }

    private SexpList range() {
        List<Sexp> items = new ArrayList<>(List.of(Atom.of("range"), Atom.of(any(ORDERS))));
        if (random.nextInt(4) > 0) {
            items.add(SexpList.named(random.nextBoolean() ? "g" : "ge", atom()));
        }
        if (random.nextInt(4) > 0) {
            items.add(SexpList.named(random.nextBoolean() ? "l" : "le", atom()));
        }
        return SexpList.named("*", items);
    }

    private Atom atom() {
        byte[] bytes = Atom.of(any(WORDS)).bytes();
        return random.nextInt(16) == 0 ? Atom.of(new byte[] {'h'}, bytes) : Atom.of(bytes);
    }

    private static Atom extended(Atom prefix) {
        byte[] longer = Arrays.copyOf(prefix.bytes(), prefix.length() + 1);
        return prefix.hint().map(hint -> Atom.of(hint, longer)).orElse(Atom.of(longer));
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
