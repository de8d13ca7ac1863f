package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECAPSULATE;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_END_DATE;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_SIGN_RECOVER;
import static claviger.cryptoki.Cka.CKA_START_DATE;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_VERIFY_RECOVER;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyTypes;
import java.util.List;
import java.util.Set;

/**
 * What C_DeriveKey with CKM_PUB_KEY_FROM_PRIV_KEY makes (6.43): the public key of a private key, which it takes after in
 * everything that the caller's template is silent about. CKA_DERIVE_TEMPLATE is for secrets and has no say here, and
 * CKA_KEY_GEN_MECHANISM would not be shown, since CKA_LOCAL is false (4.7).
 */
record PublicHalf(Session session, Template given) {

    private record Mirrored(Cka<Boolean> use, Cka<Boolean> ofPrivateKey) {
    }

    private static final List<Mirrored> MIRRORED = List.of(
        new Mirrored(CKA_ENCRYPT,        CKA_DECRYPT),
        new Mirrored(CKA_VERIFY,         CKA_SIGN),
        new Mirrored(CKA_VERIFY_RECOVER, CKA_SIGN_RECOVER),
        new Mirrored(CKA_WRAP,           CKA_UNWRAP),
        new Mirrored(CKA_ENCAPSULATE,    CKA_DECAPSULATE),
        new Mirrored(CKA_DERIVE,         CKA_DERIVE));

    private static final Set<Cka<?>> COPIED =
        Set.of(CKA_ID, CKA_SUBJECT, CKA_START_DATE, CKA_END_DATE, CKA_ALLOWED_MECHANISMS);

    /** The complete attributes of the public key. @param half its key material */
    Template of(StorageObject privateKey, Template half) {
        Template base = privateKey.attributes();
        Template taken = base.only(COPIED::contains).with(ObjectFunctions.policy(session).published(mirrored(base)));
        Template implied = half.only(given::has).with(CKA_CLASS, CKO_PUBLIC_KEY)
            .with(CKA_KEY_TYPE, privateKey.keyType());
        return KeyFunctions.admitted(session, Origin.DERIVE, taken.with(given), implied)
            .derived(KeyTypes::completed, Template.EMPTY, 0, half);
    }

    private static Template mirrored(Template base) {
        Template uses = Template.EMPTY;
        for (Mirrored mirrored : MIRRORED) {
            uses = uses.with(mirrored.use(), base.is(mirrored.ofPrivateKey()));
        }
        return uses;
    }
}
