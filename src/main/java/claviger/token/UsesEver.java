package claviger.token;

import static claviger.cryptoki.Cka.CKA_DECAPSULATE;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_SIGN_RECOVER;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_VERIFY_RECOVER;
import static claviger.cryptoki.Cka.CKA_WRAP;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Template;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The uses that a key, or the other half of its pair, has had at any time of its life (Z1). A key carries them in an
 * attribute that no table has a row for: no caller gives it, reads it or finds a key by it, and a copy has it too.
 */
final class UsesEver {
    /** Of the range that the standard leaves to vendors. */
    static final Cka<byte[]> ATTRIBUTE = new Cka<>("CKA_CLAVIGER_USES_EVER", 0x8043_4c01L, Kind.BYTES);

    /** The bits, in the order in which rows have them: append only. */
    private static final List<Cka<Boolean>> BITS = List.of(CKA_ENCRYPT, CKA_DECRYPT, CKA_SIGN, CKA_SIGN_RECOVER,
        CKA_VERIFY, CKA_VERIFY_RECOVER, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE, CKA_ENCAPSULATE, CKA_DECAPSULATE);

    private final BitSet uses;

    private UsesEver(BitSet uses) {
        this.uses = uses;
    }

    /** The history of a key, with what it may be used for now. */
    static UsesEver of(Template key) {
        BitSet uses = BitSet.valueOf(key.get(ATTRIBUTE, new byte[0]));
        for (int bit = 0; bit < BITS.size(); bit++) {
            if (key.is(BITS.get(bit))) {
                uses.set(bit);
            }
        }
        return new UsesEver(uses);
    }

    /** A key that has none of the uses: what there is before somebody says which it has. @param has which there can be */
    static Template none(Predicate<Cka<?>> has) {
        return BITS.stream().filter(has).reduce(Template.EMPTY, (none, use) -> none.with(use, false), Template::with);
    }

    /** What a key may be used for now, as one that is being made: it has no history. */
    static UsesEver ofNew(Template key) {
        return of(key.without(ATTRIBUTE));
    }

    UsesEver and(UsesEver other) {
        BitSet both = (BitSet) uses.clone();
        both.or(other.uses);
        return new UsesEver(both);
    }

    boolean has(Cka<Boolean> use) {
        return uses.get(BITS.indexOf(use));
    }

    /** What the key has to carry. */
    Template kept() {
        return Template.EMPTY.with(ATTRIBUTE, uses.toByteArray());
    }
}
