package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_ENCODING;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads tags within their limits (AC47) and into their normal form. */
final class TagReader {
    private TagReader() {
    }

    static Tag read(Sexp expression) {
        if (expression.depth() > Tag.MAX_DEPTH) {
            throw CSSMERR_AC_INVALID_ENCODING.because("a tag is nested deeper than %d", Tag.MAX_DEPTH);
        }
        if (expression.count() > Tag.MAX_PARTS) {
            throw CSSMERR_AC_INVALID_ENCODING.because("a tag has more than %d parts", Tag.MAX_PARTS);
        }
        if (expression.size() > Tag.MAX_SIZE) {
            throw CSSMERR_AC_INVALID_ENCODING.because("a tag has more than %d bytes", Tag.MAX_SIZE);
        }
        return tag(expression);
    }

    private static Tag tag(Sexp expression) {
        if (expression instanceof Atom atom) {
            return TagAtom.of(atom);
        }
        SexpList list = (SexpList) expression;
        return isStarred(list) ? starred(list.rest()) : TagList.of(tags(list.items()));
    }

    /** Whether its first word is {@code *}. */
    private static boolean isStarred(SexpList list) {
        return !list.items().isEmpty() && list.items().get(0) instanceof Atom first && first.length() == 1 && first.at(0) == '*'
            && first.hint().isEmpty();
    }

    private static List<Tag> tags(List<Sexp> expressions) {
        List<Tag> tags = new ArrayList<>(expressions.size());
        for (Sexp expression : expressions) {
            tags.add(tag(expression));
        }
        return tags;
    }

    private static Tag starred(List<Sexp> rest) {
        if (rest.isEmpty()) {
            return TagEverything.EVERYTHING;
        }
        List<Sexp> operands = rest.subList(1, rest.size());
        switch (word(rest.get(0))) {
            case "set":
                return TagSet.of(tags(operands));
            case "prefix":
                if (operands.size() != 1) {
                    throw CSSMERR_AC_INVALID_ENCODING.because("a prefix is written (* prefix p)");
                }
                return new TagPrefix(atom(operands.get(0)));
            case "range":
                return range(operands);
            default:
                throw CSSMERR_AC_INVALID_ENCODING.because("only (*), (* set ..), (* prefix ..) and (* range ..) are known");
        }
    }

    /** The limits in parentheses, or bare as in the grammar of RFC 2693, in either order, each once. */
    private static Tag range(List<Sexp> operands) {
        TagOrder order = (operands.isEmpty() ? Optional.<TagOrder>empty() : TagOrder.of(word(operands.get(0))))
            .orElseThrow(() -> CSSMERR_AC_INVALID_ENCODING.because("a range has none of the five orders"));
        List<Sexp> words = new ArrayList<>();
        for (Sexp operand : operands.subList(1, operands.size())) {
            if (operand instanceof SexpList limit && limit.items().size() != 2) {
                throw badLimits();
            }
            words.addAll(operand instanceof SexpList limit ? limit.items() : List.of(operand));
        }
        if (words.size() % 2 != 0 || words.size() > 4) {
            throw badLimits();
        }
        Atom[] texts = new Atom[2];
        boolean[] inclusive = new boolean[2];
        for (int i = 0; i < words.size(); i += 2) {
            String relation = word(words.get(i));
            int side = relation.equals("g") || relation.equals("ge") ? 0 : 1;
            if (texts[side] != null || side == 1 && !relation.equals("l") && !relation.equals("le")) {
                throw badLimits();
            }
            texts[side] = atom(words.get(i + 1));
            inclusive[side] = relation.endsWith("e");
        }
        return range(order, texts, inclusive);
    }

    /** A limit without a value in the order is one that no value is within: the range is empty (AC44). */
    private static Tag range(TagOrder order, Atom[] texts, boolean[] inclusive) {
        TagRange.Limit[] limits = new TagRange.Limit[2];
        for (int side = 0; side < 2; side++) {
            if (texts[side] != null) {
                limits[side] = TagRange.Limit.of(order, texts[side], inclusive[side]);
                if (limits[side] == null) {
                    return TagSet.NOTHING;
                }
            }
        }
        return TagRange.of(order, limits[0], limits[1]);
    }

    private static SpkiException badLimits() {
        return CSSMERR_AC_INVALID_ENCODING.because("a range has at most one limit (g x) or (ge x) and one (l y) or (le y)");
    }

    private static String word(Sexp expression) {
        Atom atom = atom(expression);
        return atom.hint().isPresent() ? "" : atom.text();
    }

    private static Atom atom(Sexp expression) {
        if (expression instanceof Atom atom) {
            return atom;
        }
        throw CSSMERR_AC_INVALID_ENCODING.because("a list stands where a tag has a word");
    }
}
