package claviger.provider;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECAPSULATE;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;

import claviger.config.AttributeTemplates;
import claviger.config.AttributeTemplates.Operation;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What keys that are made or imported through the JCA may be used for: the uses of their type (D8), changed by the
 * configuration's attribute blocks, and by what the caller asks for. A caller that names any use gets those that it names
 * and no others, so that a wrapping key is not also a decrypting one.
 */
final class KeyUses {
    private static final List<Cka<Boolean>> PUBLIC = List.of(CKA_ENCRYPT, CKA_VERIFY, CKA_WRAP, CKA_ENCAPSULATE);
    private static final List<Cka<Boolean>> COUNTERPARTS =
        List.of(CKA_DECRYPT, CKA_SIGN, CKA_UNWRAP, CKA_DECAPSULATE);
    private static final List<Cka<Boolean>> PRIVATE =
        List.of(CKA_DECRYPT, CKA_SIGN, CKA_UNWRAP, CKA_DERIVE, CKA_DECAPSULATE);
    private static final List<Cka<Boolean>> SECRET =
        List.of(CKA_ENCRYPT, CKA_DECRYPT, CKA_SIGN, CKA_VERIFY, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE);

    private KeyUses() {
    }

    /** The template of a new key. @param asked what the caller wants, attributes of any kind */
    static Template template(AttributeTemplates blocks, Operation operation, Cko objectClass, Ckk type, Template asked) {
        List<Cka<Boolean>> possible = possible(objectClass, type);
        boolean named = possible.stream().anyMatch(asked::has);
        Set<Cka<Boolean>> on = named ? Set.of() : ofType(objectClass, type);
        Template configured = blocks.applied(operation, objectClass, type, Template.EMPTY);
        Template uses = Template.EMPTY;
        for (Cka<Boolean> use : possible) {
            uses = uses.with(use, on.contains(use) && !contradicted(use, type, configured));
        }
        return blocks.applied(operation, objectClass, type, uses).with(asked)
            .with(CKA_CLASS, objectClass).with(CKA_KEY_TYPE, type);
    }

    /** The uses of a public key that belong to those which the private one is asked to have. */
    static Template ofOtherHalf(Template asked) {
        Template uses = Template.EMPTY;
        for (int i = 0; i < PUBLIC.size(); i++) {
            Optional<Boolean> use = asked.get(COUNTERPARTS.get(i));
            uses = use.isPresent() ? uses.with(PUBLIC.get(i), use.get()) : uses;
        }
        return uses;
    }

    /** A use that a key has only because of its type gives way to one that was configured (Z1, Z2, Z16, Z17). */
    private static boolean contradicted(Cka<Boolean> use, Ckk type, Template configured) {
        if (use.equals(CKA_DECRYPT)) {
            return configured.is(CKA_WRAP) || type == Ckk.CKK_AES && configured.is(CKA_DERIVE);
        }
        return use.equals(CKA_ENCRYPT) && (configured.is(CKA_UNWRAP)
            || type == Ckk.CKK_AES && (configured.is(CKA_SIGN) || configured.is(CKA_DERIVE)));
    }

    /** Those of PKCS#11 3.2 are for one type alone, and tokens of older versions refuse them. */
    private static List<Cka<Boolean>> possible(Cko objectClass, Ckk type) {
        List<Cka<Boolean>> all = switch (objectClass) {
            case CKO_PUBLIC_KEY -> PUBLIC;
            case CKO_PRIVATE_KEY -> PRIVATE;
            default -> SECRET;
        };
        return type == Ckk.CKK_ML_KEM ? all
            : all.stream().filter(use -> !use.equals(CKA_ENCAPSULATE) && !use.equals(CKA_DECAPSULATE)).toList();
    }

    private static Set<Cka<Boolean>> ofType(Cko objectClass, Ckk type) {
        boolean isPublic = objectClass == Cko.CKO_PUBLIC_KEY;
        return switch (type) {
            case CKK_RSA -> isPublic ? Set.of(CKA_ENCRYPT, CKA_VERIFY) : Set.of(CKA_DECRYPT, CKA_SIGN);
            case CKK_EC -> isPublic ? Set.of(CKA_VERIFY) : Set.of(CKA_SIGN, CKA_DERIVE);
            case CKK_EC_EDWARDS -> isPublic ? Set.of(CKA_VERIFY) : Set.of(CKA_SIGN);
            case CKK_EC_MONTGOMERY, CKK_DH -> isPublic ? Set.of() : Set.of(CKA_DERIVE);
            case CKK_ML_KEM -> isPublic ? Set.of(CKA_ENCAPSULATE) : Set.of(CKA_DECAPSULATE);
            case CKK_ML_DSA, CKK_SLH_DSA -> isPublic ? Set.of(CKA_VERIFY) : Set.of(CKA_SIGN);
            case CKK_AES, CKK_AES_XTS, CKK_CHACHA20 -> Set.of(CKA_ENCRYPT, CKA_DECRYPT);
            case CKK_HKDF -> Set.of(CKA_DERIVE);
            default -> Set.of(CKA_SIGN, CKA_VERIFY);
        };
    }
}
