package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_UNWRAP_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_VALUE_BITS;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Cka.CKA_WRAP_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_WRAP_WITH_TRUSTED;
import static claviger.cryptoki.Ckm.CKM_PKCS5_PBKD2;
import static claviger.cryptoki.Ckm.CKM_RSA_AES_KEY_WRAP;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_KEY_UNEXTRACTABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.cryptoki.IvGenerator.CKG_NO_GENERATE;
import static claviger.token.CryptoFunctions.requireData;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.cryptoki.Use;
import claviger.mechanism.GeneratedPair;
import claviger.mechanism.KeyMaterial;
import claviger.mechanism.KeyTypes;
import claviger.mechanism.MechanismRow;
import claviger.mechanism.Mechanisms;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The functions of section 5.18, key management, for the session whose turn it is (rules K1, K2, W). Stateless. */
final class KeyFunctions {
    private KeyFunctions() {
    }

    // generating

    static StorageObject generateKey(Session session, Mechanism mechanism, Template template) {
        MechanismRow row = usable(mechanism, Use.CKF_GENERATE);
        NewObject key = generated(session, ObjectFunctions.given(template), CKO_SECRET_KEY, row);
        Template material = row.algorithm().generateKey(mechanism.parameters(), template);
        return insert(session, List.of(key.generated(KeyTypes::completed, material, mechanism.type()))).get(0);
    }

    /** @return the public key, then the private key */
    static List<StorageObject> generateKeyPair(Session session, Mechanism mechanism, Template publicKey,
            Template privateKey) {
        MechanismRow row = usable(mechanism, Use.CKF_GENERATE_KEY_PAIR);
        NewObject newPublic = generated(session, ObjectFunctions.given(publicKey), CKO_PUBLIC_KEY, row);
        NewObject newPrivate = generated(session, ObjectFunctions.given(privateKey), CKO_PRIVATE_KEY, row);
        // the one size of a pair that the private half is asked for (6.4.8)
        Template wanted = publicKey.with(privateKey.only(CKA_VALUE_BITS::equals));
        GeneratedPair pair = row.algorithm().generateKeyPair(mechanism.parameters(), wanted);
        return insert(session, List.of(
            newPublic.besides(newPrivate).generated(KeyTypes::completed, pair.publicKey(), mechanism.type()),
            newPrivate.besides(newPublic).generated(KeyTypes::completed, pair.privateKey(), mechanism.type())));
    }

    private static MechanismRow usable(Mechanism mechanism, Use use) {
        requireMechanism(mechanism);
        MechanismRow row = Mechanisms.row(mechanism.type());
        row.admit(use);
        return row;
    }

    /** Checks the template and the access before any arithmetic: a refusal is quick. */
    private static NewObject generated(Session session, Template given, Cko objectClass, MechanismRow row) {
        Template implied = Template.EMPTY.with(CKA_CLASS, objectClass);
        Ckk keyType = given.get(CKA_KEY_TYPE, row.keyTypes().iterator().next());
        if (!row.keyTypes().contains(keyType)) {
            throw CKR_TEMPLATE_INCONSISTENT.because("%s does not make keys of type %s", row.type(), keyType);
        }
        Origin origin = row.type() == CKM_PKCS5_PBKD2 ? Origin.FROM_PASSWORD : Origin.GENERATE;
        return admitted(session, origin, given, implied.with(CKA_KEY_TYPE, keyType));
    }

    static NewObject admitted(Session session, Origin origin, Template given, Template implied) {
        boolean so = ObjectFunctions.isSo(session);
        NewObject object = NewObject.of(origin, given, implied, so).under(ObjectFunctions.policy(session), so);
        AccessRights.require(session.state(), object.reach(), Access.CREATE);
        session.attachment().grants().requireNew(session, origin.right(object.objectClass()), object.given());
        return object;
    }

    static List<StorageObject> insert(Session session, List<Template> complete) {
        List<Edit> edits = complete.stream().<Edit>map(all -> new Edit.Insert(ObjectFunctions.named(all))).toList();
        boolean done = false;
        try {
            List<StorageObject> made = ObjectFunctions.commit(session, () -> edits);
            done = true;
            return made;
        } finally {
            if (!done) {
                complete.forEach(all -> all.only(StorageObject.secrets(all)::contains).wipe());
            }
        }
    }

    // wrapping

    static void wrapKey(Session session, Mechanism mechanism, ObjectHandle wrappingKey, ObjectHandle key,
            Output output) {
        wrap(session, mechanism, wrappingKey, key, (row, object, wrapper, plain, spend) -> {
            ObjectFunctions.policy(session).requireClosed(row.type(), object.attributes(), true);
            if (output.admits(row.algorithm().wrappedLength(wrapper, plain.length))) {
                spend.run();
                output.put(row.algorithm().wrap(wrapper, mechanism.parameters(), plain));
            }
        });
    }

    /** The IV and the tag stand in the parameter; a stream of the length of the key comes out (O20). */
    static void wrapKeyAuthenticated(Session session, Mechanism mechanism, MessageParameters parameters,
            ObjectHandle wrappingKey, ObjectHandle key, byte[] aad, Output output) {
        requireData(output);
        wrap(session, mechanism, wrappingKey, key, (row, object, wrapper, plain, spend) -> {
            requireAuthenticated(row, mechanism, parameters, aad);
            ObjectFunctions.policy(session).requireClosed(
                row.type(), object.attributes(), parameters.generator() == CKG_NO_GENERATE);
            if (output.admits(plain.length)) {
                spend.run();
                byte[] iv = MessageParts.iv(parameters);
                byte[] wrapped = row.algorithm().wrap(wrapper, parameters.ofMessage(iv, aad.clone()), plain);
                parameters.putIv(iv);
                output.put(MessageParts.withoutTag(wrapped, parameters));
            }
        });
    }

    private static void requireAuthenticated(MechanismRow row, Mechanism mechanism, MessageParameters parameters,
            byte[] aad) {
        row.admit(Use.CKF_MESSAGE_ENCRYPT);
        requireData(parameters);
        requireData(aad);
        if (mechanism.parameters() != Parameters.NONE) {
            throw CKR_MECHANISM_PARAM_INVALID.because("an authenticated wrapping has the parameter of a message");
        }
    }

    /** What a mechanism makes of a key that is to be wrapped. */
    @FunctionalInterface
    private interface Wrapping {
        /**
         * @param plain the key's value, or its PKCS#8 form; wiped by the caller
         * @param spend run before a blob comes out, and not if only its length was asked for
         */
        void wrap(MechanismRow row, StorageObject object, KeyMaterial wrapper, byte[] plain, Runnable spend);
    }

    private static void wrap(Session session, Mechanism mechanism, ObjectHandle wrappingKey, ObjectHandle key,
            Wrapping wrapping) {
        requireMechanism(mechanism);
        KeyUse.WRAP.asked(session, mechanism, wrappingKey, (wrapper, row) -> {
            try (HeldKey.Lease lease = wrapper.lease()) {
                Target target = target(session, mechanism, row, wrapper.object(), key);
                try (HeldKey.Lease targetLease = target.lease()) {
                    ObjectFunctions.policy(session).requireWrappable(lease.material(), targetLease.material());
                    byte[] plain = plain(row, target);
                    try {
                        wrapping.wrap(row, wrapper.object(), lease.material(), plain, () -> {
                            wrapper.grant().spend(session.attachment().token());
                            target.grant().spend(session.attachment().token());
                        });
                    } finally {
                        Arrays.fill(plain, (byte) 0);
                    }
                }
                return null;
            }
        });
    }

    /** What goes into the blob: the key's value or PKCS#8 form, and its attributes where they are bound to it. */
    private static byte[] plain(MechanismRow row, Target target) {
        byte[] form = KeyTypes.wrappedForm(target.lease().material());
        if (!row.algorithm().bindsAttributes()) {
            return form;
        }
        try {
            return BoundKey.wrapped(target.object().attributes(), form);
        } finally {
            Arrays.fill(form, (byte) 0);
        }
    }

    /** A key that is to be wrapped. */
    private record Target(StorageObject object, HeldKey.Lease lease, Grant grant) {
    }

    /** The target, which is looked at again if it changed between the checks and the lease. */
    private static Target target(Session session, Mechanism mechanism, MechanismRow row, StorageObject wrapper,
            ObjectHandle key) {
        while (true) {
            StorageObject object = wrappable(session, row, wrapper, key);
            Grant grant = session.attachment().grants().require(session, Right.BE_WRAPPED, object, mechanism);
            Optional<HeldKey.Lease> leased = session.attachment().lease(object);
            if (leased.isPresent()) {
                return new Target(object, leased.get(), grant);
            }
        }
    }

    /** The key that is to be wrapped, checked in the order of W1. */
    private static StorageObject wrappable(Session session, MechanismRow row, StorageObject wrapper, ObjectHandle key) {
        StorageObject target = session.attachment().object(key, CKR_KEY_HANDLE_INVALID);
        if (!target.isKey()) {
            throw CKR_KEY_HANDLE_INVALID.because("%s is no key", target);
        }
        if (target.objectClass() == CKO_PUBLIC_KEY) {
            throw CKR_KEY_NOT_WRAPPABLE.because("%s is a public key", target);
        }
        if (!target.attributes().is(CKA_EXTRACTABLE)) {
            throw CKR_KEY_UNEXTRACTABLE.because("%s", target);
        }
        if (target.attributes().is(CKA_WRAP_WITH_TRUSTED) && !wrapper.attributes().is(CKA_TRUSTED)) {
            throw CKR_KEY_NOT_WRAPPABLE.because("%s may only be wrapped with a trusted key", target);
        }
        Template wanted = wrapper.attributes().get(CKA_WRAP_TEMPLATE, Template.EMPTY);
        if (!target.attributes().matches(wanted)) {
            throw CKR_KEY_HANDLE_INVALID.because("%s does not match CKA_WRAP_TEMPLATE of %s", target, wrapper);
        }
        if (wrapper.objectClass() == CKO_PUBLIC_KEY && target.objectClass() == CKO_PRIVATE_KEY
                && row.type() != CKM_RSA_AES_KEY_WRAP) {   // W2
            throw CKR_KEY_NOT_WRAPPABLE.because("a public key does not wrap a private key with this mechanism");
        }
        if (!row.algorithm().bindsAttributes()) {
            ObjectFunctions.policy(session).requireReimportable(target.attributes());
        }
        return target;
    }

    // unwrapping

    static StorageObject unwrapKey(Session session, Mechanism mechanism, ObjectHandle unwrappingKey, byte[] wrapped,
            Template template) {
        return unwrap(session, mechanism, unwrappingKey, wrapped, template, (row, unwrapper) ->
            row.algorithm().unwrap(unwrapper, mechanism.parameters(), wrapped));
    }

    static StorageObject unwrapKeyAuthenticated(Session session, Mechanism mechanism, MessageParameters parameters,
            ObjectHandle unwrappingKey, byte[] wrapped, Template template, byte[] aad) {
        return unwrap(session, mechanism, unwrappingKey, wrapped, template, (row, unwrapper) -> {
            requireAuthenticated(row, mechanism, parameters, aad);
            return row.algorithm().unwrap(unwrapper, parameters.ofMessage(parameters.iv(), aad.clone()),
                MessageParts.withTag(wrapped, parameters));
        });
    }

    private static StorageObject unwrap(Session session, Mechanism mechanism, ObjectHandle unwrappingKey,
            byte[] wrapped, Template template, BiFunction<MechanismRow, KeyMaterial, byte[]> unwrapping) {
        requireMechanism(mechanism);
        if (wrapped == null) {
            throw CKR_ARGUMENTS_BAD.because("null wrapped key");
        }
        Template complete = KeyUse.UNWRAP.with(session, mechanism, unwrappingKey, (unwrapper, row) -> {
            try (HeldKey.Lease lease = unwrapper.lease()) {
                Template given = ObjectFunctions.given(template);
                Template implied = unwrapper.object().attributes().get(CKA_UNWRAP_TEMPLATE, Template.EMPTY);
                if (row.algorithm().bindsAttributes()) {
                    ObjectFunctions.policy(session).requireUnforgeable(unwrapper.object().attributes());
                    return resumed(session, unwrapping.apply(row, lease.material()), given, implied);
                }
                NewObject key = admitted(session, Origin.UNWRAP, given, implied);
                byte[] plain = unwrapping.apply(row, lease.material());
                try {
                    return key.unwrapped(KeyTypes::completed, material(key, plain));
                } finally {
                    Arrays.fill(plain, (byte) 0);
                }
            }
        });
        return insert(session, List.of(complete)).get(0);
    }

    private static Template resumed(Session session, byte[] plain, Template given, Template implied) {
        try (BoundKey key = BoundKey.unwrapped(plain)) {
            return key.resumed(session, given, implied);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    static Template material(NewObject key, byte[] plain) {
        Optional<Long> length = key.given().get(CKA_VALUE_LEN);
        if (key.objectClass() == CKO_SECRET_KEY && length.isPresent() && length.get() != plain.length) {
            throw CKR_WRAPPED_KEY_LEN_RANGE.because("CKA_VALUE_LEN is %d, the wrapped key has %d", length.get(),
                plain.length);
        }
        return KeyTypes.unwrappedForm(key.objectClass(), key.keyType(), plain);
    }

    // deriving

    /** @return the new key, or nothing where the keys stand in the parameter */
    static Optional<StorageObject> deriveKey(Session session, Mechanism mechanism, ObjectHandle baseKey,
            Template template) {
        requireMechanism(mechanism);
        if (KeyMat.isMadeBy(mechanism)) {
            new KeyMat(session, mechanism, ObjectFunctions.given(template)).derive(baseKey);
            return Optional.empty();
        }
        Derivation derivation = new Derivation(session, mechanism, ObjectFunctions.given(template));
        Template complete = KeyUse.DERIVE.with(session, mechanism, baseKey, (base, row) -> {
            try (HeldKey.Lease lease = base.lease()) {
                return derivation.from(base.object(), lease.material(), row);
            }
        });
        return Optional.of(insert(session, List.of(complete)).get(0));
    }

    static void requireMechanism(Mechanism mechanism) {
        if (mechanism == null) {
            throw CKR_ARGUMENTS_BAD.because("null mechanism");
        }
    }
}
