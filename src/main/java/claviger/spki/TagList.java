package claviger.spki;

import java.util.ArrayList;
import java.util.List;

/** Every list that begins with what these items stand for (AC42). */
record TagList(List<Tag> items, int parts) implements Tag {
    /** The list of these; of nothing, if one of them is. */
    static Tag of(List<Tag> items) {
        int parts = 1;
        for (Tag item : items) {
            if (item.equals(TagSet.NOTHING)) {
                return TagSet.NOTHING;
            }
            parts += item.parts();
        }
        return new TagList(List.copyOf(items), parts);
    }

    @Override public boolean includes(Sexp ground) {
        if (!(ground instanceof SexpList list) || list.items().size() < items.size()) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).includes(list.items().get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override public Sexp sexp() {
        List<Sexp> written = new ArrayList<>();
        items.forEach(item -> written.add(item.sexp()));
        // the word * in front would make another form of it, so it is written as a set of one
        if (!written.isEmpty() && written.get(0) instanceof Atom first && first.is("*")) {
            written.set(0, SexpList.named("*", Atom.of("set"), first));
        }
        return SexpList.of(written);
    }

    @Override public boolean isExpressible() {
        return items.stream().allMatch(Tag::isExpressible);
    }
}
