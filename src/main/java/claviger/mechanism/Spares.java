package claviger.mechanism;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Objects with a key in them that serve one operation at a time, waiting for the next one: stacks without locks, one for
 * each of the {@link Stripes}. An operation takes one away, from its thread's stack if there is one, and puts it back onto
 * that after success; what failed is dropped. Safe between threads.
 */
final class Spares {
    /** For each stack: with all of them as many as threads compute with one key at once; the rest is made anew. */
    private static final int MOST = 8;
    private static final Node CLOSED = new Node(null, null, 0);

    private final AtomicReferenceArray<Node> tops = new AtomicReferenceArray<>(Stripes.LENGTH);

    private record Node(Erasable spare, Node next, int depth) {
    }

    /** One that nobody else has, or null. */
    Erasable take() {
        int mine = Stripes.mine();
        Erasable spare = take(mine);
        for (int at = 0; spare == null && at < Stripes.LENGTH; at += Stripes.APART) {
            spare = take(at);
        }
        return spare;
    }

    private Erasable take(int at) {
        while (true) {
            Node node = tops.get(at);
            if (node == null || node == CLOSED) {
                return null;
            }
            if (tops.compareAndSet(at, node, node.next)) {
                return node.spare;
            }
        }
    }

    /** Puts one back. Where it is one too many, or after {@link #close}, it is erased. */
    void put(Erasable spare) {
        int mine = Stripes.mine();
        while (true) {
            Node node = tops.get(mine);
            int depth = node == null ? 1 : node.depth + 1;
            if (node == CLOSED || depth > MOST) {
                spare.erase();
                return;
            }
            if (tops.compareAndSet(mine, node, new Node(spare, node, depth))) {
                return;
            }
        }
    }

    /** Erases all that are here and all that come. */
    void close() {
        for (int at = 0; at < Stripes.LENGTH; at += Stripes.APART) {
            for (Node node = tops.getAndSet(at, CLOSED); node != null && node != CLOSED; node = node.next) {
                node.spare.erase();
            }
        }
    }
}
