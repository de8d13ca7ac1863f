package claviger.spki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * The short notation of the reduction cases, turned into S-expressions: {@code k1+ (foo) [2000..2001]} is an entry with a
 * subject, a right to propagate, a tag and a validity; {@code k1.carl>k2} is a certificate of an issuer for a subject. What
 * the signs mean is said at the top of the file.
 */
public final class CdsaNotation {
    private final String text;
    private int at;

    private CdsaNotation(String text) {
        this.text = text.strip();
    }

    /** The parts of a field between semicolons; none of an empty field. */
    public static List<String> parts(String field) {
        return field.isBlank() ? List.of() : List.of(field.strip().split("\\s*;\\s*"));
    }

    public static SexpList entry(String text) {
        return SexpList.named("entry", new CdsaNotation(text).fields());
    }

    public static SexpList cert(String text) {
        CdsaNotation notation = new CdsaNotation(text);
        List<Sexp> fields = new ArrayList<>(List.of(SexpList.named("issuer", notation.principal())));
        notation.take('>');
        fields.addAll(notation.fields());
        return SexpList.named("cert", fields);
    }

    public static Sexp principal(String text) {
        return new CdsaNotation(text).principal();
    }

    public static SexpList tag(String text) {
        return SexpList.named("tag", new CdsaNotation(text).tag());
    }

    /** The two dates in a list, without {@code valid} around them. */
    public static SexpList period(String text) {
        return SexpList.of(new CdsaNotation(text).dates());
    }

    public static SexpList key(String name) {
        return SexpList.named("public-key", Atom.of(name));
    }

    private List<Sexp> fields() {
        List<Sexp> fields = new ArrayList<>(List.of(SexpList.named("subject", principal())));
        if (next('+')) {
            fields.add(SexpList.named("propagate"));
        }
        spaces();
        if (at < text.length() && text.charAt(at) != '[') {
            fields.add(SexpList.named("tag", tag()));
            spaces();
        }
        if (at < text.length()) {
            fields.add(SexpList.named("valid", dates()));
        }
        if (at < text.length()) {
            throw new IllegalArgumentException("what follows? " + text.substring(at));
        }
        return fields;
    }

    private Sexp principal() {
        if (text.charAt(at) == '\'') {
            return quoted();
        }
        if (text.startsWith("of(", at + 1)) {
            int k = text.charAt(at) - '0';
            at += 4;
            List<Sexp> members = new ArrayList<>(List.of(principal()));
            while (next(',')) {
                members.add(principal());
            }
            take(')');
            members.add(0, Atom.of(new byte[] {(byte) members.size()}));
            members.add(0, Atom.of(new byte[] {(byte) k}));
            return SexpList.named("k-of-n", members);
        }
        List<Sexp> names = new ArrayList<>();
        String root = word();
        if (next('#')) {
            names.add(HashAlgorithm.of(root).orElseThrow().of(key(word())).sexp());
        } else if (!root.isEmpty()) {
            names.add(key(root));
        }
        while (next('.')) {
            names.add(Atom.of(word()));
        }
        return names.size() == 1 && !root.isEmpty() ? names.get(0) : SexpList.named("name", names);
    }

    private Sexp quoted() {
        StringBuilder name = new StringBuilder();
        for (at++; text.charAt(at) != '\''; at++) {
            at += text.charAt(at) == '\\' ? 1 : 0;
            name.append(text.charAt(at));
        }
        at++;
        return Atom.of(name.toString());
    }

    private String word() {
        int from = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private Sexp tag() {
        spaces();
        return switch (text.charAt(at)) {
            case '(' -> SexpList.of(tags(')'));
            case '{' -> {
                List<Sexp> elements = tags('}');
                elements.add(0, Atom.of("set"));
                yield SexpList.named("*", elements);
            }
            case '<' -> range(tags('>'));
            default -> {
                int from = at;
                while (at < text.length() && " (){}<>~[".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                Atom atom = Atom.of(text.substring(from, at).getBytes(UTF_8));
                yield atom.is("*") ? SexpList.named("*")
                    : next('~') ? SexpList.named("*", Atom.of("prefix"), atom) : atom;
            }
        };
    }

    private List<Sexp> tags(char end) {
        List<Sexp> items = new ArrayList<>();
        at++;
        spaces();
        while (!next(end)) {
            items.add(tag());
            spaces();
        }
        return items;
    }

    private static SexpList range(List<Sexp> words) {
        List<Sexp> items = new ArrayList<>(List.of(Atom.of("range"), words.get(0)));
        for (int i = 1; i < words.size(); i += 2) {
            items.add(SexpList.of(words.get(i), words.get(i + 1)));
        }
        return SexpList.named("*", items);
    }

    private List<Sexp> dates() {
        take('[');
        int end = text.indexOf(']', at);
        String[] ends = text.substring(at, end).split("\\.\\.", 2);
        at = end + 1;
        List<Sexp> dates = new ArrayList<>();
        if (!ends[0].isEmpty()) {
            dates.add(SexpList.named("not-before", Atom.of(ends[0])));
        }
        if (!ends[1].isEmpty()) {
            dates.add(SexpList.named("not-after", Atom.of(ends[1])));
        }
        return dates;
    }

    private void spaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean next(char sign) {
        boolean here = at < text.length() && text.charAt(at) == sign;
        at += here ? 1 : 0;
        return here;
    }

    private void take(char sign) {
        if (!next(sign)) {
            throw new IllegalArgumentException("no " + sign + " in " + text);
        }
    }
}
