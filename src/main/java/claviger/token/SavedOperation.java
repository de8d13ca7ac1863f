package claviger.token;

import static claviger.cryptoki.Ckr.CKR_KEY_CHANGED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SAVED_STATE_INVALID;
import static claviger.cryptoki.Ckr.CKR_STATE_UNSAVEABLE;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Template;
import claviger.mechanism.Computation;
import claviger.mechanism.KeyMaterial;
import claviger.mechanism.KeyTypes;
import claviger.mechanism.MechanismRow;
import claviger.mechanism.Mechanisms;
import claviger.seal.Frame;
import claviger.seal.StateSeal;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One operation between two parts, without its key (V4). Whoever goes on with it gives the key again, which is asked as
 * at an Init: what it no longer permits is refused, and a PIN of its own is wanted anew (L12).
 *
 * @param multi     whether a part has been given (O4)
 * @param keyId     CKA_UNIQUE_ID of the key, empty for a digest
 * @param keyDigest tells that key from all others
 * @param state     what {@link Computation#resume} takes
 */
record SavedOperation(SavableKind kind, Mechanism mechanism, boolean multi, String keyId, byte[] keyDigest,
        byte[] state) {
    private static final byte[] NOTHING = new byte[0];

    /** @throws claviger.cryptoki.CkrException CKR_STATE_UNSAVEABLE if its state cannot leave the session */
    static SavedOperation of(SavableKind kind, Operation.Crypto<?> operation, StateSeal seal) {
        byte[] state = operation.computation().state().orElseThrow(() ->
            CKR_STATE_UNSAVEABLE.because("an operation with %s", operation.mechanism()));
        return new SavedOperation(kind, operation.mechanism(), operation.isMulti(),
            operation.object().map(StorageObject::uniqueId).orElse(""),
            operation.key().map(key -> digest(key, seal)).orElse(NOTHING), state);
    }

    void write(Frame.Writer out) {
        out.small(kind.ordinal()).number(mechanism.type().code());
        SavedParameters.write(out, mechanism.parameters());
        out.small(multi ? 1 : 0).text(keyId).bytes(keyDigest).bytes(state);
    }

    static SavedOperation read(Frame.Reader in) {
        int kind = in.small();
        if (kind >= SavableKind.values().length) {
            throw CKR_SAVED_STATE_INVALID.because("an operation of kind %d", kind);
        }
        return new SavedOperation(SavableKind.values()[kind],
            new Mechanism(SavedParameters.mechanism(in), SavedParameters.read(in)), in.small() == 1, in.text(), in.bytes(),
            in.bytes());
    }

    /**
     * The operation as it was.
     *
     * @param handle of the key, if the kind needs one
     * @throws claviger.cryptoki.CkrException CKR_KEY_CHANGED for another key (V2); what an Init with it would answer
     */
    Operation resumed(Session session, ObjectHandle handle, StateSeal seal) {
        Optional<KeyUse> use = kind.use();
        if (use.isEmpty()) {
            MechanismRow row = Mechanisms.row(mechanism.type());
            row.admit(kind.kind().use());
            return going(Operation.Crypto.keyless(resumed(kind.start(row.algorithm(), null, mechanism.parameters())), mechanism));
        }
        StorageObject object = session.attachment().object(handle, CKR_KEY_HANDLE_INVALID);
        if (!object.uniqueId().equals(keyId)) {
            throw CKR_KEY_CHANGED.because("%s is not the key of the saved operation", object);
        }
        return use.get().with(session, mechanism, handle, (key, row) -> {
            boolean started = false;
            try {
                if (!MessageDigest.isEqual(digest(key.lease().material(), seal), keyDigest)) {
                    throw CKR_KEY_CHANGED.because("%s has another value than the key of the saved operation", key.object());
                }
                Operation operation =
                    going(Operation.Crypto.with(computation(session, row, key), mechanism, key));
                started = true;
                return operation;
            } finally {
                if (!started) {
                    key.lease().close();
                }
            }
        });
    }

    private Computation computation(Session session, MechanismRow row, KeyUse.Admitted key) {
        return resumed(key.grant().bound(
            kind.start(row.algorithm(), key.lease().material(), mechanism.parameters()), session.attachment().token()));
    }

    private Computation resumed(Computation computation) {
        computation.resume(state);
        return computation;
    }

    private Operation going(Operation.Crypto<?> operation) {
        if (multi) {
            operation.setMulti(true);
        }
        return operation;
    }

    private static byte[] digest(KeyMaterial key, StateSeal seal) {
        List<Cka<?>> components = KeyTypes.components(key.objectClass(), key.type()).stream().filter(key::has)
            .sorted(Comparator.<Cka<?>>comparingLong(Cka::code)).toList();
        Template material = Template.EMPTY;
        for (Cka<?> component : components) {
            material = with(material, component, key);
        }
        return seal.digest(material);
    }

    private static <T> Template with(Template material, Cka<T> component, KeyMaterial key) {
        return material.with(component, key.get(component));
    }

    void wipe() {
        Arrays.fill(state, (byte) 0);
    }

    @Override public String toString() {
        return "saved " + kind + " with " + mechanism;
    }
}
