package claviger.spki;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Questions about a few keys that grant each other things in circles, by hashes, names and thresholds. With the same seed
 * and other labels for the keys they are the same but for the labels.
 */
final class RandomInputs {
    private static final List<Tag> TAGS = tags("(*)", "(*)", "(t)", "(t a)", "(t b)", "(t (* set a b))",
        "(t (* prefix a))", "(t (*) x)", "(t (* range numeric (ge \"1\") (l \"30\")))", "(t (* prefix \"1\"))",
        "(* set (t a) (t (*) x) (u))", "(t (* range alpha (ge a) (l b)))");
    private static final List<Sexp> REQUESTS = Sexp.sequence("(t a) (t a x) (t b) (t ab x) (t \"12\") (u v) (t)");
    private static final List<Validity> PERIODS = periods("", "", "", "(not-before \"2000\")", "(not-after \"2001\")",
        "(not-before \"2000-03-01\") (not-after \"2001-01-01_00:00:00\")", "(not-before \"2000-01\")", "(not-before \"2001\")",
        "(not-before \"2002\") (not-after \"2001\")");
    private static final List<String> TIMES =
        List.of("2000-02-01T00:00:00Z", "2000-06-01T12:00:00Z", "2001-01-01T00:00:00Z", "1999-01-01T00:00:00Z");
    private static final int KEYS = 5;

    private final SplittableRandom random;
    private final IntFunction<String> labels;

    RandomInputs(long seed, IntFunction<String> labels) {
        random = new SplittableRandom(seed);
        this.labels = labels;
    }

    private static List<Tag> tags(String... texts) {
        return Stream.of(texts).map(Sexp::read).map(Tag::of).toList();
    }

    private static List<Validity> periods(String... texts) {
        return Stream.of(texts).map(text -> Validity.read(Sexp.read("(valid " + text + ")"))).toList();
    }

    Inputs next() {
        List<AclEntry> base = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            base.add(entry());
        }
        List<Credential> credentials = new ArrayList<>();
        for (int i = random.nextInt(0, 10); i > 0; i--) {
            credentials.add(credential());
        }
        Set<Principal> requestors = new LinkedHashSet<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            requestors.add(random.nextInt(8) == 0 ? other() : random.nextInt(8) == 0 ? hash() : key());
        }
        return new Inputs(base, credentials, requestors, any(REQUESTS), Instant.parse(any(TIMES)));
    }

    AclEntry entry() {
        return new AclEntry(subject(2), random.nextInt(4) > 0, tag(), validity());
    }

    Credential credential() {
        Principal issuer = random.nextInt(8) == 0 ? hash() : key();
        return random.nextInt(3) > 0
            ? new Credential.AuthCert(issuer, subject(1), random.nextInt(4) > 0, tag(), validity())
            : new Credential.NameCert(issuer, Atom.of(random.nextBoolean() ? "a" : "b"), subject(1), validity());
    }

    Tag tag() {
        return any(TAGS);
    }

    Principal.Key key() {
        return new Principal.Key(SexpList.named("public-key", Atom.of(labels.apply(random.nextInt(KEYS)))));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private Principal subject(int depth) {
        int kind = random.nextInt(20);
        if (kind < 10) {
            return key();
        } else if (kind < 12) {
            return hash();
        } else if (kind == 12) {
            return other();
        } else if (kind < 17 || depth == 0) {
            return new Principal.Name(random.nextInt(8) == 0 ? hash() : key(),
                random.nextInt(3) > 0 ? List.of(Atom.of("a")) : List.of(Atom.of("b"), Atom.of("a")));
        }
        List<Principal> members = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            members.add(subject(depth - 1));
        }
        return new Principal.Threshold(random.nextInt(1, members.size() + 1), members);
    }

    private Principal hash() {
        return HashAlgorithm.SHA256.of(key().sexp());
    }

    private Principal other() {
        return new Principal.Other(SexpList.named("unix", Atom.of("uid"), Atom.of("" + random.nextInt(2))));
    }

    private Validity validity() {
        return any(PERIODS);
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
