package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import claviger.spki.Atom;
import claviger.spki.SexpList;
import java.util.Locale;
import java.util.Set;

/**
 * An object as a tag sees it: what stands in the places of the class and of the object, the one form in which requests
 * name it so that lists align: {@code private-key (obj <unique id> <label> (id <CKA_ID>))}.
 *
 * @param uniqueId CKA_UNIQUE_ID, empty for an object that is about to be made
 * @param revision of its row
 */
record ObjectForm(String uniqueId, long revision, Atom objectClass, SexpList object) {
    /** What callers choose and grants go by: to change one is to change who may use the object (see {@link Right#ADMIN_ACL}). */
    static final Set<Cka<?>> NAMES = Set.of(CKA_LABEL, CKA_ID);

    private static final byte[] NO_ID = {};
    private static final int PREFIX = "CKO_".length();

    /** An object that is about to be made. */
    static ObjectForm ofNew(Template attributes) {
        return of("", 0, attributes);
    }

    /** An object that is there. */
    static ObjectForm of(String uniqueId, long revision, Template attributes) {
        return new ObjectForm(uniqueId, revision, word(attributes), SexpList.named("obj", Atom.of(uniqueId),
            Atom.of(attributes.get(CKA_LABEL, "")), SexpList.named("id", Atom.of(attributes.get(CKA_ID, NO_ID)))));
    }

    private static Atom word(Template attributes) {
        String name = attributes.require(CKA_CLASS).name().substring(PREFIX);
        return Atom.of(name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
