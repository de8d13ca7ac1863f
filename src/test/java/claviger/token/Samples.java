package claviger.token;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Ckc.CKC_X_509;
import static claviger.cryptoki.Cko.CKO_CERTIFICATE;
import static claviger.cryptoki.Cko.CKO_DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Template;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Templates that the tests of this package share. Key material is arbitrary bytes, which nothing here looks at. */
final class Samples {
    static final MaterialCheck ANYTHING = (objectClass, keyType, material) -> material;

    private Samples() {
    }

    /** The class and type of every kind of object that can be made. */
    static List<Template> kinds() {
        List<Template> kinds = new ArrayList<>();
        kinds.add(Template.EMPTY.with(CKA_CLASS, CKO_DATA));
        kinds.add(Template.EMPTY.with(CKA_CLASS, CKO_CERTIFICATE).with(CKA_CERTIFICATE_TYPE, CKC_X_509));
        for (Cko objectClass : Cko.values()) {
            for (Ckk keyType : KeySchemas.keyTypes(objectClass)) {
                kinds.add(key(objectClass, keyType));
            }
        }
        return kinds;
    }

    static Template key(Cko objectClass, Ckk keyType) {
        return Template.EMPTY.with(CKA_CLASS, objectClass).with(CKA_KEY_TYPE, keyType);
    }

    /** Some value of an attribute; {@code true} if it is a flag. */
    static Template some(Cka<?> attribute) {
        Object kind = attribute.kind();
        byte[] form = kind == Kind.BOOL ? new byte[] {1}
            : kind == Kind.ULONG || kind == Kind.MECHANISMS ? new byte[] {0, 0, 0, 0, 0, 0, 0, 1}
            : kind == Kind.DATE ? "20260101".getBytes()
            : kind == Kind.CLASS || kind == Kind.KEY_TYPE || kind == Kind.CERTIFICATE_TYPE ? new byte[8]
            : kind == Kind.TEMPLATE ? new byte[0] : new byte[] {1, 2, 3};
        return Template.decoded(List.of(new claviger.cryptoki.Attribute(attribute.code(), form)));
    }

    /** A template of this kind with all that an origin requires and nothing else. */
    static Template required(Origin origin, Template kind) {
        Template required = kind;
        Schema schema = Schemas.of(kind);
        for (Schema.Row<?> row : schema.rows()) {
            if (origin.requires(row) && !kind.has(row.attribute())) {
                required = required.with(some(row.attribute()));
            }
        }
        if (origin == Origin.CREATE) {
            for (java.util.Set<Cka<?>> alternatives : schema.alternatives()) {
                Cka<?> first = alternatives.contains(Cka.CKA_VALUE) ? Cka.CKA_VALUE : alternatives.iterator().next();
                required = required.with(some(first));
            }
        }
        return required;
    }

    static void assertRefused(Ckr expected, Executable call) {
        assertRefused(expected, "", call);
    }

    static void assertRefused(Ckr expected, String what, Executable call) {
        assertEquals(expected, assertThrows(CkrException.class, call, what).ckr(), what);
    }
}
