package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_TYPE_INVALID;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.rpc.Call.C_CloseAllSessions;
import static claviger.rpc.Call.C_CloseSession;
import static claviger.rpc.Call.C_CopyObject;
import static claviger.rpc.Call.C_CreateObject;
import static claviger.rpc.Call.C_DestroyObject;
import static claviger.rpc.Call.C_FindObjects;
import static claviger.rpc.Call.C_FindObjectsFinal;
import static claviger.rpc.Call.C_FindObjectsInit;
import static claviger.rpc.Call.C_GetInfo;
import static claviger.rpc.Call.C_GetMechanismInfo;
import static claviger.rpc.Call.C_GetMechanismList;
import static claviger.rpc.Call.C_GetObjectSize;
import static claviger.rpc.Call.C_GetOperationState;
import static claviger.rpc.Call.C_GetSessionInfo;
import static claviger.rpc.Call.C_GetSlotInfo;
import static claviger.rpc.Call.C_GetSlotList;
import static claviger.rpc.Call.C_GetTokenInfo;
import static claviger.rpc.Call.C_InitPIN;
import static claviger.rpc.Call.C_InitToken;
import static claviger.rpc.Call.C_InitToken2;
import static claviger.rpc.Call.C_Login;
import static claviger.rpc.Call.C_LoginUser;
import static claviger.rpc.Call.C_Logout;
import static claviger.rpc.Call.C_OpenSession;
import static claviger.rpc.Call.C_SessionCancel;
import static claviger.rpc.Call.C_SetAttributeValue;
import static claviger.rpc.Call.C_SetOperationState;
import static claviger.rpc.Call.C_SetPIN;
import static claviger.rpc.Call.X_ChangeObjects;
import static claviger.rpc.Call.X_GetSessionValidationFlags;
import static claviger.rpc.Call.X_ObjectsVersion;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Flag;
import claviger.cryptoki.Info;
import claviger.cryptoki.Kind;
import claviger.cryptoki.MechanismInfo;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.ObjectsVersion;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionFlag;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SessionInfo;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.SlotInfo;
import claviger.cryptoki.Template;
import claviger.cryptoki.TokenInfo;
import claviger.cryptoki.Use;
import claviger.cryptoki.ValidationFlagsType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The functions of a client for slots, tokens, sessions and objects: sections 5.4 to 5.7 of PKCS#11 3.2. */
abstract sealed class ObjectCalls implements Cryptoki permits CipherCalls {
    private static final long SLOTS = 64;
    private static final long MECHANISMS = 1024;
    private static final int LABEL_BYTES = 32;
    private static final long DONT_BLOCK = 1;
    private static final long LOOK_EVERY_MILLIS = 200;

    /** What there is between C_Initialize and C_Finalize. @throws claviger.cryptoki.CkrException if that is not now */
    abstract Link link();

    // 5.4, 5.5 General purpose, slots and tokens

    @Override public Info getInfo() {
        return Texts.info(link().call(C_GetInfo));
    }

    @Override public List<SlotId> getSlotList(boolean tokenPresent) {
        return LongStream.of(numbers(SLOTS, room -> link().call(C_GetSlotList, tokenPresent, room)))
            .mapToObj(SlotId::new).toList();
    }

    @Override public SlotInfo getSlotInfo(SlotId slot) {
        return Texts.slotInfo(link().call(C_GetSlotInfo, slot));
    }

    @Override public TokenInfo getTokenInfo(SlotId slot) {
        return Texts.tokenInfo(link().call(C_GetTokenInfo, slot));
    }

    /** Looks again and again: a server that waits could do nothing else for this application. */
    @Override public Optional<SlotId> waitForSlotEvent(boolean dontBlock) {
        Link link = link();
        Optional<SlotId> event = link.slotEvent();
        while (event.isEmpty() && !dontBlock) {
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return event;
            }
            if (link.isFinished()) {
                throw CKR_CRYPTOKI_NOT_INITIALIZED.because("finalized by another thread");
            }
            event = link.slotEvent();
        }
        return event;
    }

    /** Mechanisms that this library has no name for are left out. */
    @Override public Set<Ckm> getMechanismList(SlotId slot) {
        Set<Ckm> known = EnumSet.noneOf(Ckm.class);
        LongStream.of(numbers(MECHANISMS, room -> link().call(C_GetMechanismList, slot, room)))
            .forEach(number -> Ckm.of(number).ifPresent(known::add));
        return known;
    }

    @Override public MechanismInfo getMechanismInfo(SlotId slot, Ckm mechanism) {
        List<Object> reply = link().call(C_GetMechanismInfo, slot, mechanism.code());
        return new MechanismInfo((Long) reply.get(0), (Long) reply.get(1), Flag.set(Use.class, (Long) reply.get(2)));
    }

    /** A list whose length is known when it is here: asked for with room that is enough nearly always. */
    private static long[] numbers(long room, Link.Producing call) {
        Ulongs list = (Ulongs) call.with(room).get(0);
        if (list instanceof Ulongs.Count count) {
            list = (Ulongs) call.with(count.count()).get(0);
        }
        if (!(list instanceof Ulongs.Values values)) {
            throw CKR_DEVICE_ERROR.because("a list that grows faster than it can be asked for");
        }
        return values.values();
    }

    @Override public void initToken(SlotId slot, byte[] soPin, String label) {
        Link link = link();
        if (label == null || label.getBytes(StandardCharsets.UTF_8).length > LABEL_BYTES || label.indexOf('\0') >= 0) {
            throw CKR_ARGUMENTS_BAD.because("a label is at most %d bytes of UTF-8, without NUL", LABEL_BYTES);
        }
        link.callWithPin(link.version() == 0 ? C_InitToken : C_InitToken2, slot, Handles.orNull(soPin), Texts.paddedLabel(label));
    }

    @Override public void initPin(SessionHandle session, byte[] pin) {
        link().callWithPin(C_InitPIN, session, Handles.orNull(pin));
    }

    @Override public void setPin(SessionHandle session, byte[] oldPin, byte[] newPin) {
        link().callWithPin(C_SetPIN, session, Handles.orNull(oldPin), Handles.orNull(newPin));
    }

    // 5.6 Sessions

    @Override public SessionHandle openSession(SlotId slot, Set<SessionFlag> flags) {
        Link link = link();
        return link.handles().session(link.call(C_OpenSession, slot, flags).get(0));
    }

    @Override public void closeSession(SessionHandle session) {
        link().call(C_CloseSession, session);
    }

    @Override public void closeAllSessions(SlotId slot) {
        link().call(C_CloseAllSessions, slot);
    }

    @Override public SessionInfo getSessionInfo(SessionHandle session) {
        List<Object> reply = link().call(C_GetSessionInfo, session);
        return new SessionInfo(new SlotId((Long) reply.get(0)), state(reply.get(1)),
            Flag.set(SessionFlag.class, (Long) reply.get(2)));
    }

    private static Cks state(Object code) {
        return Stream.of(Cks.values()).filter(one -> one.code() == (Long) code).findFirst()
            .orElseThrow(() -> CKR_DEVICE_ERROR.because("no CKS_ has the code 0x%x", code));
    }

    @Override public void login(SessionHandle session, Cku user, byte[] pin) {
        link().callWithPin(C_Login, session, user.code(), Handles.orNull(pin));
    }

    @Override public void loginUser(SessionHandle session, Cku user, byte[] pin, String name) {
        link().callWithPin(C_LoginUser, session, user.code(), Handles.orNull(pin),
            Handles.orNull(name == null ? null : name.getBytes(StandardCharsets.UTF_8)));
    }

    @Override public void logout(SessionHandle session) {
        link().call(C_Logout, session);
    }

    @Override public void sessionCancel(SessionHandle session, Set<Use> flags) {
        link().call(C_SessionCancel, session, flags);
    }

    @Override public void getOperationState(SessionHandle session, Output state) {
        Link link = link();
        link.output(session, state, 0, room -> link.call(C_GetOperationState, session, room));
    }

    @Override public void setOperationState(SessionHandle session, byte[] state, ObjectHandle encryptionKey,
            ObjectHandle authenticationKey) {
        link().call(C_SetOperationState, session, state, encryptionKey, authenticationKey);
    }

    @Override public long getSessionValidationFlags(SessionHandle session, ValidationFlagsType type) {
        if (type == null) {
            throw CKR_ARGUMENTS_BAD.because("null type");
        }
        return Link.number(link().own(X_GetSessionValidationFlags, "C_GetSessionValidationFlags", session, type.code()));
    }

    // 5.7 Objects

    @Override public ObjectHandle createObject(SessionHandle session, Template template) {
        Link link = link();
        requireSendable(link, template);
        return link.handles().object(link.call(C_CreateObject, session, template).get(0));
    }

    @Override public ObjectHandle copyObject(SessionHandle session, ObjectHandle object, Template template) {
        Link link = link();
        requireSendable(link, template);
        return link.handles().object(link.call(C_CopyObject, session, object, template).get(0));
    }

    @Override public void destroyObject(SessionHandle session, ObjectHandle object) {
        link().call(C_DestroyObject, session, object);
    }

    /** A logout voids handles, as the end of a connection does, so each connection counts from a number of its own. */
    @Override public Optional<ObjectsVersion> objectsVersion(SessionHandle session) {
        Link link = link();
        if (!link.isOurs()) {
            return Optional.empty();
        }
        List<Object> reply = link.call(X_ObjectsVersion, session);
        return (Integer) reply.get(0) == 0 ? Optional.empty() : Optional.of(new ObjectsVersion((Long) reply.get(1),
            state(reply.get(2)), link.handles().marked((Long) reply.get(reply.size() - 1))));
    }

    /** One change alone is all or nothing at any server. */
    @Override public List<ObjectHandle> changeObjects(SessionHandle session, List<ObjectChange> changes) {
        Link link = link();
        if (changes.size() == 1 && !link.isOurs()) {
            return changed(session, changes.get(0));
        }
        if (!link.isOurs()) {
            throw CKR_FUNCTION_NOT_SUPPORTED.because("several objects in one transaction at %s", link.endpoint());
        }
        Ulongs made = (Ulongs) link.call(X_ChangeObjects, session, changes).get(0);
        return made instanceof Ulongs.Values values
            ? LongStream.of(values.values()).mapToObj(link.handles()::object).toList() : List.of();
    }

    private List<ObjectHandle> changed(SessionHandle session, ObjectChange change) {
        if (change instanceof ObjectChange.Create create) {
            return List.of(createObject(session, create.template()));
        } else if (change instanceof ObjectChange.Copy copy) {
            return List.of(copyObject(session, copy.object(), copy.template()));
        } else if (change instanceof ObjectChange.Set set) {
            setAttributeValue(session, set.object(), set.template());
        } else if (change instanceof ObjectChange.Destroy destroy) {
            destroyObject(session, destroy.object());
        }
        return List.of();
    }

    @Override public long getObjectSize(SessionHandle session, ObjectHandle object) {
        return Link.number(link().call(C_GetObjectSize, session, object));
    }

    @Override public void getAttributeValue(SessionHandle session, ObjectHandle object, List<AttributeRequest> requests) {
        AttributeQuestions.require(new AttributeQuestions(link(), session, object, false).fill(requests), object);
    }

    @Override public Template attributes(SessionHandle session, ObjectHandle object, Cka<?>... attributes) {
        List<AttributeRequest> requests = AttributeQuestions.unbounded(attributes);
        new AttributeQuestions(link(), session, object, true).fill(requests);
        List<Attribute> shown = new ArrayList<>();
        for (AttributeRequest request : requests) {
            if (request.output().length() != Output.UNAVAILABLE) {
                shown.add(new Attribute(request.attribute().code(), request.output().bytes()));
            }
        }
        return Template.decoded(shown);
    }

    @Override public Map<ObjectHandle, Template> findAttributes(SessionHandle session, Template template,
            Cka<?>... attributes) {
        Map<ObjectHandle, Template> found = new LinkedHashMap<>();
        for (ObjectHandle object : find(session, template)) {
            try {
                found.put(object, attributes(session, object, attributes));
            } catch (CkrException e) {
                if (e.ckr() != CKR_ACTION_PROHIBITED) {
                    throw e;
                }      // an ACL lets it be found and not read
            }
        }
        return found;
    }

    @Override public void setAttributeValue(SessionHandle session, ObjectHandle object, Template template) {
        Link link = link();
        requireSendable(link, template);
        link.call(C_SetAttributeValue, session, object, template);
    }

    @Override public void findObjectsInit(SessionHandle session, Template template) {
        Link link = link();
        requireSendable(link, template);
        link.call(C_FindObjectsInit, session, template);
    }

    @Override public List<ObjectHandle> findObjects(SessionHandle session, int max) {
        Link link = link();
        Ulongs found = (Ulongs) link.call(C_FindObjects, session, (long) Math.max(0, max)).get(0);
        return found instanceof Ulongs.Values values
            ? LongStream.of(values.values()).mapToObj(link.handles()::object).toList() : List.of();
    }

    @Override public void findObjectsFinal(SessionHandle session) {
        link().call(C_FindObjectsFinal, session);
    }

    /** Refuses attributes that the server would misread, or close the connection for. */
    static void requireSendable(Link link, Template... templates) {
        for (Template template : templates) {
            for (Cka<?> attribute : template == null ? Set.<Cka<?>>of() : template.attributes()) {
                boolean wide = attribute.code() >>> Integer.SIZE != 0;
                boolean nested = attribute.kind() == Kind.TEMPLATE
                    && AttributeForm.of(attribute.code()) != AttributeForm.TEMPLATE && !link.isOurs();
                if (wide || nested) {
                    throw CKR_ATTRIBUTE_TYPE_INVALID.because("%s cannot be told to %s", attribute.name(), link.endpoint());
                }
            }
        }
    }
}
