package claviger.spki;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The named fields of an ACL entry or a certificate, in any order, each at most once; an unknown field is refused. */
final class Fields {
    private static final Set<String> VALIDITY = Set.of("valid", "not-before", "not-after");
    /** Fields for people, which change nothing (RFC 2693 section 6.1). */
    private static final Set<String> REMARKS = Set.of("comment", "display", "issuer-info", "subject-info");

    private final Map<String, SexpList> fields = new HashMap<>();
    private final CssmError blame;

    Fields(List<Sexp> parts, Set<String> known, CssmError blame) {
        this.blame = blame;
        for (Sexp part : parts) {
            String name = part.name();
            if (!known.contains(name) && !VALIDITY.contains(name) && !REMARKS.contains(name)) {
                throw blame.because("a field is none of %s, a validity or a remark", known.stream().sorted().toList());
            }
            if (fields.put(name, (SexpList) part) != null) {
                throw blame.because("%s is there twice", name);
            }
        }
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The one thing that a field holds. */
    Sexp only(String name) {
        SexpList field = fields.get(name);
        if (field == null || field.items().size() != 2) {
            throw blame.because("%s is there, with one expression", name);
        }
        return field.items().get(1);
    }

    /** Whether the field {@code (propagate)} is there. */
    boolean propagate() {
        SexpList field = fields.get("propagate");
        if (field != null && field.items().size() != 1) {
            throw blame.because("propagate has nothing in it");
        }
        return field != null;
    }

    /** {@code (valid ..)}, or its two dates without it (AC8), or all time. */
    Validity validity() {
        List<Sexp> bare = new ArrayList<>();
        for (String name : List.of("not-before", "not-after")) {
            if (has(name)) {
                bare.add(fields.get(name));
            }
        }
        if (has("valid") && !bare.isEmpty()) {
            throw blame.because("a validity is there twice");
        }
        return Validity.read(has("valid") ? fields.get("valid").rest() : bare, blame);
    }

    /** Nothing but version 0 is known here. */
    void version() {
        if (has("version") && !(only("version") instanceof Atom version && version.is("0"))) {
            throw blame.because("the version is another than 0");
        }
    }
}
