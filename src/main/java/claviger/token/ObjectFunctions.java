package claviger.token;

import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_SENSITIVE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_TYPE_INVALID;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.ObjectsVersion;
import claviger.cryptoki.Output;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyTypes;
import claviger.seal.Randomness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The functions of section 5.7, object management, for the session whose turn it is (rules C, G, F). Stateless. */
final class ObjectFunctions {
    private static final int UNIQUE_ID_BYTES = 16;

    private ObjectFunctions() {
    }

    // making, changing, destroying

    /** All changes or none. @return the new objects */
    static List<StorageObject> change(Session session, List<ObjectChange> changes) {
        requireDistinct(changes);
        return commit(session, () -> changes.stream().map(change -> prepare(session, change)).toList());
    }

    /** Prepares and commits, as often as somebody else changes one of the objects in between. */
    static List<StorageObject> commit(Session session, Supplier<List<Edit>> prepare) {
        return undisturbed(() -> new Edits(session, prepare.get()).commit().orElseThrow(Overtaken::new));
    }

    /** Does the work, once more whenever an object changed meanwhile: looking again also notices that it is gone. */
    private static <R> R undisturbed(Supplier<R> work) {
        while (true) {
            try {
                return work.get();
            } catch (Overtaken e) {
                // look again
                continue;
            }
        }
    }

    private static void requireDistinct(List<ObjectChange> changes) {
        Set<ObjectHandle> changed = new HashSet<>();
        for (ObjectChange change : changes) {
            if (change instanceof ObjectChange.Set set && !changed.add(set.object())
                    || change instanceof ObjectChange.Destroy destroy && !changed.add(destroy.object())) {
                throw CKR_ARGUMENTS_BAD.because("one object in two changes");
            }
        }
    }

    private static Edit prepare(Session session, ObjectChange change) {
        if (change instanceof ObjectChange.Create create) {
            return prepareCreate(session, given(create.template()));
        } else if (change instanceof ObjectChange.Copy copy) {
            return prepareCopy(session, copy.object(), given(copy.template()));
        } else if (change instanceof ObjectChange.Set set) {
            StorageObject object = writable(session, set.object());
            Template changes = given(set.template());
            Template after = ObjectChanges.changed(object.attributes(), changes);
            requireChange(session, object, changes, Right.MODIFY, after);
            return new Edit.Update(object, policy(session).changed(object.attributes(), after));
        }
        StorageObject object = writable(session, ((ObjectChange.Destroy) change).object());
        ObjectChanges.requireDestroyable(object.attributes());
        grants(session).require(session, Right.DESTROY, object);
        return new Edit.Delete(object);
    }

    /** A template of the caller's, with values that the caller can no longer change (O17). */
    static Template given(Template template) {
        if (template == null) {
            throw CKR_ARGUMENTS_BAD.because("null template");
        }
        return template.copied();
    }

    private static Edit prepareCreate(Session session, Template template) {
        NewObject object = NewObject.of(Origin.CREATE, template, Template.EMPTY, isSo(session))
            .under(policy(session), isSo(session));
        AccessRights.require(session.state(), object.reach(), Access.CREATE);
        grants(session).requireNew(session, Origin.CREATE.right(object.objectClass()), object.given());
        return new Edit.Insert(named(object.created(KeyTypes::completed)));
    }

    private static Edit prepareCopy(Session session, ObjectHandle handle, Template template) {
        StorageObject object = session.attachment().object(handle);
        Template copy = policy(session).changed(object.attributes(),
            ObjectChanges.copied(object.attributes(), template));
        AccessRights.require(session.state(), Reach.of(copy), Access.CREATE);
        requireChange(session, object, template, Right.COPY, copy);
        Template secrets = session.attachment().secrets(object).orElseThrow(Overtaken::new);
        return new Edit.Insert(named(copy.with(secrets)));
    }

    /** Grants go by label and id: who could choose them could give themselves any right that others have by name. */
    private static void requireChange(Session session, StorageObject object, Template changes, Right right, Template after) {
        grants(session).require(session, right, object);
        if (changes.attributes().stream().anyMatch(attribute -> ObjectForm.NAMES.contains(attribute)
                && !TemplateRules.agree(object.attributes(), changes, attribute))) {
            grants(session).require(session, Right.ADMIN_ACL, object);
            grants(session).requireNew(session, Right.ADMIN_ACL, after);
        }
    }

    private static Grants grants(Session session) {
        return session.attachment().grants();
    }

    /** The attributes of a new object with the unique id that the token gives it (C4). */
    static Template named(Template attributes) {
        return attributes.with(CKA_UNIQUE_ID, HexFormat.of().formatHex(Randomness.bytes(UNIQUE_ID_BYTES)));
    }

    static PolicyRules policy(Session session) {
        return session.attachment().token().policy();
    }

    static boolean isSo(Session session) {
        return session.attachment().login() == LoginState.SO;
    }

    private static StorageObject writable(Session session, ObjectHandle handle) {
        StorageObject object = session.attachment().object(handle);
        AccessRights.require(session.state(), object.reach(), Access.WRITE);
        return object;
    }

    // reading

    static long size(Session session, ObjectHandle handle) {
        StorageObject object = session.attachment().object(handle);
        grants(session).require(session, Right.READ_ATTRIBUTE, object);
        return Edits.size(object.attributes());
    }

    /** Fills what can be filled, then refuses if something could not (G1). */
    static void read(Session session, ObjectHandle handle, List<AttributeRequest> requests) {
        Ckr outcome = undisturbed(() -> read(session, session.attachment().object(handle), requests));
        if (outcome != Ckr.CKR_OK) {
            throw outcome.because("not every attribute of %s could be read", handle);
        }
    }

    private static Ckr read(Session session, StorageObject object, List<AttributeRequest> requests) {
        grants(session).require(session, Right.READ_ATTRIBUTE, object);
        Ckr outcome = Ckr.CKR_OK;
        for (AttributeRequest request : requests) {
            Ckr one = read(session, object, request);
            outcome = one == Ckr.CKR_OK ? outcome : one;
        }
        return outcome;
    }

    private static Ckr read(Session session, StorageObject object, AttributeRequest request) {
        Output output = request.output();
        switch (object.reading(request.attribute())) {
            case SENSITIVE:
                output.withhold();
                return CKR_ATTRIBUTE_SENSITIVE;
            case ABSENT:
                output.withhold();
                return CKR_ATTRIBUTE_TYPE_INVALID;
            default:
                return output.offer(value(session, object, request.attribute())) ? Ckr.CKR_OK : CKR_BUFFER_TOO_SMALL;
        }
    }

    private static byte[] value(Session session, StorageObject object, Cka<?> attribute) {
        if (object.attributes().has(attribute)) {
            return object.attributes().encoded(attribute);
        }
        grants(session).require(session, Right.EXPORT_CLEAR, object);
        Template secrets = session.attachment().secrets(object).orElseThrow(Overtaken::new);
        try {
            return secrets.encoded(attribute);
        } finally {
            secrets.wipe();
        }
    }

    /** Those attributes that the object has and shows. */
    static Template shown(Session session, ObjectHandle handle, Cka<?>... attributes) {
        return undisturbed(() -> {
            StorageObject object = session.attachment().object(handle);
            grants(session).require(session, Right.READ_ATTRIBUTE, object);
            return shown(session, object, attributes);
        });
    }

    private static Template shown(Session session, StorageObject object, Cka<?>... attributes) {
        List<Cka<?>> asked = List.of(attributes);
        Template shown = object.attributes().only(attribute -> asked.contains(attribute) && isShown(object, attribute));
        List<Cka<?>> secret = new ArrayList<>();
        for (Cka<?> attribute : attributes) {
            if (object.hasSecrets() && !shown.has(attribute) && isShown(object, attribute)
                    && grants(session).allows(Right.EXPORT_CLEAR, object)) {
                secret.add(attribute);
            }
        }
        return secret.isEmpty() ? shown.copied() : shown.copied().with(session.attachment().secrets(object)
            .orElseThrow(Overtaken::new).only(secret::contains));
    }

    private static boolean isShown(StorageObject object, Cka<?> attribute) {
        return object.reading(attribute) == Reading.VALUE;
    }

    // search

    static void findInit(Session session, Template template) {
        session.requireIdle(OperationKind.FIND);
        session.begin(OperationKind.FIND, new Operation.Find(session.attachment().matching(given(template), Opened.ALL)));
    }

    /** Handles are made as they are given out; what vanished since the start is skipped (F4). */
    static List<ObjectHandle> find(Session session, int max) {
        Iterator<StorageObject> found = ((Operation.Find) session.running(OperationKind.FIND)).found();
        List<ObjectHandle> handles = new ArrayList<>();
        while (handles.size() < max && found.hasNext()) {
            StorageObject object = found.next();
            if (session.attachment().sees(object)) {
                handles.add(session.attachment().handle(object));
            }
        }
        return handles;
    }

    static void findFinal(Session session) {
        session.running(OperationKind.FIND);
        session.end(OperationKind.FIND);
    }

    /** A version is of one login: whoever logs in or out meanwhile waits, so that no state gets another one's count. */
    static ObjectsVersion version(Session session) {
        Attachment ours = session.attachment();
        long revision = ours.token().row().revision();
        return ours.alone(() -> new ObjectsVersion(revision, session.state(),
            ours.epoch() + ours.grants().presentations()));
    }

    /** A whole search and what is asked of each object, as of its page: no row is read twice (F4, F5). */
    static Map<ObjectHandle, Template> findAttributes(Session session, Template template, Cka<?>... attributes) {
        session.requireIdle(OperationKind.FIND);
        Template wanted = given(template);
        Iterator<StorageObject> found =
            session.attachment().matching(wanted, Opened.of(wanted, List.of(attributes)));
        Map<ObjectHandle, Template> all = new LinkedHashMap<>();
        while (found.hasNext()) {
            StorageObject object = found.next();
            if (session.attachment().maySee(object) && grants(session).allows(Right.READ_ATTRIBUTE, object)) {
                all.put(session.attachment().handle(object), shown(session, object, attributes));
            }
        }
        return all;
    }
}
