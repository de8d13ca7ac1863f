package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_NO_EVENT;
import static claviger.rpc.AnswerRows.numbers;
import static claviger.rpc.AnswerRows.produced;
import static claviger.rpc.AnswerRows.values;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Flag;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.MechanismInfo;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
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

    private static final AnswerRows ROWS = new AnswerRows();

    static {
        general();
        sessions();
        objects();
        ciphers();
        digestsAndSignatures();
        keys();
        messages();
        newer();
        AuthorizationAnswers.into(ROWS);
    }

    private Answers() {
    }

    /** @throws CkrException what the function throws, or CKR_FUNCTION_NOT_SUPPORTED */
    static Message answer(Cryptoki to, Message request) {
        AnswerRows.Answer answer = ROWS.of(request.call())
            .orElseThrow(() -> CKR_FUNCTION_NOT_SUPPORTED.because("%s over this protocol", request.call()));
        return Message.reply(request.call(), answer.of(to, new Arguments(request)));
    }

    /** The reply of a function that did not return CKR_OK. */
    static Message error(Ckr ckr) {
        return Message.reply(Call.ERROR, ckr.code());
    }

    private static void general() {
        ROWS.on(Call.C_Initialize, (to, in) -> {
            if (!Arrays.equals(in.data(), Texts.GREETING)) {
                throw CKR_GENERAL_ERROR.because("another protocol");
            }
            to.initialize();
        });
        ROWS.on(Call.C_Finalize, (to, in) -> to.finalizeCryptoki());
        ROWS.answer(Call.C_GetInfo, (to, in) -> Texts.reply(to.getInfo()));
        ROWS.answer(Call.C_GetSlotList, (to, in) -> {
            List<SlotId> slots = to.getSlotList(in.flag());
            return numbers(in.number(), slots.stream().mapToLong(SlotId::value).toArray());
        });
        ROWS.answer(Call.C_GetSlotInfo, (to, in) -> Texts.reply(to.getSlotInfo(in.slot())));
        ROWS.answer(Call.C_GetTokenInfo, (to, in) -> Texts.reply(to.getTokenInfo(in.slot())));
        ROWS.answer(Call.C_GetMechanismList, (to, in) -> {
            long[] mechanisms = to.getMechanismList(in.slot()).stream().mapToLong(Ckm::code).toArray();
            return numbers(in.number(), mechanisms);
        });
        ROWS.answer(Call.C_GetMechanismInfo, (to, in) -> {
            SlotId slot = in.slot();
            long code = in.number();
            MechanismInfo info = to.getMechanismInfo(slot, Ckm.of(code)
                .orElseThrow(() -> CKR_MECHANISM_INVALID.because("no mechanism here has the number 0x%x", code)));
            return values(info.minKeySize(), info.maxKeySize(), Flag.word(info.flags()));
        });
        ROWS.answer(Call.C_WaitForSlotEvent, (to, in) -> values(to.waitForSlotEvent((in.number() & 1) != 0)
            .orElseThrow(() -> CKR_NO_EVENT.because("no slot event")).value()));
        ROWS.on(Call.C_InitToken, Answers::initToken);
        ROWS.on(Call.C_InitToken2, Answers::initToken);
        ROWS.on(Call.C_InitPIN, (to, in) -> {
            SessionHandle session = in.session();
            in.withPin(pin -> to.initPin(session, pin));
        });
        ROWS.on(Call.C_SetPIN, (to, in) -> {
            SessionHandle session = in.session();
            in.withPin(old -> in.withPin(pin -> to.setPin(session, old, pin)));
        });
    }

    private static void initToken(Cryptoki to, Arguments in) {
        SlotId slot = in.slot();
        in.withPin(pin -> to.initToken(slot, pin, Texts.label(in.text())));
    }

    private static void sessions() {
        ROWS.answer(Call.C_OpenSession, (to, in) ->
            values(to.openSession(in.slot(), Flag.set(SessionFlag.class, in.number())).value()));
        ROWS.on(Call.C_CloseSession, (to, in) -> to.closeSession(in.session()));
        ROWS.on(Call.C_CloseAllSessions, (to, in) -> to.closeAllSessions(in.slot()));
        ROWS.answer(Call.C_GetSessionInfo, (to, in) -> {
            SessionInfo info = to.getSessionInfo(in.session());
            return values(info.slot().value(), info.state().code(), Flag.word(info.flags()), 0L);
        });
        ROWS.output(Call.C_GetOperationState, (to, in) -> {
            SessionHandle session = in.session();
            return output -> to.getOperationState(session, output);
        });
        ROWS.on(Call.C_SetOperationState, (to, in) -> to.setOperationState(in.session(), in.data(), in.object(), in.object()));
        ROWS.on(Call.C_Login, (to, in) -> {
            SessionHandle session = in.session();
            Cku user = Cku.of(in.number());
            in.withPin(pin -> to.login(session, user, pin));
        });
        ROWS.on(Call.C_LoginUser, (to, in) -> {
            SessionHandle session = in.session();
            Cku user = Cku.of(in.number());
            in.withPin(pin -> to.loginUser(session, user, pin, in.name()));
        });
        ROWS.on(Call.C_Logout, (to, in) -> to.logout(in.session()));
        ROWS.on(Call.C_SessionCancel, (to, in) -> to.sessionCancel(in.session(), Flag.set(Use.class, in.number())));
        ROWS.on(Call.C_SeedRandom, (to, in) -> to.seedRandom(in.session(), in.data()));
        ROWS.answer(Call.C_GenerateRandom, (to, in) -> {
            SessionHandle session = in.session();
            long length = in.number();
            if (length > MOST_RANDOM && length != Part.NO_ROOM) {
                throw CKR_ARGUMENTS_BAD.because("at most %d random bytes at once", MOST_RANDOM);
            }
            return values(new Octets.Data(to.generateRandom(session, length == Part.NO_ROOM ? 0 : (int) length)));
        });
    }

    private static void objects() {
        ROWS.answer(Call.C_CreateObject, (to, in) -> {
            SessionHandle session = in.session();
            Template template = in.template();
            try {
                return values(to.createObject(session, template).value());
            } finally {
                template.wipe();
            }
        });
        ROWS.answer(Call.C_CopyObject, (to, in) -> values(to.copyObject(in.session(), in.object(), in.template()).value()));
        ROWS.on(Call.C_DestroyObject, (to, in) -> to.destroyObject(in.session(), in.object()));
        ROWS.answer(Call.C_GetObjectSize, (to, in) -> values(to.getObjectSize(in.session(), in.object())));
        ROWS.answer(Call.C_GetAttributeValue, Answers::attributes);
        ROWS.on(Call.C_SetAttributeValue, (to, in) -> to.setAttributeValue(in.session(), in.object(), in.template()));
        ROWS.on(Call.C_FindObjectsInit, (to, in) -> to.findObjectsInit(in.session(), in.template()));
        ROWS.answer(Call.C_FindObjects, (to, in) -> {
            SessionHandle session = in.session();
            long most = in.number();
            return values(new Ulongs.Values(to.findObjects(session, (int) Math.min(most, Texts.MOST_HANDLES)).stream()
                .mapToLong(ObjectHandle::value).toArray()));
        });
        ROWS.on(Call.C_FindObjectsFinal, (to, in) -> to.findObjectsFinal(in.session()));
        ROWS.answer(Call.X_ObjectsVersion, (to, in) -> to.objectsVersion(in.session())
            .map(version -> values(1, version.revision(), version.state().code(), version.logouts()))
            .orElseGet(() -> values(0, 0L, 0L, 0L)));
        ROWS.answer(Call.X_ChangeObjects, Answers::changeObjects);
    }

    private static Object[] changeObjects(Cryptoki to, Arguments in) {
        SessionHandle session = in.session();
        List<ObjectChange> changes = in.changes();
        try {
            return values(new Ulongs.Values(to.changeObjects(session, changes).stream()
                .mapToLong(ObjectHandle::value).toArray()));
        } finally {
            changes.stream().filter(ObjectChange.Create.class::isInstance)
                .forEach(change -> ((ObjectChange.Create) change).template().wipe());
        }
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
        ROWS.on(Call.C_EncryptInit, Call.X_EncryptInit, (to, in) -> to.encryptInit(in.session(), in.mechanism(), in.object()));
        ROWS.on(Call.C_DecryptInit, Call.X_DecryptInit, (to, in) -> to.decryptInit(in.session(), in.mechanism(), in.object()));
        ROWS.data(Call.C_Encrypt, Cryptoki::encrypt);
        ROWS.data(Call.C_EncryptUpdate, Cryptoki::encryptUpdate);
        ROWS.last(Call.C_EncryptFinal, Cryptoki::encryptFinal);
        ROWS.data(Call.C_Decrypt, Cryptoki::decrypt);
        ROWS.data(Call.C_DecryptUpdate, Cryptoki::decryptUpdate);
        ROWS.last(Call.C_DecryptFinal, Cryptoki::decryptFinal);
        ROWS.data(Call.C_DigestEncryptUpdate, Cryptoki::digestEncryptUpdate);
        ROWS.data(Call.C_DecryptDigestUpdate, Cryptoki::decryptDigestUpdate);
        ROWS.data(Call.C_SignEncryptUpdate, Cryptoki::signEncryptUpdate);
        ROWS.data(Call.C_DecryptVerifyUpdate, Cryptoki::decryptVerifyUpdate);
    }

    private static void digestsAndSignatures() {
        ROWS.on(Call.C_DigestInit, Call.X_DigestInit, (to, in) -> to.digestInit(in.session(), in.mechanism()));
        ROWS.data(Call.C_Digest, Cryptoki::digest);
        ROWS.on(Call.C_DigestUpdate, (to, in) -> to.digestUpdate(in.session(), in.data()));
        ROWS.on(Call.C_DigestKey, (to, in) -> to.digestKey(in.session(), in.object()));
        ROWS.last(Call.C_DigestFinal, Cryptoki::digestFinal);
        ROWS.on(Call.C_SignInit, Call.X_SignInit, (to, in) -> to.signInit(in.session(), in.mechanism(), in.object()));
        ROWS.data(Call.C_Sign, Cryptoki::sign);
        ROWS.on(Call.C_SignUpdate, (to, in) -> to.signUpdate(in.session(), in.data()));
        ROWS.last(Call.C_SignFinal, Cryptoki::signFinal);
        ROWS.on(Call.C_SignRecoverInit, Call.X_SignRecoverInit,
            (to, in) -> to.signRecoverInit(in.session(), in.mechanism(), in.object()));
        ROWS.data(Call.C_SignRecover, Cryptoki::signRecover);
        ROWS.on(Call.C_VerifyInit, Call.X_VerifyInit, (to, in) -> to.verifyInit(in.session(), in.mechanism(), in.object()));
        ROWS.on(Call.C_Verify, (to, in) -> to.verify(in.session(), in.data(), in.data()));
        ROWS.on(Call.C_VerifyUpdate, (to, in) -> to.verifyUpdate(in.session(), in.data()));
        ROWS.on(Call.C_VerifyFinal, (to, in) -> to.verifyFinal(in.session(), in.data()));
        ROWS.on(Call.C_VerifyRecoverInit, Call.X_VerifyRecoverInit,
            (to, in) -> to.verifyRecoverInit(in.session(), in.mechanism(), in.object()));
        ROWS.data(Call.C_VerifyRecover, Cryptoki::verifyRecover);
    }

    private static void keys() {
        ROWS.answer(Call.C_GenerateKey, Call.X_GenerateKey, (to, in) ->
            values(to.generateKey(in.session(), in.mechanismOf("C_GenerateKey"), in.template()).value()));
        ROWS.answer(Call.C_GenerateKeyPair, Call.X_GenerateKeyPair, (to, in) -> {
            KeyPair pair = to.generateKeyPair(in.session(), in.mechanismOf("C_GenerateKeyPair"), in.template(), in.template());
            return values(pair.publicKey().value(), pair.privateKey().value());
        });
        ROWS.output(Call.C_WrapKey, Call.X_WrapKey, (to, in) -> {
            SessionHandle session = in.session();
            var mechanism = in.mechanismOf("C_WrapKey");
            ObjectHandle wrapping = in.object();
            ObjectHandle key = in.object();
            return output -> to.wrapKey(session, mechanism, wrapping, key, output);
        });
        ROWS.answer(Call.C_UnwrapKey, Call.X_UnwrapKey, (to, in) -> values(to.unwrapKey(in.session(), in.mechanismOf("C_UnwrapKey"),
            in.object(), in.data(), in.template()).value()));
        ROWS.answer(Call.C_DeriveKey, (to, in) -> values(to.deriveKey(in.session(), in.mechanismOf("C_DeriveKey"),
            in.object(), in.template()).value()));
        ROWS.answer(Call.X_DeriveKey, (to, in) -> {
            SessionHandle session = in.session();
            var mechanism = in.mechanismOf("C_DeriveKey");
            long key = to.deriveKey(session, mechanism, in.object(), in.template()).value();
            return values(mechanism, key);
        });
        ROWS.answer(Call.C_DeriveKey2, (to, in) -> {
            SessionHandle session = in.session();
            var mechanism = in.mechanismOf("C_DeriveKey");
            long key = to.deriveKey(session, mechanism, in.object(), in.template()).value();
            return values(Ckr.CKR_OK.code(), ParameterForm.isNone(mechanism.type().code()) ? null
                : mechanism.parameters() != Parameters.NONE, key);
        });
    }

    /** The message calls that p11-kit has carry C structures with pointers; only signatures have none (section 5.14). */
    private static void messages() {
        ROWS.on(Call.C_MessageEncryptInit, Call.X_MessageEncryptInit,
            (to, in) -> to.messageEncryptInit(in.session(), in.mechanism(), in.object()));
        ROWS.message(Call.X_EncryptMessage, Cryptoki::encryptMessage);
        ROWS.begin(Call.X_EncryptMessageBegin, Cryptoki::encryptMessageBegin);
        ROWS.next(Call.X_EncryptMessageNext, Cryptoki::encryptMessageNext);
        ROWS.on(Call.C_MessageEncryptFinal, (to, in) -> to.messageEncryptFinal(in.session()));
        ROWS.on(Call.C_MessageDecryptInit, Call.X_MessageDecryptInit,
            (to, in) -> to.messageDecryptInit(in.session(), in.mechanism(), in.object()));
        ROWS.message(Call.X_DecryptMessage, Cryptoki::decryptMessage);
        ROWS.begin(Call.X_DecryptMessageBegin, Cryptoki::decryptMessageBegin);
        ROWS.next(Call.X_DecryptMessageNext, Cryptoki::decryptMessageNext);
        ROWS.on(Call.C_MessageDecryptFinal, (to, in) -> to.messageDecryptFinal(in.session()));
        ROWS.on(Call.C_MessageSignInit, Call.X_MessageSignInit,
            (to, in) -> to.messageSignInit(in.session(), in.mechanism(), in.object()));
        ROWS.output(Call.C_SignMessage, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            byte[] data = in.data();
            return output -> to.signMessage(session, data, output);
        });
        ROWS.on(Call.C_SignMessageBegin, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            to.signMessageBegin(session);
        });
        ROWS.answer(Call.C_SignMessageNext, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            byte[] part = in.data();
            if (in.flag()) {
                return values(produced(output -> to.signMessageNext(session, part, output), in.output()));
            }
            to.signMessageNext(session, part, null);
            return values(new Octets.Data(new byte[0]));
        });
        ROWS.on(Call.C_MessageSignFinal, (to, in) -> to.messageSignFinal(in.session()));
        ROWS.on(Call.C_MessageVerifyInit, Call.X_MessageVerifyInit,
            (to, in) -> to.messageVerifyInit(in.session(), in.mechanism(), in.object()));
        ROWS.on(Call.C_VerifyMessage, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            to.verifyMessage(session, in.data(), in.data());
        });
        ROWS.on(Call.C_VerifyMessageBegin, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            to.verifyMessageBegin(session);
        });
        ROWS.on(Call.C_VerifyMessageNext, (to, in) -> {
            SessionHandle session = in.session();
            in.noParameter();
            to.verifyMessageNext(session, in.data(), in.orNull());
        });
        ROWS.on(Call.C_MessageVerifyFinal, (to, in) -> to.messageVerifyFinal(in.session()));
    }

    /** The functions of PKCS#11 3.2, which p11-kit has no calls for. */
    private static void newer() {
        ROWS.on(Call.X_VerifySignatureInit, (to, in) ->
            to.verifySignatureInit(in.session(), in.mechanism(), in.object(), in.data()));
        ROWS.on(Call.X_VerifySignature, (to, in) -> to.verifySignature(in.session(), in.data()));
        ROWS.on(Call.X_VerifySignatureUpdate, (to, in) -> to.verifySignatureUpdate(in.session(), in.data()));
        ROWS.on(Call.X_VerifySignatureFinal, (to, in) -> to.verifySignatureFinal(in.session()));
        ROWS.answer(Call.X_EncapsulateKey, (to, in) -> {
            SessionHandle session = in.session();
            var mechanism = in.mechanism();
            ObjectHandle key = in.object();
            Template template = in.template();
            long[] made = {ObjectHandle.NONE.value()};
            Octets ciphertext = produced(output -> to.encapsulateKey(session, mechanism, key, template, output)
                .ifPresent(secret -> made[0] = secret.value()), in.output());
            return values(made[0], ciphertext);
        });
        ROWS.answer(Call.X_DecapsulateKey, (to, in) -> values(to.decapsulateKey(in.session(), in.mechanism(), in.object(),
            in.template(), in.data()).value()));
        ROWS.answer(Call.X_WrapKeyAuthenticated, (to, in) -> {
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
        ROWS.answer(Call.X_UnwrapKeyAuthenticated, (to, in) -> values(to.unwrapKeyAuthenticated(in.session(), in.mechanism(),
            in.messageParameters(), in.object(), in.data(), in.template(), in.data()).value()));
        ROWS.answer(Call.X_GetSessionValidationFlags, (to, in) ->
            values(to.getSessionValidationFlags(in.session(), ValidationFlagsType.of(in.number()))));
        ROWS.on(Call.X_AsyncComplete, (to, in) -> to.asyncComplete(in.session(), function(in)));
        ROWS.answer(Call.X_AsyncGetID, (to, in) -> values(to.asyncGetId(in.session(), function(in))));
        ROWS.on(Call.X_AsyncJoin, (to, in) -> to.asyncJoin(in.session(), function(in), in.number()));
    }

    private static String function(Arguments in) {
        return new String(in.text(), StandardCharsets.US_ASCII);
    }
}
