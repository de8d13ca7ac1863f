package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECAPSULATE;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckm.CKM_AES_CCM;
import static claviger.cryptoki.Ckm.CKM_AES_GCM;
import static claviger.cryptoki.Ckm.CKM_EXTRACT_KEY_FROM_KEY;
import static claviger.cryptoki.Ckm.CKM_SHA256_KEY_DERIVATION;
import static claviger.cryptoki.Ckm.CKM_XOR_BASE_AND_DATA;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyMaterial;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The policy {@code safe}: refuses the known attacks on keys that the standard allows (Z1 to Z7, Z10, Z13, Z16, Z17).
 * What is refused under every policy (Z8, Z9, Z12, Z18, Z20) is not here but in the tables of mechanisms and attributes.
 */
final class SafePolicy implements PolicyRules {
    static final SafePolicy INSTANCE = new SafePolicy();

    private static final Set<Ckk> ALL_TYPES = EnumSet.allOf(Ckk.class);
    private static final Set<Ckk> AES = EnumSet.of(CKK_AES);

    /** Types that derive, by way of HMAC or CMAC, and that sign by the same. */
    private static final Set<Ckk> SECRETS = EnumSet.of(CKK_AES, CKK_GENERIC_SECRET);

    /**
     * Two uses that no key has over its whole life, whether at once or one after the other. The second is one that a
     * key can get from a blob, the first, but for CKA_SIGN, is not: so who has the first goes into no blob (Z3).
     */
    private record Conflict(String rule, Set<Ckk> types, Cka<Boolean> one, Cka<Boolean> other, String attack) {
    }

    private static final List<Conflict> CONFLICTS = List.of(
        new Conflict("Z1",  ALL_TYPES, CKA_WRAP,   CKA_DECRYPT, "decrypts what it has wrapped"),
        new Conflict("Z2",  ALL_TYPES, CKA_UNWRAP, CKA_ENCRYPT, "unwraps what a caller has chosen and encrypted"),
        new Conflict("Z16", AES,       CKA_DERIVE, CKA_ENCRYPT, "encrypts data into the keys that it derives"),
        new Conflict("Z16", SECRETS,   CKA_DERIVE, CKA_SIGN,    "computes by MACs the keys that it derives"),
        new Conflict("Z16", AES,       CKA_DERIVE, CKA_DECRYPT, "decrypts by counting to the keys that it derives"),
        new Conflict("Z16", AES,       CKA_DERIVE, CKA_WRAP,    "wraps a known key by counting to those that it derives"),
        new Conflict("Z17", AES,       CKA_SIGN,   CKA_ENCRYPT, "computes MACs block by block"));

    /**
     * Uses that a key has from the start or never gets (Z4): of two copies of a key, or the two halves of a pair, each
     * could get one of two uses that contradict each other; one of every two in the table above is here.
     */
    private record Settled(Set<Ckk> types, Cka<Boolean> use) {
    }

    private static final List<Settled> SETTLED = List.of(
        new Settled(ALL_TYPES, CKA_WRAP),
        new Settled(ALL_TYPES, CKA_UNWRAP),
        new Settled(ALL_TYPES, CKA_DERIVE),
        new Settled(ALL_TYPES, CKA_DECAPSULATE),
        new Settled(AES, CKA_SIGN));

    /** What a key is not good for that came in a blob which says nothing about it (Z3, Z13). */
    private static final List<Cka<Boolean>> NEVER_UNWRAPPED =
        List.of(CKA_WRAP, CKA_UNWRAP, CKA_DERIVE, CKA_DECAPSULATE, CKA_TRUSTED);

    /** Mechanisms by which a secret is cut into pieces small enough to search, or changed bit by bit (Z7). */
    private static final Set<Ckm> CUTTING =
        EnumSet.of(CKM_EXTRACT_KEY_FROM_KEY, CKM_XOR_BASE_AND_DATA, CKM_SHA256_KEY_DERIVATION);

    /** Mechanisms that hide a key by adding a stream to it. */
    private static final Set<Ckm> COUNTING = EnumSet.of(CKM_AES_GCM, CKM_AES_CCM);

    private static final int LEAST_DERIVED_BYTES = 16;
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);

    private SafePolicy() {
    }

    @Override public Template settled(Origin origin, Template asked, Template object, boolean so) {
        if (!isKey(object)) {
            return Template.EMPTY;
        }
        Template yielding = yielding(asked, object, UsesEver.ofNew(asked));
        UsesEver uses = UsesEver.ofNew(object.with(yielding));
        requireNoConflict(object, uses);
        requireHidden(uses, object);
        requireExponent(object, CKR_TEMPLATE_INCONSISTENT::because);
        Template settled = yielding.with(uses.kept());
        return switch (origin) {
            case GENERATE, BOUND -> settled;      // a blob brings its history besides
            case CREATE -> {
                if (object.is(CKA_WRAP) && !(so && object.is(CKA_TRUSTED))) {
                    throw CKR_TEMPLATE_INCONSISTENT.because(
                        "whoever imports a key knows it: only the SO makes it wrap, as CKA_TRUSTED (Z5)");
                }
                yield settled;
            }
            case DERIVE, ENCAPSULATE, FROM_PASSWORD -> {
                if (object.is(CKA_WRAP)) {
                    throw CKR_TEMPLATE_INCONSISTENT.because(
                        "a key that somebody can derive again, or has sent, does not wrap (Z3, Z5)");
                }
                yield settled;
            }
            case UNWRAP -> {
                for (Cka<Boolean> use : NEVER_UNWRAPPED) {
                    if (object.is(use)) {
                        throw CKR_TEMPLATE_INCONSISTENT.because("an unwrapped key does not get %s (Z3, Z13)", use);
                    }
                }
                yield settled.with(CKA_EXTRACTABLE, false);
            }
        };
    }

    @Override public Template paired(Template asked, Template half, Template otherAsked, Template other) {
        UsesEver wanted = UsesEver.ofNew(asked).and(UsesEver.ofNew(otherAsked));
        Template yielding = yielding(asked, half, wanted);
        UsesEver both = UsesEver.ofNew(half.with(yielding))
            .and(UsesEver.ofNew(other.with(yielding(otherAsked, other, wanted))));
        requireNoConflict(half, both);
        requireHidden(both, half);
        return yielding.with(both.kept());
    }

    /** Uses that a new key has by default alone and that give way to those that somebody asks for. */
    private static Template yielding(Template asked, Template key, UsesEver wanted) {
        Template yielding = Template.EMPTY;
        for (Conflict conflict : conflicts(key)) {
            if (wanted.has(conflict.one()) && !asked.has(conflict.other()) && key.is(conflict.other())) {
                yielding = yielding.with(conflict.other(), false);
            }
            if (wanted.has(conflict.other()) && !asked.has(conflict.one()) && key.is(conflict.one())) {
                yielding = yielding.with(conflict.one(), false);
            }
        }
        return yielding;
    }

    @Override public Template changed(Template before, Template after) {
        if (!isKey(before)) {
            return after;
        }
        UsesEver ever = UsesEver.of(before);
        Ckk type = before.require(CKA_KEY_TYPE);
        for (Settled settled : SETTLED) {
            if (settled.types().contains(type) && after.is(settled.use()) && !ever.has(settled.use())) {
                throw CKR_ATTRIBUTE_READ_ONLY.because("%s is given to a key when it is made or never (Z4)",
                    settled.use());
            }
        }
        UsesEver now = ever.and(UsesEver.of(after));
        for (Conflict conflict : conflicts(before, now)) {
            if (gains(before, after, conflict.one()) || gains(before, after, conflict.other())) {
                throw CKR_ATTRIBUTE_READ_ONLY.because("a key with %s and %s %s (%s)", conflict.one(),
                    conflict.other(), conflict.attack(), conflict.rule());
            }
        }
        if (gains(before, after, CKA_ENCRYPT)) {
            requireExponent(after, CKR_ATTRIBUTE_READ_ONLY::because);
        }
        return after.with(now.kept());
    }

    /** Who has imported the private key would unwrap what this one wraps (Z5); who has not has WRAP from the start. */
    @Override public Template published(Template mirrored) {
        return mirrored.with(CKA_WRAP, false);
    }

    @Override public boolean signsWithSha1() {
        return false;
    }

    @Override public void requireUsable(Ckm mechanism) {
        if (CUTTING.contains(mechanism)) {
            throw CKR_MECHANISM_INVALID.because("%s cuts keys to pieces (Z7)", mechanism);
        }
    }

    @Override public void requireWrappable(KeyMaterial wrapper, KeyMaterial target) {
        int wrapping = Strength.wrapping(wrapper);
        int wrapped = Strength.wrapped(target);
        if (wrapping < wrapped) {
            throw CKR_KEY_NOT_WRAPPABLE.because("a key of %d bits of strength does not protect one of %d (Z6)",
                wrapping, wrapped);
        }
    }

    /**
     * A blob of a counter mode is the key with a stream added: who has the stream, has the key. It comes from another
     * blob under the same IV, or from what else the wrapping key computes: by counting, or by GMAC (Z1, Z8).
     */
    @Override public void requireClosed(Ckm mechanism, Template wrapper, boolean callersIv) {
        if (!COUNTING.contains(mechanism)) {
            return;
        }
        if (callersIv) {
            throw CKR_KEY_NOT_WRAPPABLE.because("two keys under one IV give each other away: wrap with %s by "
                + "C_WrapKeyAuthenticated and an IV that is generated (Z8)", mechanism);
        }
        UsesEver ever = UsesEver.of(wrapper);
        for (Cka<Boolean> use : List.of(CKA_ENCRYPT, CKA_DECRYPT, CKA_SIGN)) {
            if (ever.has(use)) {
                throw CKR_KEY_NOT_WRAPPABLE.because("a key with %s computes what %s hides keys with (Z1)", use, mechanism);
            }
        }
    }

    /** A key that came back as another would decrypt what it has wrapped, sign what it has derived (Z1, Z3, Z16). */
    @Override public void requireReimportable(Template key) {
        UsesEver ever = UsesEver.of(key);
        for (Conflict conflict : ofType(key)) {
            if (ever.has(conflict.one())) {
                throw CKR_KEY_NOT_WRAPPABLE.because("a key with %s can come back with %s, and %s (%s, Z3)",
                    conflict.one(), conflict.other(), conflict.attack(), conflict.rule());
            }
        }
    }

    @Override public void requireSeparate(Mechanism mechanism) {
        TlsSeparation.require(mechanism);
    }

    /** A key with WRAP comes from C_GenerateKey, or from the SO, so nobody else has made the blob (Z3, Z5). */
    @Override public void requireUnforgeable(Template unwrapping) {
        if (!UsesEver.of(unwrapping).has(CKA_WRAP)) {
            throw CKR_MECHANISM_INVALID.because("who may know the unwrapping key may have made the blob: it opens with a "
                + "key that has, or had, CKA_WRAP (Z3)");
        }
    }

    /** As a copy (Z4), and with the conflicts of both looked at once more: the blob may be older than one of them. */
    @Override public Template resumed(Template before, Template after) {
        if (!before.has(UsesEver.ATTRIBUTE)) {
            throw CKR_TEMPLATE_INCONSISTENT.because("a key of a token that does not remember its uses (Z3)");
        }
        Template key = changed(before, after);
        UsesEver ever = UsesEver.of(key);
        requireNoConflict(key, ever);
        requireHidden(ever, key);
        return key;
    }

    @Override public void requireDerivable(long cut, Template derived) {
        long length = derived.has(CKA_VALUE) ? derived.require(CKA_VALUE).length : Long.MAX_VALUE;
        long least = Math.max(LEAST_DERIVED_BYTES, (cut + 1) / 2);
        if (isKey(derived) && length < least) {
            throw CKR_TEMPLATE_INCONSISTENT.because("%d bytes of a key that may not be cut below %d (Z7)", length,
                least);
        }
    }

    private static boolean isKey(Template object) {
        return StorageObject.isKey(object.require(CKA_CLASS));
    }

    private static boolean gains(Template before, Template after, Cka<Boolean> use) {
        return after.is(use) && !before.is(use);
    }

    private static void requireNoConflict(Template key, UsesEver uses) {
        for (Conflict conflict : conflicts(key, uses)) {
            throw CKR_TEMPLATE_INCONSISTENT.because("a key with %s and %s %s (%s)", conflict.one(), conflict.other(),
                conflict.attack(), conflict.rule());
        }
    }

    /** Whoever can read a wrapping key, or the other half of its pair, unwraps outside what it has wrapped (Z5). */
    private static void requireHidden(UsesEver uses, Template key) {
        if (uses.has(CKA_WRAP) && key.require(CKA_CLASS) != CKO_PUBLIC_KEY && !key.is(CKA_SENSITIVE)
                && key.is(CKA_EXTRACTABLE)) {
            throw CKR_TEMPLATE_INCONSISTENT.because("a wrapping key that can be read opens what it has wrapped (Z5)");
        }
    }

    private static List<Conflict> ofType(Template key) {
        Ckk type = key.require(CKA_KEY_TYPE);
        return CONFLICTS.stream().filter(conflict -> conflict.types().contains(type)).toList();
    }

    /** A master secret signs Finished messages and derives, and its mechanisms keep the two apart. */
    private static List<Conflict> conflicts(Template key) {
        return TlsSeparation.isMasterSecret(key) ? ofType(key).stream()
            .filter(conflict -> conflict.one() != CKA_DERIVE || conflict.other() != CKA_SIGN).toList() : ofType(key);
    }

    private static List<Conflict> conflicts(Template key, UsesEver uses) {
        return conflicts(key).stream()
            .filter(conflict -> uses.has(conflict.one()) && uses.has(conflict.other())).toList();
    }

    private interface Refusing {
        CkrException because(String format, Object... arguments);
    }

    /** With a small exponent a root gives back what was encrypted, an even one decrypts to several messages (Z10). */
    private static void requireExponent(Template key, Refusing refusal) {
        if (key.require(CKA_CLASS) != CKO_PUBLIC_KEY || !key.has(CKA_PUBLIC_EXPONENT)
                || !key.is(CKA_ENCRYPT) && !key.is(CKA_WRAP)) {
            return;
        }
        BigInteger exponent = new BigInteger(1, key.require(CKA_PUBLIC_EXPONENT));
        if (!exponent.testBit(0) || exponent.compareTo(LEAST_EXPONENT) < 0) {
            throw refusal.because("CKA_ENCRYPT and CKA_WRAP need an odd CKA_PUBLIC_EXPONENT of at least 65537 (Z10)");
        }
    }
}
