package claviger.spki;

import java.time.Instant;
import java.util.Optional;

/**
 * What came nearest to authorizing a request that is denied: the reason, and the entry or the certificate where it ended.
 * Immutable.
 */
public final class NearestMiss {
    /** Why a hop fails; the later ones lack less. */
    public enum Reason {
        /** Neither an entry of the ACL nor a certificate leads on from here. */
        NOBODY,
        /** The tag does not include the request. */
        TAG,
        /** It needs an on-line test, which nobody makes here (AC31). */
        ONLINE_TEST,
        /** It may not be passed on, and was (AC20). */
        PROPAGATE,
        /** Not enough members of a threshold are there. */
        THRESHOLD,
        /** It holds later. */
        NOT_YET,
        /** It does not hold any more. */
        OVER
    }

    private static final int MAX_TEXT = 600;

    private final Reason reason;
    private final Principal subject;
    private final AclEntry entry;
    private final VerifiedCredential credential;
    private final int present;
    private final Instant when;

    NearestMiss(Reason reason, Principal subject, AclEntry entry, VerifiedCredential credential, int present, Instant when) {
        this.reason = reason;
        this.subject = subject;
        this.entry = entry;
        this.credential = credential;
        this.present = present;
        this.when = when;
    }

    /** Why it failed. */
    public Reason reason() {
        return reason;
    }

    /** Who had been reached: the subject of the entry or certificate that failed; none if nobody had. */
    public Optional<Principal> subject() {
        return Optional.ofNullable(subject);
    }

    /** The entry that failed, if it is one. */
    public Optional<AclEntry> entry() {
        return Optional.ofNullable(entry);
    }

    /** The certificate that failed, if it is one; with {@link Reason#NOBODY} the last one that did not. */
    public Optional<VerifiedCredential> credential() {
        return Optional.ofNullable(credential);
    }

    /** How many members of the threshold are there. */
    public int present() {
        return present;
    }

    /** One line for people, of at most 2 KiB. */
    @Override public String toString() {
        String where = entry != null ? "the entry " + text(entry.sexp())
            : credential != null ? "the certificate " + text(credential.credential().sexp()) : "";
        return switch (reason) {
            case NOBODY -> credential == null ? "no entry of the ACL and no certificate is for those who ask"
                : "no entry of the ACL is for the issuer of " + where;
            case TAG -> where + " is for something else";
            case ONLINE_TEST -> where + " needs an on-line test";
            case PROPAGATE -> where + " may not be passed on, and was";
            case THRESHOLD -> present + " of " + ((Principal.Threshold) subject).k() + " needed are there for "
                + (where.isEmpty() ? text(subject.sexp()) : where);
            case NOT_YET -> where + " does not hold yet at " + when;
            case OVER -> where + " holds no more at " + when;
        };
    }

    private static String text(Sexp expression) {
        String text = expression.advanced();
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + " ..";
    }
}
