package claviger.random;

import static claviger.cryptoki.Cka.CKA_COPYABLE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;

import claviger.cryptoki.Cka;
import java.util.Optional;

/** The flags that C_SetAttributeValue changes, and the value at which each of them sticks (C6, the tables of K). */
enum Changeable {
    COPYABLE   (CKA_COPYABLE,    false),
    SENSITIVE  (CKA_SENSITIVE,   true),
    EXTRACTABLE(CKA_EXTRACTABLE, false),
    /** What permits the use of a key, and can be taken and given back. */
    PERMISSION (null,            null);

    private final Cka<Boolean> attribute;
    private final Boolean sticking;

    Changeable(Cka<Boolean> attribute, Boolean sticking) {
        this.attribute = attribute;
        this.sticking = sticking;
    }

    Cka<Boolean> attribute(ObjectKind kind) {
        return Optional.ofNullable(attribute).orElse(kind.permission());
    }

    boolean sticksAt(boolean value) {
        return sticking != null && sticking == value;
    }

    /** The standard's tables give it to this kind of object. */
    boolean isOf(ObjectKind kind) {
        return switch (this) {
            case COPYABLE -> true;
            case SENSITIVE, EXTRACTABLE -> kind.isSecret();
            case PERMISSION -> kind.isKey();
        };
    }
}
