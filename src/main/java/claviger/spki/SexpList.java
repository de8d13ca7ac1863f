package claviger.spki;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A list of expressions, which may be empty. Immutable. */
public final class SexpList extends Sexp {
    /** Up to this length the canonical form is kept for the next comparison: that is one array instead of many objects. */
    private static final int KEPT = 512;

    private final List<Sexp> items;
    private volatile byte[] kept;

    private SexpList(List<Sexp> items) {
        super(depthOf(items), sizeOf(items), countOf(items), items.hashCode());
        this.items = items;
    }

    /** The list of these. */
    public static SexpList of(List<? extends Sexp> items) {
        return new SexpList(List.copyOf(items));
    }

    /** The list of these. */
    public static SexpList of(Sexp... items) {
        return new SexpList(List.of(items));
    }

    /** The list whose first item is a word: {@code named("tag", x)} is {@code (tag x)}. */
    public static SexpList named(String name, Sexp... rest) {
        return named(name, List.of(rest));
    }

    /** The list whose first item is a word. */
    public static SexpList named(String name, List<? extends Sexp> rest) {
        List<Sexp> items = new ArrayList<>(rest.size() + 1);
        items.add(Atom.of(name));
        items.addAll(rest);
        return of(items);
    }

    /** What is in it; can't be changed. */
    public List<Sexp> items() {
        return items;
    }

    /** All items but the first; of an empty list none. */
    public List<Sexp> rest() {
        return items.isEmpty() ? items : items.subList(1, items.size());
    }

    @Override public String name() {
        return !items.isEmpty() && items.get(0) instanceof Atom first && first.hint().isEmpty() ? first.text() : "";
    }

    @Override int encode(byte[] out, int at) {
        int end = at;
        out[end++] = '(';
        for (Sexp item : items) {
            end = item.encode(out, end);
        }
        out[end++] = ')';
        return end;
    }

    @Override void print(StringBuilder out) {
        out.append('(');
        String gap = "";
        for (Sexp item : items) {
            out.append(gap);
            item.print(out);
            gap = " ";
        }
        out.append(')');
    }

    @Override boolean sameAs(Sexp other) {
        return other instanceof SexpList list
            && (size <= KEPT ? Arrays.equals(kept(), list.kept()) : items.equals(list.items));
    }

    /** Two threads may both make it: it is the same. */
    private byte[] kept() {
        byte[] now = kept;
        if (now == null) {
            now = canonical();
            kept = now;
        }
        return now;
    }

    private static int depthOf(List<Sexp> items) {
        int depth = 0;
        for (Sexp item : items) {
            depth = Math.max(depth, item.depth);
        }
        return depth + 1;
    }

    private static long sizeOf(List<Sexp> items) {
        long size = 2;
        for (Sexp item : items) {
            size += item.size;
        }
        return size;
    }

    private static long countOf(List<Sexp> items) {
        long count = 1;
        for (Sexp item : items) {
            count += item.count;
        }
        return count;
    }
}
