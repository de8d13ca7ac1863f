package claviger.token;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_CLAVIGER_ACL;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which attributes of a row are opened, since each one that is sealed costs a decryption: all of them, for an object that
 * is kept, or those that a listing needs.
 *
 * @param only null for all
 */
record Opened(Set<Cka<?>> only) {
    static final Opened ALL = new Opened(null);

    /** By which an object is told apart, {@link Reading} says what it shows, and {@link Grants} who may see it. */
    private static final List<Cka<?>> ALWAYS = List.of(CKA_CLASS, CKA_KEY_TYPE, CKA_CERTIFICATE_TYPE, CKA_UNIQUE_ID,
        CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_LOCAL, CKA_LABEL, CKA_ID, CKA_CLAVIGER_ACL);

    /** What it takes to compare objects with a template and to show some of their attributes. */
    static Opened of(Template template, List<Cka<?>> shown) {
        Set<Cka<?>> all = new HashSet<>(ALWAYS);
        all.addAll(template.attributes());
        all.addAll(shown);
        return new Opened(all);
    }

    boolean isAll() {
        return only == null;
    }

    boolean has(Cka<?> attribute) {
        return only == null || only.contains(attribute);
    }
}
