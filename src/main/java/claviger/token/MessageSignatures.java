package claviger.token;

import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.token.CryptoFunctions.requireData;
import static claviger.token.OperationKind.MESSAGE_SIGN;
import static claviger.token.OperationKind.MESSAGE_VERIFY;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.mechanism.Computation;
import claviger.mechanism.Computation.Signing;
import claviger.mechanism.Computation.Verifying;

/**
 * Message-based signatures and verification, sections 5.14 and 5.16, for the session whose turn it is (O14). The
 * parameter of the Init is that of every message. An error, or a verdict, ends the message and leaves the process.
 * Stateless.
 */
final class MessageSignatures {
    private MessageSignatures() {
    }

    // C_MessageSign*

    static void signInit(Session session, Mechanism mechanism, ObjectHandle key) {
        MessageFunctions.<Signing>init(session, MESSAGE_SIGN, KeyUse.MESSAGE_SIGN, mechanism, key,
            process -> signing(process).close());
    }

    static void sign(Session session, byte[] data, Output output) {
        requireData(output);
        MessageProcess<Signing> process = MessageFunctions.running(session, MESSAGE_SIGN);
        process.requireNoMessage();
        requireData(data);
        process.begin(signing(process), 0);
        process.ending(() -> {
            if (output.admits(process.message().length())) {
                output.put(signed(process.message(), data));
            }
            return null;
        });
    }

    static void signBegin(Session session) {
        MessageProcess<Signing> process = MessageFunctions.running(session, MESSAGE_SIGN);
        process.requireNoMessage();
        begin(process, signing(process));
    }

    /** @param output null if the message goes on */
    static void signNext(Session session, byte[] part, Output output) {
        MessageProcess<Signing> process = MessageFunctions.running(session, MESSAGE_SIGN);
        Signing message = process.message();
        process.goingOn(() -> {
            requireData(part);
            if (output == null) {
                message.update(part);
            }
            return null;
        });
        if (output != null && output.admits(message.length())) {
            output.put(process.ending(() -> signed(message, part)));
        }
    }

    private static Signing signing(MessageProcess<Signing> process) {
        return process.row().algorithm().sign(process.key(), process.parameters());
    }

    private static byte[] signed(Signing message, byte[] last) {
        message.update(last);
        return message.sign();
    }

    // C_MessageVerify*

    static void verifyInit(Session session, Mechanism mechanism, ObjectHandle key) {
        MessageFunctions.<Verifying>init(session, MESSAGE_VERIFY, KeyUse.MESSAGE_VERIFY, mechanism, key,
            process -> verifying(process).close());
    }

    static void verify(Session session, byte[] data, byte[] signature) {
        MessageProcess<Verifying> process = MessageFunctions.running(session, MESSAGE_VERIFY);
        process.requireNoMessage();
        requireData(data);
        requireData(signature);
        process.begin(verifying(process), 0);
        verdict(process, data, signature);
    }

    static void verifyBegin(Session session) {
        MessageProcess<Verifying> process = MessageFunctions.running(session, MESSAGE_VERIFY);
        process.requireNoMessage();
        begin(process, verifying(process));
    }

    /** @param signature null if the message goes on */
    static void verifyNext(Session session, byte[] part, byte[] signature) {
        MessageProcess<Verifying> process = MessageFunctions.running(session, MESSAGE_VERIFY);
        Verifying message = process.message();
        process.goingOn(() -> {
            requireData(part);
            if (signature == null) {
                message.update(part);
            }
            return null;
        });
        if (signature != null) {
            verdict(process, part, signature);
        }
    }

    private static Verifying verifying(MessageProcess<Verifying> process) {
        return process.row().algorithm().verify(process.key(), process.parameters());
    }

    private static void verdict(MessageProcess<Verifying> process, byte[] last, byte[] signature) {
        process.ending(() -> {
            process.message().update(last);
            process.message().verify(signature);
            return null;
        });
    }

    private static <C extends Computation> void begin(MessageProcess<C> process, C started) {
        if (!started.multiPart()) {
            started.close();
            throw CKR_FUNCTION_NOT_SUPPORTED.because("this mechanism takes its data in one part");
        }
        process.begin(started, 0);
    }
}
