package claviger.mechanism;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Objects with a key in them that serve one operation at a time, waiting for the next one: a stack without locks. An
 * operation takes one away and puts it back after success; what failed is dropped. Safe between threads.
 */
final class Spares {
    /** As many as threads compute with one key at once, for all but the largest machines; the rest is made anew. */
    private static final int MOST = 32;
    private static final Node CLOSED = new Node(null, null, 0);

    private final AtomicReference<Node> top = new AtomicReference<>();

    private record Node(Erasable spare, Node next, int depth) {
    }

    /** One that nobody else has, or null. */
    Erasable take() {
        while (true) {
            Node node = top.get();
            if (node == null || node == CLOSED) {
                return null;
            }
            if (top.compareAndSet(node, node.next)) {
                return node.spare;
            }
        }
    }

    /** Puts one back. Where it is one too many, or after {@link #close}, it is erased. */
    void put(Erasable spare) {
        while (true) {
            Node node = top.get();
            int depth = node == null ? 1 : node.depth + 1;
            if (node == CLOSED || depth > MOST) {
                spare.erase();
                return;
            }
            if (top.compareAndSet(node, new Node(spare, node, depth))) {
                return;
            }
        }
    }

    /** Erases all that are here and all that come. */
    void close() {
        for (Node node = top.getAndSet(CLOSED); node != null && node != CLOSED; node = node.next) {
            node.spare.erase();
        }
    }
}
