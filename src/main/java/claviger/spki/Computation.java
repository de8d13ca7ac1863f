package claviger.spki;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a computation came to: every entry that can be derived, those with subjects in between and those that others cover
 * included, each once (AC23). Immutable.
 *
 * @param truncated whether a limit was met, so that there may be more entries (AC47); none is ever too wide
 */
public record Computation(List<DerivedEntry> entries, boolean truncated) {
    public Computation {
        entries = List.copyOf(entries);
    }

    /** The same without entries that another one covers. Entries of one subject are compared each with each. */
    public List<DerivedEntry> minimal() {
        Map<Set<Principal>, List<DerivedEntry>> widest = new LinkedHashMap<>();
        boolean alone = entries.stream().allMatch(entry -> entry.holders().size() == 1);
        for (DerivedEntry entry : entries) {
            List<DerivedEntry> own = widest.computeIfAbsent(entry.holders(), none -> new ArrayList<>());
            Collection<List<DerivedEntry>> comparable = alone ? List.of(own) : widest.values();
            if (comparable.stream().noneMatch(some -> some.stream().anyMatch(wide -> wide.covers(entry)))) {
                comparable.forEach(some -> some.removeIf(entry::covers));
                own.add(entry);
            }
        }
        return widest.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Whether an entry carries what was asked for, all of it and all through the period (AC5). That there are entries is not
     * enough: each is what a grant and the request have in common, which may be less than the request.
     *
     * @throws SpkiException CSSMERR_AC_INVALID_VALIDITY_PERIOD for a period that the computation refuses too
     */
    public boolean carries(Tag authorization, Validity period) {
        Requested.checked(period);
        return entries.stream().anyMatch(entry -> entry.tag().covers(authorization) && entry.validity().covers(period));
    }
}
