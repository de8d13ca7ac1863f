package claviger.token;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import claviger.spki.Atom;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One request as the ACLs are asked it: what stands in a tag is compared with
 * {@code (pkcs11 <token> <right> <class> (obj <unique id> <label> (id <CKA_ID>)) <mechanism> (hash <name>))}, of which a
 * request that concerns no object ends after the right and one without a mechanism after the object. It holds no
 * {@code (*)}, and the widest place comes first, since a shorter list is the wider one (AC42).
 *
 * @param object none if it concerns the token as a whole
 * @param hash   of the mechanism's parameter, where that names one
 */
record Request(Right right, Optional<ObjectForm> object, Optional<Ckm> mechanism, Optional<Ckm> hash) {
    private static final int PREFIX = "CKM_".length();

    static Request of(Right right) {
        return new Request(right, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Request of(Right right, ObjectForm object) {
        return new Request(right, Optional.of(object), Optional.empty(), Optional.empty());
    }

    static Request of(Right right, ObjectForm object, Mechanism mechanism) {
        return new Request(right, Optional.of(object), Optional.of(mechanism.type()), hash(mechanism.parameters()));
    }

    private static Optional<Ckm> hash(Parameters parameters) {
        if (parameters instanceof Parameters.Pss pss) {
            return Optional.ofNullable(pss.hash());
        } else if (parameters instanceof Parameters.Oaep oaep) {
            return Optional.ofNullable(oaep.hash());
        } else if (parameters instanceof Parameters.RsaAesKeyWrap wrap) {
            return Optional.ofNullable(wrap.oaep()).map(Parameters.Oaep::hash);
        } else if (parameters instanceof Parameters.HashSignContext context) {
            return Optional.ofNullable(context.hash());
        } else if (parameters instanceof Parameters.Hkdf hkdf) {
            return Optional.ofNullable(hkdf.hash());
        }
        return Optional.empty();
    }

    /** @param token the token's label, or its serial number: a tag may name either */
    SexpList sexp(Atom token) {
        List<Sexp> places = new ArrayList<>(7);
        places.add(Atom.of("pkcs11"));
        places.add(token);
        places.add(Atom.of(right.word()));
        object.ifPresent(form -> {
            places.add(form.objectClass());
            places.add(form.object());
        });
        mechanism.ifPresent(type -> {
            places.add(Atom.of(type.name()));
            places.add(SexpList.named("hash", Atom.of(hash.map(Request::word).orElse("none"))));
        });
        return SexpList.of(places);
    }

    /** CKM_SHA256 is sha256, CKM_SHA3_256 sha3-256. */
    private static String word(Ckm digest) {
        return digest.name().substring(PREFIX).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
