package claviger.token;

import claviger.cryptoki.Template;
import claviger.store.IndexEntry;
import claviger.store.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a search finds: objects in memory, and then those of the token, oldest first. Of the token's it is the ones that
 * were there when the search began and match when their page is read (F4). To begin reads one page, however many objects
 * there are (F5). Used in its session's turn.
 */
final class Search implements Iterator<StorageObject> {
    private static final int PAGE = 256;

    private final Token token;
    private final Opened opened;
    private final Optional<List<IndexEntry>> entries;
    private final boolean privateToo;
    private final Predicate<StorageObject> matches;
    private final Deque<StorageObject> ready;
    private Optional<Span> next;

    /**
     * @param opened     what is read of each object
     * @param privateToo whether private objects are found too
     * @param matches    whether an object, which the index may have found, is one of those that are searched for
     * @param inMemory   what is found besides
     */
    Search(Token token, Template template, Opened opened, boolean privateToo, Predicate<StorageObject> matches,
            List<StorageObject> inMemory) {
        this.token = token;
        this.opened = opened;
        this.privateToo = privateToo;
        this.matches = matches;
        this.ready = new ArrayDeque<>(inMemory);
        this.entries = token.withMaster(key -> Rows.entries(template, privateToo ? key : null));
        read(new Span(0, Span.NO_END, PAGE));
    }

    private void read(Span span) {
        Token.Page page = token.page(entries, span, privateToo, opened);
        page.found().stream().filter(matches).forEach(ready::add);
        next = page.next();
    }

    @Override public boolean hasNext() {
        while (ready.isEmpty() && next.isPresent()) {
            read(next.get());
        }
        return !ready.isEmpty();
    }

    @Override public StorageObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}
