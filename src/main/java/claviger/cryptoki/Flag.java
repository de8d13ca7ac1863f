package claviger.cryptoki;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** A CKF_ flag of one of the standard's flag words; the same bit means different things in different words. */
public interface Flag {
    /** The bit. */
    long bit();

    /** The flag word of a set. */
    static long word(Collection<? extends Flag> flags) {
        return flags.stream().mapToLong(Flag::bit).reduce(0, (a, b) -> a | b);
    }

    /** The set of a flag word; bits without a constant are dropped. */
    static <F extends Enum<F> & Flag> Set<F> set(Class<F> type, long word) {
        Set<F> flags = EnumSet.allOf(type);
        flags.removeIf(flag -> (word & flag.bit()) == 0);
        return flags;
    }
}
