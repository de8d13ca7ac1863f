package claviger.rpc;

import static claviger.rpc.Call.C_Decrypt;
import static claviger.rpc.Call.C_DecryptDigestUpdate;
import static claviger.rpc.Call.C_DecryptFinal;
import static claviger.rpc.Call.C_DecryptInit;
import static claviger.rpc.Call.C_DecryptUpdate;
import static claviger.rpc.Call.C_DecryptVerifyUpdate;
import static claviger.rpc.Call.C_Digest;
import static claviger.rpc.Call.C_DigestEncryptUpdate;
import static claviger.rpc.Call.C_DigestFinal;
import static claviger.rpc.Call.C_DigestInit;
import static claviger.rpc.Call.C_DigestKey;
import static claviger.rpc.Call.C_DigestUpdate;
import static claviger.rpc.Call.C_Encrypt;
import static claviger.rpc.Call.C_EncryptFinal;
import static claviger.rpc.Call.C_EncryptInit;
import static claviger.rpc.Call.C_EncryptUpdate;
import static claviger.rpc.Call.C_MessageDecryptFinal;
import static claviger.rpc.Call.C_MessageDecryptInit;
import static claviger.rpc.Call.C_MessageEncryptFinal;
import static claviger.rpc.Call.C_MessageEncryptInit;
import static claviger.rpc.Call.C_MessageSignFinal;
import static claviger.rpc.Call.C_MessageSignInit;
import static claviger.rpc.Call.C_MessageVerifyFinal;
import static claviger.rpc.Call.C_MessageVerifyInit;
import static claviger.rpc.Call.C_Sign;
import static claviger.rpc.Call.C_SignEncryptUpdate;
import static claviger.rpc.Call.C_SignFinal;
import static claviger.rpc.Call.C_SignInit;
import static claviger.rpc.Call.C_SignMessage;
import static claviger.rpc.Call.C_SignMessageBegin;
import static claviger.rpc.Call.C_SignMessageNext;
import static claviger.rpc.Call.C_SignRecover;
import static claviger.rpc.Call.C_SignRecoverInit;
import static claviger.rpc.Call.C_SignUpdate;
import static claviger.rpc.Call.C_Verify;
import static claviger.rpc.Call.C_VerifyFinal;
import static claviger.rpc.Call.C_VerifyInit;
import static claviger.rpc.Call.C_VerifyMessage;
import static claviger.rpc.Call.C_VerifyMessageBegin;
import static claviger.rpc.Call.C_VerifyMessageNext;
import static claviger.rpc.Call.C_VerifyRecover;
import static claviger.rpc.Call.C_VerifyRecoverInit;
import static claviger.rpc.Call.C_VerifyUpdate;
import static claviger.rpc.Call.X_DecryptInit;
import static claviger.rpc.Call.X_DecryptMessage;
import static claviger.rpc.Call.X_DecryptMessageBegin;
import static claviger.rpc.Call.X_DecryptMessageNext;
import static claviger.rpc.Call.X_DigestInit;
import static claviger.rpc.Call.X_EncryptInit;
import static claviger.rpc.Call.X_EncryptMessage;
import static claviger.rpc.Call.X_EncryptMessageBegin;
import static claviger.rpc.Call.X_EncryptMessageNext;
import static claviger.rpc.Call.X_MessageDecryptInit;
import static claviger.rpc.Call.X_MessageEncryptInit;
import static claviger.rpc.Call.X_MessageSignInit;
import static claviger.rpc.Call.X_MessageVerifyInit;
import static claviger.rpc.Call.X_SignInit;
import static claviger.rpc.Call.X_SignRecoverInit;
import static claviger.rpc.Call.X_VerifyInit;
import static claviger.rpc.Call.X_VerifyRecoverInit;
import static claviger.rpc.Call.X_VerifySignature;
import static claviger.rpc.Call.X_VerifySignatureFinal;
import static claviger.rpc.Call.X_VerifySignatureInit;
import static claviger.rpc.Call.X_VerifySignatureUpdate;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import java.util.List;

/** The functions of a client that run operations: sections 5.8 to 5.17 of PKCS#11 3.2. */
abstract sealed class CipherCalls extends ObjectCalls permits Client {
    private static final byte[] NO_PARAMETER = {};
    private static final String MESSAGE = "the parameter of a message";

    /** C_SignInit and its like. */
    private void init(Call call, Call own, SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        link().call(call, own, session, mechanism, key);
    }

    /** C_Sign and its like. */
    private void data(Call call, SessionHandle session, byte[] data, Output output) {
        Link link = link();
        link.output(session, output, data == null ? 0 : data.length, room -> link.call(call, session, data, room));
    }

    /** C_SignFinal and its like. */
    private void last(Call call, SessionHandle session, Output output) {
        Link link = link();
        link.output(session, output, 0, room -> link.call(call, session, room));
    }

    // 5.8, 5.10 Encryption, decryption

    @Override public void encryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init(C_EncryptInit, X_EncryptInit, session, mechanism, key);
    }

    @Override public void encrypt(SessionHandle session, byte[] data, Output output) {
        data(C_Encrypt, session, data, output);
    }

    @Override public void encryptUpdate(SessionHandle session, byte[] part, Output output) {
        data(C_EncryptUpdate, session, part, output);
    }

    @Override public void encryptFinal(SessionHandle session, Output output) {
        last(C_EncryptFinal, session, output);
    }

    @Override public void decryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init(C_DecryptInit, X_DecryptInit, session, mechanism, key);
    }

    @Override public void decrypt(SessionHandle session, byte[] data, Output output) {
        data(C_Decrypt, session, data, output);
    }

    @Override public void decryptUpdate(SessionHandle session, byte[] part, Output output) {
        data(C_DecryptUpdate, session, part, output);
    }

    @Override public void decryptFinal(SessionHandle session, Output output) {
        last(C_DecryptFinal, session, output);
    }

    // 5.9, 5.11 Message-based encryption and decryption: the parameter is a C structure with pointers, so only with ours

    @Override public void messageEncryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        link().requireOurs(MESSAGE);
        init(C_MessageEncryptInit, X_MessageEncryptInit, session, mechanism, key);
    }

    @Override public void encryptMessage(SessionHandle session, MessageParameters parameters, byte[] aad, byte[] plain,
            Output output) {
        message(X_EncryptMessage, session, parameters, aad, plain, output);
    }

    @Override public void encryptMessageBegin(SessionHandle session, MessageParameters parameters, byte[] aad) {
        begin(X_EncryptMessageBegin, session, parameters, aad);
    }

    @Override public void encryptMessageNext(SessionHandle session, MessageParameters parameters, byte[] part,
            boolean end, Output output) {
        next(X_EncryptMessageNext, session, parameters, part, end, output);
    }

    @Override public void messageEncryptFinal(SessionHandle session) {
        link().call(C_MessageEncryptFinal, session);
    }

    @Override public void messageDecryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        link().requireOurs(MESSAGE);
        init(C_MessageDecryptInit, X_MessageDecryptInit, session, mechanism, key);
    }

    @Override public void decryptMessage(SessionHandle session, MessageParameters parameters, byte[] aad,
            byte[] encrypted, Output output) {
        message(X_DecryptMessage, session, parameters, aad, encrypted, output);
    }

    @Override public void decryptMessageBegin(SessionHandle session, MessageParameters parameters, byte[] aad) {
        begin(X_DecryptMessageBegin, session, parameters, aad);
    }

    @Override public void decryptMessageNext(SessionHandle session, MessageParameters parameters, byte[] part,
            boolean end, Output output) {
        next(X_DecryptMessageNext, session, parameters, part, end, output);
    }

    @Override public void messageDecryptFinal(SessionHandle session) {
        link().call(C_MessageDecryptFinal, session);
    }

    private void message(Call own, SessionHandle session, MessageParameters parameters, byte[] aad, byte[] data,
            Output output) {
        Link link = link();
        copied(link.output(session, output, data == null ? 0 : data.length,
            room -> link.own(own, MESSAGE, session, parameters, aad, data, room), 0), parameters);
    }

    private void begin(Call own, SessionHandle session, MessageParameters parameters, byte[] aad) {
        copied(link().own(own, MESSAGE, session, parameters, aad), parameters);
    }

    private void next(Call own, SessionHandle session, MessageParameters parameters, byte[] part, boolean end,
            Output output) {
        Link link = link();
        copied(link.output(session, output, part == null ? 0 : part.length,
            room -> link.own(own, MESSAGE, session, parameters, part, room, end), 0), parameters);
    }

    /** The IV and the tag that the call has made. */
    static void copied(List<Object> reply, MessageParameters parameters) {
        MessageForm.copy((MessageParameters) reply.get(reply.size() - 1), parameters);
    }

    // 5.12 Digests

    @Override public void digestInit(SessionHandle session, Mechanism mechanism) {
        link().call(C_DigestInit, X_DigestInit, session, mechanism);
    }

    @Override public void digest(SessionHandle session, byte[] data, Output output) {
        data(C_Digest, session, data, output);
    }

    @Override public void digestUpdate(SessionHandle session, byte[] part) {
        link().call(C_DigestUpdate, session, part);
    }

    @Override public void digestKey(SessionHandle session, ObjectHandle key) {
        link().call(C_DigestKey, session, key);
    }

    @Override public void digestFinal(SessionHandle session, Output output) {
        last(C_DigestFinal, session, output);
    }

    // 5.13 Signatures and MACs

    @Override public void signInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init(C_SignInit, X_SignInit, session, mechanism, key);
    }

    @Override public void sign(SessionHandle session, byte[] data, Output output) {
        data(C_Sign, session, data, output);
    }

    @Override public void signUpdate(SessionHandle session, byte[] part) {
        link().call(C_SignUpdate, session, part);
    }

    @Override public void signFinal(SessionHandle session, Output output) {
        last(C_SignFinal, session, output);
    }

    @Override public void signRecoverInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init(C_SignRecoverInit, X_SignRecoverInit, session, mechanism, key);
    }

    @Override public void signRecover(SessionHandle session, byte[] data, Output output) {
        data(C_SignRecover, session, data, output);
    }

    // 5.14 Message-based signatures

    @Override public void messageSignInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init(C_MessageSignInit, X_MessageSignInit, session, mechanism, key);
    }

    @Override public void signMessage(SessionHandle session, byte[] data, Output signature) {
        Link link = link();
        link.output(session, signature, 0, room -> link.call(C_SignMessage, session, NO_PARAMETER, data, room));
    }

    @Override public void signMessageBegin(SessionHandle session) {
        link().call(C_SignMessageBegin, session, NO_PARAMETER);
    }

    @Override public void signMessageNext(SessionHandle session, byte[] part, Output signature) {
        Link link = link();
        if (signature == null) {
            link.call(C_SignMessageNext, session, NO_PARAMETER, part, false, 0L);
        } else {
            link.output(session, signature, 0, room -> link.call(C_SignMessageNext, session, NO_PARAMETER, part, true, room));
        }
    }

    @Override public void messageSignFinal(SessionHandle session) {
        link().call(C_MessageSignFinal, session);
    }

    // 5.15 Verification

    @Override public void verifyInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init(C_VerifyInit, X_VerifyInit, session, mechanism, key);
    }

    @Override public void verify(SessionHandle session, byte[] data, byte[] signature) {
        link().call(C_Verify, session, data, signature);
    }

    @Override public void verifyUpdate(SessionHandle session, byte[] part) {
        link().call(C_VerifyUpdate, session, part);
    }

    @Override public void verifyFinal(SessionHandle session, byte[] signature) {
        link().call(C_VerifyFinal, session, signature);
    }

    @Override public void verifyRecoverInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init(C_VerifyRecoverInit, X_VerifyRecoverInit, session, mechanism, key);
    }

    @Override public void verifyRecover(SessionHandle session, byte[] signature, Output output) {
        data(C_VerifyRecover, session, signature, output);
    }

    @Override public void verifySignatureInit(SessionHandle session, Mechanism mechanism, ObjectHandle key,
            byte[] signature) {
        link().own(X_VerifySignatureInit, "C_VerifySignatureInit", session, mechanism, key, signature);
    }

    @Override public void verifySignature(SessionHandle session, byte[] data) {
        link().own(X_VerifySignature, "C_VerifySignature", session, data);
    }

    @Override public void verifySignatureUpdate(SessionHandle session, byte[] part) {
        link().own(X_VerifySignatureUpdate, "C_VerifySignatureUpdate", session, part);
    }

    @Override public void verifySignatureFinal(SessionHandle session) {
        link().own(X_VerifySignatureFinal, "C_VerifySignatureFinal", session);
    }

    // 5.16 Message-based verification

    @Override public void messageVerifyInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init(C_MessageVerifyInit, X_MessageVerifyInit, session, mechanism, key);
    }

    @Override public void verifyMessage(SessionHandle session, byte[] data, byte[] signature) {
        link().call(C_VerifyMessage, session, NO_PARAMETER, data, signature);
    }

    @Override public void verifyMessageBegin(SessionHandle session) {
        link().call(C_VerifyMessageBegin, session, NO_PARAMETER);
    }

    @Override public void verifyMessageNext(SessionHandle session, byte[] part, byte[] signature) {
        link().call(C_VerifyMessageNext, session, NO_PARAMETER, part, Handles.orNull(signature));
    }

    @Override public void messageVerifyFinal(SessionHandle session) {
        link().call(C_MessageVerifyFinal, session);
    }

    // 5.17 Dual-function updates

    @Override public void digestEncryptUpdate(SessionHandle session, byte[] part, Output output) {
        data(C_DigestEncryptUpdate, session, part, output);
    }

    @Override public void decryptDigestUpdate(SessionHandle session, byte[] part, Output output) {
        data(C_DecryptDigestUpdate, session, part, output);
    }

    @Override public void signEncryptUpdate(SessionHandle session, byte[] part, Output output) {
        data(C_SignEncryptUpdate, session, part, output);
    }

    @Override public void decryptVerifyUpdate(SessionHandle session, byte[] part, Output output) {
        data(C_DecryptVerifyUpdate, session, part, output);
    }
}
