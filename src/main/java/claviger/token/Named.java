package claviger.token;

import java.lang.ref.WeakReference;
import java.util.Optional;

/**
 * What a handle names. The attachment is there because all tokens of an application share its numbers. Remembers a key
 * of the token that has been used, until the token drops objects from its memory. Safe between threads.
 */
final class Named {
    private final Attachment attachment;
    private final String uniqueId;
    private final boolean isPrivate;
    private volatile Seen seen;

    /** Weak, so that the token's limit on what it has in memory stays the limit. */
    private record Seen(WeakReference<StorageObject> object, long drops) {
    }

    Named(Attachment attachment, String uniqueId, boolean isPrivate) {
        this.attachment = attachment;
        this.uniqueId = uniqueId;
        this.isPrivate = isPrivate;
    }

    boolean isOf(Attachment other) {
        return attachment == other;
    }

    String uniqueId() {
        return uniqueId;
    }

    boolean isPrivate() {
        return isPrivate;
    }

    /** The object as of the sync with which the call began, or later, if it is there. Does not look at who asks. */
    Optional<StorageObject> object() {
        long drops = attachment.token().drops();
        Seen before = seen;
        StorageObject same = before == null || before.drops != drops ? null : before.object.get();
        if (same != null) {
            return Optional.of(same);
        }
        Optional<StorageObject> now = attachment.object(uniqueId);
        if (now.isPresent() && now.get().isToken() && now.get().admission() != null) {
            seen = new Seen(new WeakReference<>(now.get()), drops);
        }
        return now;
    }
}
