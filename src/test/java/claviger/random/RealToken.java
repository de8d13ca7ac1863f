package claviger.random;

import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Two applications with one token; handles are told by the order in which they were given out (H4). */
final class RealToken implements Player {
    static final byte[] SO_PIN = "so pin".getBytes(StandardCharsets.UTF_8);
    static final byte[] USER_PIN = "user pin".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WRONG_PIN = "wrong pin".getBytes(StandardCharsets.UTF_8);

    private final Place place;
    private final boolean numbersStartAgain;
    private final List<Member> members;
    private final SlotId slot;
    private final Map<Integer, Material> materials = new HashMap<>(Map.of(0, Material.OF_CREATED));

    private static final class Member {
        private Cryptoki cryptoki;
        private final List<SessionHandle> sessions = new ArrayList<>();
        private final List<ObjectHandle> handles = new ArrayList<>();
        private int forgotten;

        private Member(Cryptoki cryptoki) {
            begin(cryptoki);
        }

        /** What was numbered before is of another application. */
        private void begin(Cryptoki another) {
            cryptoki = another;
            cryptoki.initialize();
            sessions.clear();
            forgotten = handles.size();
        }

        private String numbered(ObjectHandle handle) {
            int known = handles.lastIndexOf(handle);
            if (known < forgotten) {
                handles.add(handle);
                known = handles.size() - 1;
            }
            return "handle " + known;
        }
    }

    /**
     * A token that has both PINs and no object.
     *
     * @param numbersStartAgain whether a handle after C_Finalize may be one of before; ours are not (H4)
     */
    RealToken(Place place, boolean numbersStartAgain) {
        this.place = place;
        this.numbersStartAgain = numbersStartAgain;
        this.members = Stream.generate(place::application).limit(2).map(Member::new).toList();
        this.slot = members.get(0).cryptoki.getSlotList(true).get(0);
    }

    @Override public String play(Step step) {
        try {
            return answer(members.get(step.call().application()), step);
        } catch (CkrException refusal) {
            return refusal.ckr().name();
        }
    }

    private String answer(Member member, Step step) {
        Cryptoki cryptoki = member.cryptoki;
        switch (step.call().verb()) {
            case OPEN -> member.sessions.add(cryptoki.openSession(slot, step.call().isReadWrite()));
            case CLOSE_ALL -> cryptoki.closeAllSessions(slot);
            case RESTART -> {
                cryptoki.finalizeCryptoki();
                cryptoki.initialize();
                member.sessions.clear();
                member.forgotten = numbersStartAgain ? member.handles.size() : 0;
            }
            case BREAK -> {
                cryptoki.close();
                member.begin(place.application());
            }
            case KILL -> {
                place.kill(step.call().isLater());
                members.forEach(each -> each.begin(place.application()));
            }
            case INIT_TOKEN -> {
                if (step.call().isAlone()) {
                    members.forEach(each -> each.cryptoki.closeAllSessions(slot));
                }
                cryptoki.initToken(slot, step.call().isWrong() ? WRONG_PIN : SO_PIN, MemoryPlace.LABEL);
            }
            default -> {
                return inSession(member, member.sessions.get(step.session()), step);
            }
        }
        return "CKR_OK";
    }

    private String inSession(Member member, SessionHandle session, Step step) {
        Cryptoki cryptoki = member.cryptoki;
        switch (step.call().verb()) {
            case CLOSE -> cryptoki.closeSession(session);
            case LOGIN -> cryptoki.login(session, step.call().isSo() ? Cku.CKU_SO : Cku.CKU_USER,
                step.call().isWrong() ? WRONG_PIN : step.call().isSo() ? SO_PIN : USER_PIN);
            case SET_PIN -> {
                byte[] same =
                    cryptoki.getSessionInfo(session).state() == Cks.CKS_RW_SO_FUNCTIONS ? SO_PIN : USER_PIN;
                cryptoki.setPin(session, step.call().isWrong() ? WRONG_PIN : same, same);
            }
            case INIT_PIN -> cryptoki.initPin(session, USER_PIN);
            case LOGOUT -> cryptoki.logout(session);
            case STATE -> {
                return cryptoki.getSessionInfo(session).state().name();
            }
            case CREATE -> {
                return member.numbered(cryptoki.createObject(session, Samples.created(step)));
            }
            case PAIR -> {
                KeyPair pair = Material.generated(cryptoki, session, step);
                materials.put(step.material(), Material.of(cryptoki, session, pair));
                return member.numbered(pair.publicKey()) + ", " + member.numbered(pair.privateKey());
            }
            case FIND -> {
                List<ObjectHandle> found = cryptoki.find(session, Template.EMPTY.with(CKA_LABEL, step.label()));
                return found.isEmpty() ? "none" : found.size() == 1 ? member.numbered(found.get(0)) : found.toString();
            }
            case COUNT -> {
                return Stream.of(ObjectKind.values()).map(kind -> cryptoki.find(session,
                    Template.EMPTY.with(CKA_CLASS, kind.objectClass())).size()).toList().toString();
            }
            default -> {
                return onObject(member, session, member.handles.get(step.object()), step);
            }
        }
        return "CKR_OK";
    }

    private String onObject(Member member, SessionHandle session, ObjectHandle object, Step step) {
        Cryptoki cryptoki = member.cryptoki;
        Call call = step.call();
        switch (call.verb()) {
            case READ -> {
                return cryptoki.attributes(session, object, CKA_LABEL).require(CKA_LABEL);
            }
            case READ_VALUE -> {
                return materials.get(step.material()).told(step.kind(), Output.of(value ->
                    cryptoki.getAttributeValue(session, object, List.of(new AttributeRequest(CKA_VALUE, value)))));
            }
            case USE -> {
                return materials.get(step.material()).used(cryptoki, session, object, step.kind());
            }
            case COPY -> {
                return member.numbered(cryptoki.copyObject(session, object, Template.EMPTY
                    .with(CKA_LABEL, step.label()).with(CKA_TOKEN, call.isToken()).with(CKA_PRIVATE, call.isPrivate())));
            }
            case RELABEL -> cryptoki.setAttributeValue(session, object, Template.EMPTY.with(CKA_LABEL, step.label()));
            case SET -> cryptoki.setAttributeValue(session, object,
                Template.EMPTY.with(call.flag().attribute(step.kind()), call.isOn()));
            default -> cryptoki.destroyObject(session, object);
        }
        return "CKR_OK";
    }

    @Override public void close() {
        place.close();
    }
}
