package claviger.token;

import static claviger.cryptoki.Ckr.CKR_KEY_NEEDED;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_NEEDED;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SAVED_STATE_INVALID;

import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.seal.Frame;
import claviger.seal.StateSeal;
import claviger.token.SavableKind.Needs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * C_GetOperationState and C_SetOperationState, for the session whose turn it is (V1 to V4, D21). A saved state is one
 * byte that names its format, and the sealed rest, bound to token and CK_STATE. Stateless.
 */
final class OperationStates {
    private static final int FORMAT = 1;
    /** A state holds a few blocks of data, and the signature of a verification whose signature came first. */
    private static final int LONGEST = 1 << 14;

    private OperationStates() {
    }

    static void get(Session session, Output output) {
        CryptoFunctions.requireData(output);
        List<SavableKind> running =
            Stream.of(SavableKind.values()).filter(kind -> session.runs(kind.kind())).toList();
        if (running.isEmpty()) {
            throw CKR_OPERATION_NOT_INITIALIZED.because("nothing runs that has a state to save");
        }
        byte[] saved = saved(session, running);
        if (output.admits(saved.length)) {
            output.put(saved);
        }
    }

    private static byte[] saved(Session session, List<SavableKind> running) {
        try (StateSeal seal = seal(session)) {
            Frame.Writer frame = new Frame.Writer(LONGEST).small(running.size());
            for (SavableKind kind : running) {
                SavedOperation operation =
                    SavedOperation.of(kind, (Operation.Crypto<?>) session.running(kind.kind()), seal);
                operation.write(frame);
                operation.wipe();
            }
            byte[] plain = frame.done();
            frame.wipe();
            byte[] sealed = seal.seal(bound(session), plain);
            Arrays.fill(plain, (byte) 0);
            byte[] state = new byte[1 + sealed.length];
            state[0] = FORMAT;
            System.arraycopy(sealed, 0, state, 1, sealed.length);
            return state;
        }
    }

    /** Takes over all that was saved or, refusing, changes nothing. */
    static void set(Session session, byte[] state, ObjectHandle encryptionKey, ObjectHandle authenticationKey) {
        CryptoFunctions.requireData(state);
        try (StateSeal seal = seal(session)) {
            List<SavedOperation> saved = opened(session, seal, state);
            try {
                requireOneKey(saved, Needs.ENCRYPTION_KEY, encryptionKey);
                requireOneKey(saved, Needs.AUTHENTICATION_KEY, authenticationKey);
                Map<OperationKind, Operation> resumed = resumed(session, saved, seal, encryptionKey, authenticationKey);
                Stream.of(OperationKind.values()).forEach(session::end);
                resumed.forEach(session::begin);
            } finally {
                saved.forEach(SavedOperation::wipe);
            }
        }
    }

    private static Map<OperationKind, Operation> resumed(Session session, List<SavedOperation> saved, StateSeal seal,
            ObjectHandle encryptionKey, ObjectHandle authenticationKey) {
        Map<OperationKind, Operation> resumed = new EnumMap<>(OperationKind.class);
        boolean all = false;
        try {
            for (SavedOperation operation : saved) {
                boolean enciphers = operation.kind().needs() == Needs.ENCRYPTION_KEY;
                resumed.put(operation.kind().kind(),
                    operation.resumed(session, enciphers ? encryptionKey : authenticationKey, seal));
            }
            all = true;
            return resumed;
        } finally {
            if (!all) {
                resumed.values().forEach(Operation::close);
            }
        }
    }

    private static List<SavedOperation> opened(Session session, StateSeal seal, byte[] state) {
        if (state.length == 0 || state.length > LONGEST || state[0] != FORMAT) {
            throw CKR_SAVED_STATE_INVALID.because("%d bytes are no saved state of this format", state.length);
        }
        byte[] plain = seal.open(bound(session), Arrays.copyOfRange(state, 1, state.length)).orElseThrow(() ->
            CKR_SAVED_STATE_INVALID.because("not a state of this token that was saved in this state of a session"));
        try {
            Frame.Reader in = new Frame.Reader(plain, CKR_SAVED_STATE_INVALID);
            int count = in.small();
            List<SavedOperation> saved = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                saved.add(SavedOperation.read(in));
            }
            in.end();
            return saved;
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static void requireOneKey(List<SavedOperation> saved, Needs which, ObjectHandle key) {
        boolean needed = saved.stream().anyMatch(operation -> operation.kind().needs() == which);
        boolean given = key != null && !key.equals(ObjectHandle.NONE);
        if (needed && !given) {
            throw CKR_KEY_NEEDED.because("%s", which);
        }
        if (given && !needed) {
            throw CKR_KEY_NOT_NEEDED.because("%s", which);
        }
    }

    private static StateSeal seal(Session session) {
        String serial = session.attachment().token().serial();
        return session.attachment().withMaster(master -> StateSeal.of(serial, master));
    }

    private static byte[] bound(Session session) {
        return new Frame.Writer().text("claviger operation state").small(FORMAT)
            .text(session.attachment().token().serial()).text(session.state().name()).done();
    }
}
