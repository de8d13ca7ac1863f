package claviger.spki;

import java.time.Instant;
import java.util.Optional;

/** The hops at which a search ended, of which it keeps the nearest; an entry of the ACL is nearer than a certificate. */
final class Misses {
    private final Sexp request;
    private final Instant when;
    private NearestMiss.Reason reason = NearestMiss.Reason.NOBODY;
    private Grant grant;
    private VerifiedCredential credential;
    private Node subject;
    private int present;

    Misses(Sexp request, Instant when) {
        this.request = request;
        this.when = when;
    }

    void note(NearestMiss.Reason why, Grant failed, Node reached) {
        if (why.compareTo(reason) > 0
                || why == reason && failed.entry() != null && (grant == null || grant.entry() == null)) {
            reason = why;
            grant = failed;
            credential = failed.credential();
            subject = reached;
        }
    }

    /** A grant whose tag includes the request and which may be used, but not now. */
    void noteTime(Grant failed, Node reached) {
        note(lackOf(failed.validity()), failed, reached);
    }

    /** A name that is not valid now. */
    void note(Naming failed, Node reached) {
        if (reason.compareTo(NearestMiss.Reason.TAG) <= 0) {
            for (VerifiedCredential one : failed.chain().credentials()) {
                if (!Span.of(one.credential().validity()).contains(when)) {
                    reason = lackOf(one.credential().validity());
                    grant = null;
                    credential = one;
                    subject = reached;
                    return;
                }
            }
        }
    }

    private NearestMiss.Reason lackOf(Validity validity) {
        if (!validity.tests().isEmpty()) {
            return NearestMiss.Reason.ONLINE_TEST;
        }
        boolean later = validity.notBefore().filter(date -> when.isBefore(date.instant())).isPresent() && !validity.isVoid();
        return later ? NearestMiss.Reason.NOT_YET : NearestMiss.Reason.OVER;
    }

    /**
     * The nearest of all, with those that were passed by: thresholds of which too few members were there, and grants that
     * were not looked at, since their tags are too different.
     */
    NearestMiss nearest(Node[] reached, Object lastStep, IntTable members) {
        for (Node node : reached) {
            node.thresholds.forEach(threshold -> noteThreshold(threshold, members.get(threshold.id, 0)));
            if (!node.entries.isEmpty()) {
                note(NearestMiss.Reason.TAG, node.entries.first(), node);
            }
        }
        for (Node node : reached) {
            if (reason == NearestMiss.Reason.NOBODY && !node.credentials.isEmpty() && granting(node.credentials).isEmpty()) {
                note(NearestMiss.Reason.TAG, node.credentials.first(), node);
            }
        }
        for (Node node : reached) {
            for (Node threshold : node.thresholds) {
                if (reason == NearestMiss.Reason.NOBODY) {
                    tooFew(threshold, members.get(threshold.id, 0));
                }
            }
        }
        if (reason == NearestMiss.Reason.NOBODY && lastStep instanceof Grant last) {
            credential = last.credential();
        }
        return new NearestMiss(reason, subject == null ? null : subject.principal, grant == null ? null : grant.entry(),
            credential, present, when);
    }

    /** Only what would grant the request now, if the threshold were reached, is near. */
    private void noteThreshold(Node threshold, int here) {
        if (here < threshold.needed && reason.compareTo(NearestMiss.Reason.THRESHOLD) < 0) {
            granting(threshold.entries).or(() -> granting(threshold.credentials)).ifPresent(candidate -> {
                tooFew(threshold, here);
                grant = candidate;
                credential = candidate.credential();
            });
        }
    }

    private void tooFew(Node threshold, int here) {
        if (here < threshold.needed) {
            reason = NearestMiss.Reason.THRESHOLD;
            subject = threshold;
            present = here;
        }
    }

    /** The first that grants the request now, if there is one. */
    private Optional<Grant> granting(Grants grants) {
        Grant[] found = new Grant[1];
        grants.visit(request, when, new Grants.Visitor() {
            @Override public boolean includes(Grant candidate) {
                found[0] = candidate.span().contains(when) ? candidate : null;
                return found[0] != null;
            }

            @Override public void excludes(Grant candidate) {
                // is not near
            }
        });
        return Optional.ofNullable(found[0]);
    }
}
