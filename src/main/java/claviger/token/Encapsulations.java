package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_DECAPSULATE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_ENCAPSULATE_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Template;
import claviger.mechanism.Encapsulated;
import claviger.mechanism.KeyTypes;
import java.util.List;
import java.util.Optional;

/** C_EncapsulateKey and C_DecapsulateKey, for the session whose turn it is (W4 to W6, B6, C5). Stateless. */
final class Encapsulations {
    private static final int LONGEST_SECRET = 4096;

    private Encapsulations() {
    }

    /** @return the new key, or nothing if only the length of the ciphertext was asked for (B6) */
    static Optional<StorageObject> encapsulateKey(Session session, Mechanism mechanism, ObjectHandle publicKey,
            Template template, Output ciphertext) {
        KeyFunctions.requireMechanism(mechanism);
        if (ciphertext == null) {
            throw CKR_ARGUMENTS_BAD.because("nowhere to put the ciphertext");
        }
        Template given = ObjectFunctions.given(template);
        return KeyUse.ENCAPSULATE.asked(session, mechanism, publicKey, (sender, row) -> {
            try (HeldKey.Lease lease = sender.lease()) {
                NewObject key = admitted(session, given, Template.EMPTY);
                if (!ciphertext.admits(row.algorithm().ciphertextLength(lease.material()))) {
                    return Optional.empty();
                }
                sender.grant().spend(session.attachment().token());
                Encapsulated made =
                    row.algorithm().encapsulate(lease.material(), mechanism.parameters(), length(key));
                Template complete =
                    key.encapsulated(KeyTypes::completed, Template.EMPTY.with(CKA_VALUE, made.secret()));
                requireMatch(sender.object(), complete);
                StorageObject inserted = KeyFunctions.insert(session, List.of(complete)).get(0);
                ciphertext.put(made.ciphertext());
                return Optional.of(inserted);
            }
        });
    }

    /** The attributes of the new key have to be those that the public key's template wants (W4). */
    private static void requireMatch(StorageObject sender, Template complete) {
        if (!complete.matches(sender.attributes().get(CKA_ENCAPSULATE_TEMPLATE, Template.EMPTY))) {
            complete.only(StorageObject.secrets(complete)::contains).wipe();
            throw CKR_KEY_HANDLE_INVALID.because("the new key does not match CKA_ENCAPSULATE_TEMPLATE of %s", sender);
        }
    }

    static StorageObject decapsulateKey(Session session, Mechanism mechanism, ObjectHandle privateKey,
            Template template, byte[] ciphertext) {
        KeyFunctions.requireMechanism(mechanism);
        if (ciphertext == null) {
            throw CKR_ARGUMENTS_BAD.because("null ciphertext");
        }
        Template given = ObjectFunctions.given(template);
        Template complete = KeyUse.DECAPSULATE.with(session, mechanism, privateKey, (receiver, row) -> {
            try (HeldKey.Lease lease = receiver.lease()) {
                NewObject key = admitted(session, given,
                    receiver.object().attributes().get(CKA_DECAPSULATE_TEMPLATE, Template.EMPTY));
                byte[] secret = row.algorithm()
                    .decapsulate(lease.material(), mechanism.parameters(), ciphertext, length(key));
                return key.encapsulated(KeyTypes::completed, Template.EMPTY.with(CKA_VALUE, secret));
            }
        });
        return KeyFunctions.insert(session, List.of(complete)).get(0);
    }

    /** A secret key, of whatever type the caller wants, and what the receiving key's template adds (W4). */
    private static NewObject admitted(Session session, Template given, Template added) {
        return KeyFunctions.admitted(session, Origin.ENCAPSULATE, given, Template.EMPTY
            .with(CKA_KEY_TYPE, given.get(CKA_KEY_TYPE, CKK_GENERIC_SECRET)).with(added)
            .with(CKA_CLASS, CKO_SECRET_KEY));
    }

    private static int length(NewObject key) {
        long length = key.given().get(CKA_VALUE_LEN, -1L);
        if (length < -1 || length == 0 || length > LONGEST_SECRET) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("CKA_VALUE_LEN %d", length);
        }
        return (int) length;
    }
}
