package claviger.token;

import claviger.cryptoki.Peer;
import claviger.spki.Acl;
import claviger.spki.AclEntry;
import claviger.spki.Atom;
import claviger.spki.Authority;
import claviger.spki.Decision;
import claviger.spki.Principal;
import claviger.spki.SexpList;
import claviger.spki.SpkiException;
import claviger.spki.Tag;
import claviger.spki.Validity;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the ACLs of a token are asked with, until somebody logs in or out, presents something, or an ACL changes; and what
 * they answer. Immutable but for what it remembers, since the same few requests come again and again. Safe between threads.
 */
final class Standing {
    private static final int MOST_ANSWERS = 10_000;
    /** Entries and certificates, over all objects with a list of their own. */
    private static final int MOST_WEIGHT = 50_000;
    /** A label that looks like this is not taken for the name of a token: it could be that of another one. */
    private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{16}");
    private static final Logger LOG = System.getLogger(Standing.class.getName());

    private final Token token;
    private final LoginState login;
    private final Presented presented;
    private final Optional<AclBook> book;
    private final Optional<Authority> ofToken;
    private final Set<Principal> requestors;
    /** What a tag may call the token: its serial number, and its label. */
    private final List<Atom> tokenNames;
    private final Cache<Request, Grant> granted = Caffeine.newBuilder().maximumSize(MOST_ANSWERS).build();
    private final Cache<Acl, Authority> ofObjects = Caffeine.newBuilder().maximumWeight(MOST_WEIGHT)
        .weigher((Acl acl, Authority authority) -> acl.entries().size() + credentials()).build();

    /** @param book empty if it cannot be opened, since nobody is logged in: then everything is denied */
    Standing(Token token, Peer peer, LoginState login, Presented presented, Optional<AclBook> book) {
        this.token = token;
        this.login = login;
        this.presented = presented;
        this.book = book;
        this.requestors = requestors(peer, login, presented);
        this.tokenNames = tokenNames(token.serial(), token.row().label());
        this.ofToken = book.flatMap(opened -> opened.acl().map(acl -> authority(opened, acl)));
    }

    /** @throws SpkiException if there is too much to compute with */
    static void tried(Presented presented) {
        Authority.of(List.of(), presented.credentials(), presented.knownKeys());
    }

    boolean isOf(LoginState now, Presented shown, Traits traits) {
        return login == now && presented == shown && (login == LoginState.PUBLIC ? book.isEmpty() == traits.hasAcl()
            : book.filter(opened -> opened.revision() >= traits.aclRevision()).isPresent());
    }

    Optional<AclBook> book() {
        return book;
    }

    // asking

    /** @param grant null if denied, and then why not */
    record Answer(Grant grant, Supplier<String> reason) {
        private static Answer granted(Grant grant) {
            return new Answer(grant, () -> "");
        }

        private static Answer denied(Supplier<String> reason) {
            return new Answer(null, reason);
        }

        boolean isGranted() {
            return grant != null;
        }

        String why() {
            return reason.get();
        }
    }

    /** @param ofObject its own ACL, if it has one */
    Answer answer(Request request, Optional<Acl> ofObject, Instant at) {
        Grant before = granted.getIfPresent(request);
        if (before != null && at.isBefore(before.until())) {
            return Answer.granted(before);
        }
        if (book.isEmpty()) {
            return Answer.denied(() -> "the ACLs of the token are sealed");
        }
        if (request.object().filter(book.get()::isOutdated).isPresent()) {
            LOG.log(Level.WARNING, "object {0}: an old row, with an ACL that was replaced",
                request.object().get().uniqueId());
            return Answer.denied(() -> "the object's row is an old one");
        }
        List<Authority> all = new ArrayList<>(2);
        ofToken.ifPresent(all::add);
        ofObject.ifPresent(acl -> all.add(ofObjects.get(acl, own -> authority(book.get(), own))));
        Answer answer = decide(all, request, requestors, at);
        if (answer.isGranted()) {
            granted.put(request, answer.grant());
            return answer;
        }
        return approved(all, request, at).orElse(answer);
    }

    private Answer decide(List<Authority> all, Request request, Set<Principal> who, Instant at) {
        Instant until = Instant.MAX;
        for (Authority authority : all) {
            Decision decision = decide(authority, request, who, at);
            if (decision instanceof Decision.Denied denied) {
                return Answer.denied(denied.miss()::toString);
            }
            Instant end = ((Decision.Allowed) decision).until();
            until = end.isBefore(until) ? end : until;
        }
        return Answer.granted(new Grant(until, List.of()));
    }

    private Decision decide(Authority authority, Request request, Set<Principal> who, Instant at) {
        Decision decision = null;
        for (Atom name : tokenNames) {
            decision = authority.decide(who, request.sexp(name), at);
            if (decision.isAllowed()) {
                break;
            }
        }
        return decision;
    }

    private static List<Atom> tokenNames(String serial, String label) {
        return SERIAL.matcher(label).matches() ? List.of(Atom.of(serial)) : List.of(Atom.of(serial), Atom.of(label));
    }

    /** Operators who have approved this very request stand beside who makes it (D30). */
    private Optional<Answer> approved(List<Authority> all, Request request, Instant at) {
        List<Approval> enough = new ArrayList<>();
        Instant until = Instant.MAX;
        for (Approval approval : Approval.of(token, request, at)) {
            Answer answer = decide(all, request, with(approval), at);
            if (answer.isGranted()) {
                Instant end = answer.grant().until().isBefore(approval.expires()) ? answer.grant().until() : approval.expires();
                if (approval.digest().isEmpty()) {
                    return Optional.of(Answer.granted(new Grant(end, List.of(approval))));
                }
                enough.add(approval);
                until = end.isBefore(until) ? end : until;
            }
        }
        return enough.isEmpty() ? Optional.empty() : Optional.of(Answer.granted(new Grant(until, enough)));
    }

    private Set<Principal> with(Approval approval) {
        Set<Principal> all = new HashSet<>(requestors);
        try {
            all.addAll(approval.operators());
        } catch (SpkiException e) {
            LOG.log(Level.WARNING, "left out: an approval that was changed outside of the token");
        }
        return all;
    }

    boolean satisfies(Principal subject) {
        Decision decision = authority(List.of(everything(subject))).decide(requestors, SexpList.of(), Instant.now());
        return decision instanceof Decision.Allowed allowed && allowed.until().equals(Instant.MAX);
    }

    /** Whether a list names a key: as a subject, as a member of a threshold, or by a name that certificates give it. */
    boolean names(Principal key, Optional<Acl> ofObject) {
        List<AclEntry> named = Stream.concat(book.flatMap(AclBook::acl).stream(), ofObject.stream())
            .flatMap(acl -> acl.entries().stream()).flatMap(entry -> members(entry.subject()))
            .map(Standing::everything).toList();
        return authority(named).decide(Set.of(key), SexpList.of(), Instant.now()).isAllowed();
    }

    private static Stream<Principal> members(Principal subject) {
        return subject instanceof Principal.Threshold threshold ? threshold.members().stream().flatMap(Standing::members)
            : Stream.of(subject);
    }

    private static AclEntry everything(Principal subject) {
        return new AclEntry(subject, false, Tag.everything(), Validity.always());
    }

    // what it is made of

    private int credentials() {
        return presented.credentials().size();
    }

    private Authority authority(AclBook opened, Acl acl) {
        List<AclEntry> entries = new ArrayList<>(acl.entries());
        entries.add(opened.owners());
        return authority(entries);
    }

    /** If all that was presented is too much to compute with, it is as if none of it were. */
    private Authority authority(List<AclEntry> entries) {
        try {
            return Authority.of(entries, presented.credentials(), presented.knownKeys());
        } catch (SpkiException e) {
            LOG.log(Level.WARNING, "credentials are left out: " + e.getMessage());
            return Authority.of(entries, List.of(), presented.knownKeys());
        }
    }

    private static Set<Principal> requestors(Peer peer, LoginState login, Presented presented) {
        Set<Principal> all = new HashSet<>(presented.keys());
        all.addAll(Requestors.of(peer));
        switch (login) {
            case USER -> all.add(AclBook.PIN_USER);
            case SO -> all.add(AclBook.PIN_SO);
            case PUBLIC -> { }
        }
        return all.stream().collect(Collectors.toUnmodifiableSet());
    }
}
