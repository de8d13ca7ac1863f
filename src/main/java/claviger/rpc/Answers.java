package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_NO_EVENT;
import static claviger.rpc.Call.*;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Flag;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.MechanismInfo;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionFlag;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SessionInfo;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import claviger.cryptoki.Use;
import claviger.cryptoki.ValidationFlagsType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What each {@link Call} does: the function of {@link Cryptoki}, the arguments in the order of the signature, and what
 * of its result goes back. A call that is in no row gets CKR_FUNCTION_NOT_SUPPORTED (D24).
 */
final class Answers {
    /** The most bytes of C_GenerateRandom: what is only asked for takes no memory. */
    private static final long MOST_RANDOM = 1 << 20;
    private static final Object[] NOTHING = {};

    private static final Map<Call, Answer> TABLE = new EnumMap<>(Call.class);

    /** What a call does. The values are those of its reply. */
    @FunctionalInterface
    interface Answer {
        Object[] of(Cryptoki to, Arguments in);
    }

    /** A call whose reply is empty. */
    @FunctionalInterface
    private interface Command {
        void run(Cryptoki to, Arguments in);
    }

    /** A function with variable output, its arguments taken. */
    @FunctionalInterface
    private interface Producing {
        void into(Output output);
    }

    static {
        general();
        sessions();
        objects();
        ciphers();
        digestsAndSignatures();
        keys();
        messages();
        newer();
    }

    private Answers() {
    }

    /** @throws CkrException what the function throws, or CKR_FUNCTION_NOT_SUPPORTED */
    static Message answer(Cryptoki to, Message request) {
        Answer answer = TABLE.get(request.call());
        if (answer == null) {
            throw CKR_FUNCTION_NOT_SUPPORTED.because("%s over this protocol", request.call());
        }
        return Message.reply(request.call(), answer.of(to, new Arguments(request)));
    }

    /** The reply of a function that did not return CKR_OK. */
    static Message error(Ckr ckr) {
        return Message.reply(ERROR, ckr.code());
    }

    private static void general() {
        on(C_Initialize, (to, in) -> {
            if (!Arrays.equals(in.data(), Texts.GREETING)) {
                throw CKR_GENERAL_ERROR.because("another protocol");
            }
            to.initialize();
        });
        on(C_Finalize, (to, in) -> to.finalizeCryptoki());
        answer(C_GetInfo, (to, in) -> Texts.reply(to.getInfo()));
        answer(C_GetSlotList, (to, in) -> {
            List<SlotId> slots = to.getSlotList(in.flag());
            return numbers(in.number(), slots.stream().mapToLong(SlotId::value).toArray());
        });
        answer(C_GetSlotInfo, (to, in) -> Texts.reply(to.getSlotInfo(in.slot())));
        answer(C_GetTokenInfo, (to, in) -> Texts.reply(to.getTokenInfo(in.slot())));
        answer(C_GetMechanismList, (to, in) -> {
            long[] mechanisms = to.getMechanismList(in.slot()).stream().mapToLong(Ckm::code).toArray();
            return numbers(in.number(), mechanisms);
        });
        answer(C_GetMechanismInfo, (to, in) -> {
            SlotId slot = in.slot();
            long code = in.number();
            MechanismInfo info = to.getMechanismInfo(slot, Ckm.of(code)
                .orElseThrow(() -> CKR_MECHANISM_INVALID.because("no mechanism here has the number 0x%x", code)));
            return values(info.minKeySize(), info.maxKeySize(), Flag.word(info.flags()));
        });
        answer(C_WaitForSlotEvent, (to, in) -> values(to.waitForSlotEvent((in.number() & 1) != 0)
            .orElseThrow(() -> CKR_NO_EVENT.because("no slot event")).value()));
        on(C_InitToken, Answers::initToken);
        on(C_InitToken2, Answers::initToken);
        on(C_InitPIN, (to, in) -> {
            SessionHandle session = in.session();
            in.withPin(pin -> to.initPin(session, pin));
        });
        on(C_SetPIN, (to, in) -> {
            SessionHandle session = in.session();
            in.withPin(old -> in.withPin(pin -> to.setPin(session, old, pin)));
        });
    }

    private static void initToken(Cryptoki to, Arguments in) {
        SlotId slot = in.slot();
        in.withPin(pin -> to.initToken(slot, pin, Texts.label(in.text())));
    }

    private static void sessions() {
        answer(C_OpenSession, (to, in) ->
            values(to.openSession(in.slot(), Flag.set(SessionFlag.class, in.number())).value()));
        on(C_CloseSession, (to, in) -> to.closeSession(in.session()));
        on(C_CloseAllSessions, (to, in) -> to.closeAllSessions(in.slot()));
        answer(C_GetSessionInfo, (to, in) -> {
            SessionInfo info = to.getSessionInfo(in.session());
            return values(info.slot().value(), info.state().code(), Flag.word(info.flags()), 0L);
        });
        output(C_GetOperationState, (to, in) -> {
            SessionHandle session = in.session();
            return output -> to.getOperationState(session, output);
        });
        on(C_SetOperationState, (to, in) -> to.setOperationState(in.session(), in.data(), in.object(), in.object()));
        on(C_Login, (to, in) -> {
            SessionHandle session = in.session();
            Cku user = Cku.of(in.number());
            in.withPin(pin -> to.login(session, user, pin));
        });
        on(C_LoginUser, (to, in) -> {
            SessionHandle session = in.session();
            Cku user = Cku.of(in.number());
            in.withPin(pin -> to.loginUser(session, user, pin, in.name()));
        });
        on(C_Logout, (to, in) -> to.logout(in.session()));
        on(C_SessionCancel, (to, in) -> to.sessionCancel(in.session(), Flag.set(Use.class, in.number())));
        on(C_SeedRandom, (to, in) -> to.seedRandom(in.session(), in.data()));
        answer(C_GenerateRandom, (to, in) -> {
            SessionHandle session = in.session();
            long length = in.number();
            if (length > MOST_RANDOM && length != Part.NO_ROOM) {
                throw CKR_ARGUMENTS_BAD.because("at most %d random bytes at once", MOST_RANDOM);
            }
            return values(new Octets.Data(to.generateRandom(session, length == Part.NO_ROOM ? 0 : (int) length)));
        });
    }

    private static void objects() {
        answer(C_CreateObject, (to, in) -> {
            SessionHandle session = in.session();
            Template template = in.template();
            try {
                return values(to.createObject(session, template).value());
            } finally {
                template.wipe();
            }
        });
        answer(C_CopyObject, (to, in) -> values(to.copyObject(in.session(), in.object(), in.template()).value()));
        on(C_DestroyObject, (to, in) -> to.destroyObject(in.session(), in.object()));
        answer(C_GetObjectSize, (to, in) -> values(to.getObjectSize(in.session(), in.object())));
        answer(C_GetAttributeValue, Answers::attributes);
        on(C_SetAttributeValue, (to, in) -> to.setAttributeValue(in.session(), in.object(), in.template()));
        on(C_FindObjectsInit, (to, in) -> to.findObjectsInit(in.session(), in.template()));
        answer(C_FindObjects, (to, in) -> {
            SessionHandle session = in.session();
            long most = in.number();
            return values(new Ulongs.Values(to.findObjects(session, (int) Math.min(most, Texts.MOST_HANDLES)).stream()
                .mapToLong(ObjectHandle::value).toArray()));
        });
        on(C_FindObjectsFinal, (to, in) -> to.findObjectsFinal(in.session()));
        answer(X_ChangeObjects, (to, in) -> values(new Ulongs.Values(to.changeObjects(in.session(), in.changes())
            .stream().mapToLong(ObjectHandle::value).toArray())));
    }

    /** The four codes of C_GetAttributeValue come with the attributes; any other is an error (G1). */
    private static Object[] attributes(Cryptoki to, Arguments in) {
        SessionHandle session = in.session();
        ObjectHandle object = in.object();
        AttributeAnswers answers = new AttributeAnswers(in.wanted());
        Ckr ckr = answers.filled(requests -> to.getAttributeValue(session, object, requests));
        return values(answers.attributes(), ckr.code());
    }

    private static void ciphers() {
        on(C_EncryptInit, X_EncryptInit, (to, in) -> to.encryptInit(in.session(), in.mechanism(), in.object()));
        on(C_DecryptInit, X_DecryptInit, (to, in) -> to.decryptInit(in.session(), in.mechanism(), in.object()));
        data(C_Encrypt, Cryptoki::encrypt);
        data(C_EncryptUpdate, Cryptoki::encryptUpdate);
        last(C_EncryptFinal, Cryptoki::encryptFinal);
        data(C_Decrypt, Cryptoki::decrypt);
        data(C_DecryptUpdate, Cryptoki::decryptUpdate);
        last(C_DecryptFinal, Cryptoki::decryptFinal);
        data(C_DigestEncryptUpdate, Cryptoki::digestEncryptUpdate);
        data(C_DecryptDigestUpdate, Cryptoki::decryptDigestUpdate);
        data(C_SignEncryptUpdate, Cryptoki::signEncryptUpdate);
        data(C_DecryptVerifyUpdate, Cryptoki::decryptVerifyUpdate);
    }

    private static void digestsAndSignatures() {
        on(C_DigestInit, X_DigestInit, (to, in) -> to.digestInit(in.session(), in.mechanism()));
        data(C_Digest, Cryptoki::digest);
        on(C_DigestUpdate, (to, in) -> to.digestUpdate(in.session(), in.data()));
        on(C_DigestKey, (to, in) -> to.digestKey(in.session(), in.object()));
        last(C_DigestFinal, Cryptoki::digestFinal);
        on(C_SignInit, X_SignInit, (to, in) -> to.signInit(in.session(), in.mechanism(), in.object()));
        data(C_Sign, Cryptoki::sign);
        on(C_SignUpdate, (to, in) -> to.signUpdate(in.session(), in.data()));
        last(C_SignFinal, Cryptoki::signFinal);
        on(C_SignRecoverInit, X_SignRecoverInit,
            (to, in) -> to.signRecoverInit(in.session(), in.mechanism(), in.object()));
        data(C_SignRecover, Cryptoki::signRecover);
        on(C_VerifyInit, X_VerifyInit, (to, in) -> to.verifyInit(in.session(), in.mechanism(), in.object()));
        on(C_Verify, (to, in) -> to.verify(in.session(), in.data(), in.data()));
        on(C_VerifyUpdate, (to, in) -> to.verifyUpdate(in.session(), in.data()));
        on(C_VerifyFinal, (to, in) -> to.verifyFinal(in.session(), in.data()));
        on(C_VerifyRecoverInit, X_VerifyRecoverInit,
            (to, in) -> to.verifyRecoverInit(in.session(), in.mechanism(), in.object()));
        data(C_VerifyRecover, Cryptoki::verifyRecover);
    }

    private static void keys() {
        answer(C_GenerateKey, X_GenerateKey, (to, in) ->
            values(to.generateKey(in.session(), in.mechanismOf("C_GenerateKey"), in.template()).value()));
        answer(C_GenerateKeyPair, X_GenerateKeyPair, (to, in) -> {
            KeyPair pair = to.generateKeyPair(in.session(), in.mechanismOf("C_GenerateKeyPair"), in.template(), in.template());
            return values(pair.publicKey().value(), pair.privateKey().value());
        });
        output(C_WrapKey, X_WrapKey, (to, in) -> {
            SessionHandle session = in.session();
            var mechanism = in.mechanismOf("C_WrapKey");
            ObjectHandle wrapping = in.object();
            ObjectHandle key = in.object();
            return output -> to.wrapKey(session, mechanism, wrapping, key, output);
        });
        answer(C_UnwrapKey, X_UnwrapKey, (to, in) -> values(to.unwrapKey(in.session(), in.mechanismOf("C_UnwrapKey"),
            in.object(), in.data(), in.template()).value()));
        answer(C_DeriveKey, X_DeriveKey, (to, in) -> values(to.deriveKey(in.session(), in.mechanismOf("C_DeriveKey"),
            in.object(), in.template()).value()));
        answer(C_DeriveKey2, (to, in) -> {
            SessionHandle session = in.session();
            var mechanism = in.mechanismOf("C_DeriveKey");
            long key = to.deriveKey(session, mechanism, in.object(), in.template()).value();
            return values(Ckr.CKR_OK.code(), ParameterForm.isNone(mechanism.type().code()) ? null
                : mechanism.parameters() != claviger.cryptoki.Parameters.NONE, key);
        });
    }

    /** The message calls that p11-kit has carry C structures with pointers; only signatures have none (section 5.14). */
    private static void messages() {
        on(C_MessageEncryptInit, X_MessageEncryptInit,
            (to, in) -> to.messageEncryptInit(in.session(), in.mechanism(), in.object()));
        message(X_EncryptMessage, Cryptoki::encryptMessage);
        begin(X_EncryptMessageBegin, Cryptoki::encryptMessageBegin);
        next(X_EncryptMessageNext, Cryptoki::encryptMessageNext);
        on(C_MessageEncryptFinal, (to, in) -> to.messageEncryptFinal(in.session()));
        on(C_MessageDecryptInit, X_MessageDecryptInit,
            (to, in) -> to.messageDecryptInit(in.session(), in.mechanism(), in.object()));
        message(X_DecryptMessage, Cryptoki::decryptMessage);
        begin(X_DecryptMessageBegin, Cryptoki::decryptMessageBegin);
        next(X_DecryptMessageNext, Cryptoki::decryptMessageNext);
        on(C_MessageDecryptFinal, (to, in) -> to.messageDecryptFinal(in.session()));
        on(C_MessageSignInit, X_MessageSignInit,
            (to, in) -> to.messageSignInit(in.session(), in.mechanism(), in.object()));
        output(C_SignMessage, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            byte[] data = in.data();
            return output -> to.signMessage(session, data, output);
        });
        on(C_SignMessageBegin, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            to.signMessageBegin(session);
        });
        answer(C_SignMessageNext, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            byte[] part = in.data();
            if (in.flag()) {
                return values(produced(output -> to.signMessageNext(session, part, output), in.output()));
            }
            to.signMessageNext(session, part, null);
            return values(new Octets.Data(new byte[0]));
        });
        on(C_MessageSignFinal, (to, in) -> to.messageSignFinal(in.session()));
        on(C_MessageVerifyInit, X_MessageVerifyInit,
            (to, in) -> to.messageVerifyInit(in.session(), in.mechanism(), in.object()));
        on(C_VerifyMessage, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            to.verifyMessage(session, in.data(), in.data());
        });
        on(C_VerifyMessageBegin, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            to.verifyMessageBegin(session);
        });
        on(C_VerifyMessageNext, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            to.verifyMessageNext(session, in.data(), in.orNull());
        });
        on(C_MessageVerifyFinal, (to, in) -> to.messageVerifyFinal(in.session()));
    }

    /** The functions of PKCS#11 3.2, which p11-kit has no calls for. */
    private static void newer() {
        on(X_VerifySignatureInit, (to, in) ->
            to.verifySignatureInit(in.session(), in.mechanism(), in.object(), in.data()));
        on(X_VerifySignature, (to, in) -> to.verifySignature(in.session(), in.data()));
        on(X_VerifySignatureUpdate, (to, in) -> to.verifySignatureUpdate(in.session(), in.data()));
        on(X_VerifySignatureFinal, (to, in) -> to.verifySignatureFinal(in.session()));
        answer(X_EncapsulateKey, (to, in) -> {
            SessionHandle session = in.session();
            var mechanism = in.mechanism();
            ObjectHandle key = in.object();
            Template template = in.template();
            long[] made = {ObjectHandle.NONE.value()};
            Octets ciphertext = produced(output -> to.encapsulateKey(session, mechanism, key, template, output)
                .ifPresent(secret -> made[0] = secret.value()), in.output());
            return values(made[0], ciphertext);
        });
        answer(X_DecapsulateKey, (to, in) -> values(to.decapsulateKey(in.session(), in.mechanism(), in.object(),
            in.template(), in.data()).value()));
        answer(X_WrapKeyAuthenticated, (to, in) -> {
            SessionHandle session = in.session();
            var mechanism = in.mechanism();
            MessageParameters parameters = in.messageParameters();
            ObjectHandle wrapping = in.object();
            ObjectHandle key = in.object();
            byte[] aad = in.data();
            Octets wrapped = produced(
                output -> to.wrapKeyAuthenticated(session, mechanism, parameters, wrapping, key, aad, output), in.output());
            return values(wrapped, parameters);
        });
        answer(X_UnwrapKeyAuthenticated, (to, in) -> values(to.unwrapKeyAuthenticated(in.session(), in.mechanism(),
            in.messageParameters(), in.object(), in.data(), in.template(), in.data()).value()));
        answer(X_GetSessionValidationFlags, (to, in) ->
            values(to.getSessionValidationFlags(in.session(), ValidationFlagsType.of(in.number()))));
        on(X_AsyncComplete, (to, in) -> to.asyncComplete(in.session(), function(in)));
        answer(X_AsyncGetID, (to, in) -> values(to.asyncGetId(in.session(), function(in))));
        on(X_AsyncJoin, (to, in) -> to.asyncJoin(in.session(), function(in), in.number()));
    }

    private static String function(Arguments in) {
        return new String(in.text(), StandardCharsets.US_ASCII);
    }

    // the shapes of rows

    private static void answer(Call call, Answer answer) {
        TABLE.put(call, answer);
    }

    private static void answer(Call call, Call own, Answer answer) {
        answer(call, answer);
        answer(own, answer);
    }

    private static void on(Call call, Command command) {
        answer(call, (to, in) -> {
            command.run(to, in);
            return NOTHING;
        });
    }

    private static void on(Call call, Call own, Command command) {
        on(call, command);
        on(own, command);
    }

    /** The room is the last part of a request, so it is taken when the arguments have been. */
    private static void output(Call call, java.util.function.BiFunction<Cryptoki, Arguments, Producing> function) {
        answer(call, (to, in) -> {
            Producing producing = function.apply(to, in);
            return values(produced(producing, in.output()));
        });
    }

    private static void output(Call call, Call own, java.util.function.BiFunction<Cryptoki, Arguments, Producing> function) {
        output(call, function);
        output(own, function);
    }

    /** C_Encrypt and its like. */
    @FunctionalInterface
    private interface OfData {
        void run(Cryptoki to, SessionHandle session, byte[] data, Output output);
    }

    private static void data(Call call, OfData function) {
        output(call, (to, in) -> {
            SessionHandle session = in.session();
            byte[] data = in.data();
            return output -> function.run(to, session, data, output);
        });
    }

    /** C_EncryptFinal and its like. */
    @FunctionalInterface
    private interface OfSession {
        void run(Cryptoki to, SessionHandle session, Output output);
    }

    private static void last(Call call, OfSession function) {
        output(call, (to, in) -> {
            SessionHandle session = in.session();
            return output -> function.run(to, session, output);
        });
    }

    /** C_EncryptMessage and C_DecryptMessage. */
    @FunctionalInterface
    private interface OfMessage {
        void run(Cryptoki to, SessionHandle session, MessageParameters parameters, byte[] aad, byte[] data, Output output);
    }

    private static void message(Call call, OfMessage function) {
        answer(call, (to, in) -> {
            SessionHandle session = in.session();
            MessageParameters parameters = in.messageParameters();
            byte[] aad = in.data();
            byte[] data = in.data();
            return values(produced(output -> function.run(to, session, parameters, aad, data, output), in.output()),
                parameters);
        });
    }

    /** C_EncryptMessageBegin and C_DecryptMessageBegin. */
    @FunctionalInterface
    private interface OfBegin {
        void run(Cryptoki to, SessionHandle session, MessageParameters parameters, byte[] aad);
    }

    private static void begin(Call call, OfBegin function) {
        answer(call, (to, in) -> {
            SessionHandle session = in.session();
            MessageParameters parameters = in.messageParameters();
            function.run(to, session, parameters, in.data());
            return values(parameters);
        });
    }

    /** C_EncryptMessageNext and C_DecryptMessageNext. */
    @FunctionalInterface
    private interface OfNext {
        void run(Cryptoki to, SessionHandle session, MessageParameters parameters, byte[] part, boolean end, Output output);
    }

    private static void next(Call call, OfNext function) {
        answer(call, (to, in) -> {
            SessionHandle session = in.session();
            MessageParameters parameters = in.messageParameters();
            byte[] part = in.data();
            Output output = in.output();
            boolean end = in.flag();
            return values(produced(into -> function.run(to, session, parameters, part, end, into), output), parameters);
        });
    }

    /** A length query and too small a buffer have the same reply, and the operation goes on. */
    private static Octets produced(Producing function, Output output) {
        try {
            function.into(output);
        } catch (CkrException e) {
            if (e.ckr() != Ckr.CKR_BUFFER_TOO_SMALL) {
                throw e;
            }
            return new Octets.Length(output.length());
        }
        return output.isLengthQuery() ? new Octets.Length(output.length()) : new Octets.Data(output.bytes());
    }

    private static Object[] numbers(long room, long[] numbers) {
        return values(room == Part.NO_ROOM || room < numbers.length
            ? new Ulongs.Count(numbers.length) : new Ulongs.Values(numbers));
    }

    private static Object[] values(Object... values) {
        return values;
    }
}
