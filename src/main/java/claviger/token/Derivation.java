package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DERIVE;
import static claviger.cryptoki.Cka.CKA_DERIVE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckm.CKM_HKDF_DATA;
import static claviger.cryptoki.Ckm.CKM_PUB_KEY_FROM_PRIV_KEY;
import static claviger.cryptoki.Cko.CKO_DATA;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyMaterial;
import claviger.mechanism.KeyTypes;
import claviger.mechanism.MechanismRow;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * One C_DeriveKey: what becomes of a base key, and of the other key that the parameter may name (K2, W4). A derivation
 * makes a secret key of whatever type the caller wants; CKM_HKDF_DATA makes a data object, CKM_PUB_KEY_FROM_PRIV_KEY a public key.
 * Those of TLS that make several at once are in {@link KeyMat}.
 */
record Derivation(Session session, Mechanism mechanism, Template given) {
    private static final int LONGEST_SECRET = 4096;

    /** The complete attributes of what is derived. */
    Template from(StorageObject base, KeyMaterial material, MechanismRow row) {
        if (mechanism.type() == CKM_PUB_KEY_FROM_PRIV_KEY) {
            return new PublicHalf(session, given)
                .of(base, row.algorithm().publicHalf(material, mechanism.parameters()));
        }
        Optional<ObjectHandle> named = mechanism.parameters() instanceof Parameters.WithKey with
            ? with.key() : Optional.empty();
        if (named.isEmpty()) {
            return derived(row, List.of(base.attributes()),
                length -> row.algorithm().derive(material, mechanism.parameters(), length));
        }
        return KeyUse.DERIVE.with(session, mechanism, named.get(), (other, same) -> {
            try (HeldKey.Lease lease = other.lease()) {
                return derived(row, List.of(base.attributes(), other.object().attributes()),
                    length -> row.algorithm().derive(material, lease.material(), mechanism.parameters(), length));
            }
        });
    }

    private Template derived(MechanismRow row, List<Template> bases, IntFunction<byte[]> arithmetic) {
        int length = length();
        Template implied = implied(bases).with(ofMechanism());
        ObjectFunctions.policy(session).requireSeparate(mechanism);
        NewObject object = KeyFunctions.admitted(session, Origin.DERIVE, asked(),
            row.algorithm().handsDownSecrecy() ? implied.with(handedDown(bases)) : implied);
        Template history = Stream.of(CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE).reduce(Template.EMPTY,
            (all, flag) -> all.with(flag, bases.stream().allMatch(base -> base.is(flag))), Template::with);
        long cut = !row.algorithm().handsDownBytes() ? 0
            : bases.stream().mapToLong(base -> base.get(CKA_VALUE_LEN, 0L)).max().orElse(0);
        return object.derived(KeyTypes::completed, history, cut, Template.EMPTY.with(CKA_VALUE, arithmetic.apply(length)));
    }

    /** The caller's template; data has no length of its own, and a master secret is by default for all that it can do. */
    private Template asked() {
        if (mechanism.type() == CKM_HKDF_DATA) {
            return given.without(CKA_VALUE_LEN);
        }
        return TlsSeparation.isMasterSecretMadeBy(mechanism.type())
            ? Template.EMPTY.with(CKA_SIGN, true).with(CKA_VERIFY, true).with(CKA_DERIVE, true).with(given) : given;
    }

    /** What the mechanism adds. */
    private Template ofMechanism() {
        if (mechanism.type() == CKM_HKDF_DATA) {
            return Template.EMPTY.with(CKA_CLASS, CKO_DATA);
        }
        Template secretKey = Template.EMPTY.with(CKA_CLASS, CKO_SECRET_KEY);
        return !TlsSeparation.isMasterSecretMadeBy(mechanism.type()) ? secretKey
            : secretKey.with(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
                .with(CKA_ALLOWED_MECHANISMS, TlsSeparation.allowed(given));
    }

    /** What the templates of the base keys add (W4), to a key of the type that the caller wants. */
    private Template implied(List<Template> bases) {
        Template type = mechanism.type() == CKM_HKDF_DATA ? Template.EMPTY
            : Template.EMPTY.with(CKA_KEY_TYPE, given.get(CKA_KEY_TYPE, CKK_GENERIC_SECRET));
        return bases.stream().map(base -> base.get(CKA_DERIVE_TEMPLATE, Template.EMPTY)).reduce(type, Template::with);
    }

    /** One sensitive base makes the result sensitive, one that cannot be extracted makes it so (K2, family b). */
    private static Template handedDown(List<Template> bases) {
        Template secrecy = Template.EMPTY;
        if (bases.stream().anyMatch(base -> base.is(CKA_SENSITIVE))) {
            secrecy = secrecy.with(CKA_SENSITIVE, true);
        }
        if (bases.stream().anyMatch(base -> !base.is(CKA_EXTRACTABLE))) {
            secrecy = secrecy.with(CKA_EXTRACTABLE, false);
        }
        return secrecy;
    }

    private int length() {
        long length = given.get(CKA_VALUE_LEN, -1L);
        if (length < -1 || length == 0 || length > LONGEST_SECRET) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("CKA_VALUE_LEN %d", length);
        }
        return (int) length;
    }
}
