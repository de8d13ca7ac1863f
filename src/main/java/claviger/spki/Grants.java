package claviger.spki;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The grants to one subject, by what they are for: those with equal tags are tried together. A few tags are looked through;
 * many are in a {@link TagIndex}, so that one subject may have a hundred thousand.
 */
final class Grants {
    private static final int FEW = 8;
    private static final Group[] NO_GROUPS = {};

    /** Of those who have none. */
    static final Grants NONE = new Grants();

    /** Who is shown the grants. */
    interface Visitor {
        /** One whose tag includes the request. @return whether that is enough */
        boolean includes(Grant grant);

        /** One of those with a tag that does not; of others like it nothing is said. */
        void excludes(Grant grant);
    }

    private record Group(Tag tag, Grant[] grants) {
        static Group of(Tag tag, List<Grant> grants) {
            grants.sort(Comparator.comparing((Grant grant) -> grant.span().until()).reversed());
            return new Group(tag, grants.toArray(Grant[]::new));
        }

        boolean visit(Sexp request, Instant when, Visitor visitor) {
            if (!tag.includes(request)) {
                visitor.excludes(grants[0]);
                return false;
            }
            for (Grant grant : grants) {
                if (visitor.includes(grant)) {
                    return true;
                }
                if (grant.span().isOver(when)) {
                    return false; // so are all behind it
                }
            }
            return false;
        }
    }

    /** While they are collected. */
    private List<Grant> all = List.of();
    private Group[] groups = NO_GROUPS;
    private TagIndex<List<Group>> index;

    void add(Grant grant) {
        if (all.isEmpty()) {
            all = new ArrayList<>(1);
        }
        all.add(grant);
    }

    /** Makes them ready, after the last one was added: of equal ones those that hold longest come first. */
    void arrange() {
        if (all.size() == 1) {
            groups = new Group[] {new Group(all.get(0).tag(), new Grant[] {all.get(0)})};
        } else if (!all.isEmpty()) {
            Map<Tag, List<Grant>> byTag = new LinkedHashMap<>();
            all.forEach(grant -> byTag.computeIfAbsent(grant.tag(), none -> new ArrayList<>(1)).add(grant));
            groups = byTag.entrySet().stream().map(each -> Group.of(each.getKey(), each.getValue())).toArray(Group[]::new);
        }
        all = List.of();
        if (groups.length > FEW) {
            index = new TagIndex<>(() -> new ArrayList<>(1));
            for (Group group : groups) {
                index.slots(group.tag()).forEach(slot -> slot.add(group));
            }
            index.arrange();
        }
    }

    boolean isEmpty() {
        return groups.length == 0;
    }

    /** Some grant. */
    Grant first() {
        return groups[0].grants()[0];
    }

    /**
     * Shows those that include the request, until the visitor has enough; tells whether it had. Of equal ones whose time is
     * over it is shown one.
     */
    boolean visit(Sexp request, Instant when, Visitor visitor) {
        if (index != null) {
            return index.find(request, slot -> visit(slot, request, when, visitor));
        }
        for (Group group : groups) {
            if (group.visit(request, when, visitor)) {
                return true;
            }
        }
        return false;
    }

    private static boolean visit(List<Group> slot, Sexp request, Instant when, Visitor visitor) {
        for (int i = 0; i < slot.size(); i++) {
            if (slot.get(i).visit(request, when, visitor)) {
                return true;
            }
        }
        return false;
    }
}
