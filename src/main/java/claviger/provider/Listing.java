package claviger.provider;

import claviger.cryptoki.ObjectsVersion;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All entries by alias, kept for as long as the token says that its objects are the same: whoever walks through the
 * aliases asks for each of them several times, and reads the token once. Memory that runs short takes it. Safe between
 * threads.
 */
final class Listing {
    private final Token token;
    private volatile SoftReference<Kept> last = new SoftReference<>(null);

    private record Kept(ObjectsVersion version, Map<String, Entry> entries) {
    }

    Listing(Token token) {
        this.token = token;
    }

    /** The entries, if nothing has changed since they were read. */
    Optional<Map<String, Entry>> kept() {
        Kept kept = last.get();
        return kept == null ? Optional.empty()
            : token.version().filter(kept.version::equals).map(version -> kept.entries);
    }

    /** The entries as they are now. @param reading how they are read, if something has changed */
    Map<String, Entry> now(Supplier<Map<String, Entry>> reading) {
        return kept().orElseGet(() -> {
            Optional<ObjectsVersion> version = token.version();      // before reading: what changes meanwhile has another
            Map<String, Entry> entries = reading.get();
            version.ifPresent(read -> last = new SoftReference<>(new Kept(read, entries)));
            return entries;
        });
    }
}
