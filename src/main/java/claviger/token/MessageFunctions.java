package claviger.token;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.token.CryptoFunctions.requireData;
import static claviger.token.MessageParts.tagBytes;
import static claviger.token.MessageParts.withTag;
import static claviger.token.MessageParts.withoutTag;
import static claviger.token.OperationKind.MESSAGE_DECRYPT;
import static claviger.token.OperationKind.MESSAGE_ENCRYPT;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.mechanism.Computation;
import claviger.mechanism.Computation.Ciphering;
import java.util.function.Consumer;

/**
 * Message-based encryption and decryption, sections 5.9 and 5.11, for the session whose turn it is (O14, O20). The tag
 * stands in the parameter, not behind the ciphertext. An error ends the message and leaves the process. Stateless.
 */
final class MessageFunctions {
    private MessageFunctions() {
    }

    // C_MessageEncryptInit, C_MessageDecryptInit and their Finals

    static void init(Session session, OperationKind kind, Mechanism mechanism, ObjectHandle key) {
        init(session, kind, kind == MESSAGE_ENCRYPT ? KeyUse.MESSAGE_ENCRYPT : KeyUse.MESSAGE_DECRYPT, mechanism, key,
            process -> {
                if (process.parameters() != Parameters.NONE) {
                    throw CKR_MECHANISM_PARAM_INVALID.because("each message has a parameter of its own");
                }
            });
    }

    /** @param check looks at the parameter, last of all (O10) */
    static <C extends Computation> void init(Session session, OperationKind kind, KeyUse use, Mechanism mechanism,
            ObjectHandle key, Consumer<MessageProcess<C>> check) {
        if (mechanism == null) {
            session.end(kind);      // O5
            return;
        }
        session.requireIdle(kind);
        use.asked(session, mechanism, key, (admitted, row) -> {
            boolean started = false;
            try {
                admitted.grant().requireUnbounded();
                MessageProcess<C> process = new MessageProcess<>(row, mechanism, admitted);
                check.accept(process);
                session.begin(kind, process);
                started = true;
                return null;
            } finally {
                if (!started) {
                    admitted.lease().close();
                }
            }
        });
    }

    /** Refused while a message is under way, and then the process goes on. */
    static void end(Session session, OperationKind kind) {
        running(session, kind).requireNoMessage();
        session.end(kind);
    }

    // one message in one call; a stream of the length of the data comes out, whatever the mechanism

    static void encrypt(Session session, MessageParameters parameters, byte[] aad, byte[] plain, Output output) {
        MessageProcess<Ciphering> process = idle(session, MESSAGE_ENCRYPT, parameters, output);
        requireData(plain);
        if (output.admits(plain.length)) {
            output.put(process.ending(() -> {
                begin(process, MESSAGE_ENCRYPT, parameters, aad);
                return withoutTag(process.message().last(plain), parameters);
            }));
        }
    }

    static void decrypt(Session session, MessageParameters parameters, byte[] aad, byte[] encrypted, Output output) {
        MessageProcess<Ciphering> process = idle(session, MESSAGE_DECRYPT, parameters, output);
        requireData(encrypted);
        if (output.admits(encrypted.length)) {
            output.put(process.ending(() -> {
                begin(process, MESSAGE_DECRYPT, parameters, aad);
                return process.message().last(withTag(encrypted, parameters));
            }));
        }
    }

    private static MessageProcess<Ciphering> idle(Session session, OperationKind kind, MessageParameters parameters,
            Output output) {
        requireData(output);
        MessageProcess<Ciphering> process = process(session, kind);
        process.requireNoMessage();
        requireData(parameters);
        return process;
    }

    // one message in parts

    static void begin(Session session, OperationKind kind, MessageParameters parameters, byte[] aad) {
        MessageProcess<Ciphering> process = process(session, kind);
        process.requireNoMessage();
        requireData(parameters);
        begin(process, kind, parameters, aad);
    }

    /** @param end CKF_END_OF_MESSAGE */
    static void encryptNext(Session session, MessageParameters parameters, byte[] part, boolean end, Output output) {
        MessageProcess<Ciphering> process = underWay(session, MESSAGE_ENCRYPT, parameters, part, output);
        Ciphering message = process.message();
        long need = end ? message.lastLength(part.length) - tagBytes(parameters) : message.updateLength(part.length);
        if (output.admits(need)) {
            output.put(end ? process.ending(() -> withoutTag(message.last(part), parameters))
                : process.goingOn(() -> message.update(part)));
        }
    }

    /** @param end CKF_END_OF_MESSAGE */
    static void decryptNext(Session session, MessageParameters parameters, byte[] part, boolean end, Output output) {
        MessageProcess<Ciphering> process = underWay(session, MESSAGE_DECRYPT, parameters, part, output);
        Ciphering message = process.message();
        long need = end ? message.lastLength(part.length + tagBytes(parameters)) : message.updateLength(part.length);
        if (output.admits(need)) {
            output.put(end ? process.ending(() -> message.last(withTag(part, parameters)))
                : process.goingOn(() -> message.update(part)));
        }
    }

    private static MessageProcess<Ciphering> underWay(Session session, OperationKind kind, MessageParameters parameters,
            byte[] part, Output output) {
        requireData(output);
        MessageProcess<Ciphering> process = process(session, kind);
        process.message();
        return process.goingOn(() -> {
            requireData(parameters);
            requireData(part);
            if (parameters.tagBits() != process.tagBits()) {
                throw CKR_MECHANISM_PARAM_INVALID.because("the message has begun with a tag of another length");
            }
            return process;
        });
    }

    @SuppressWarnings("unchecked")
    static <C extends Computation> MessageProcess<C> running(Session session, OperationKind kind) {
        return (MessageProcess<C>) session.running(kind);      // init put a process of this kind there
    }

    private static MessageProcess<Ciphering> process(Session session, OperationKind kind) {
        return running(session, kind);
    }

    /** Starts the computation of a message, and with it gives out the IV that it has. */
    private static void begin(MessageProcess<Ciphering> process, OperationKind kind, MessageParameters parameters, byte[] aad) {
        requireData(aad);
        boolean encrypting = kind == MESSAGE_ENCRYPT;
        byte[] iv = encrypting ? MessageParts.iv(parameters) : parameters.iv();
        Parameters one = parameters.ofMessage(iv, aad.clone());
        process.begin(encrypting ? process.row().algorithm().encrypt(process.key(), one)
            : process.row().algorithm().messageDecrypt(process.key(), one), parameters.tagBits());
        if (encrypting) {
            parameters.putIv(iv);
        }
    }
}
