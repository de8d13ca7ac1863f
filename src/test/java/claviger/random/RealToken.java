package claviger.random;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_COPYABLE;
import static claviger.cryptoki.Cka.CKA_DESTROYABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import claviger.seal.KdfCost;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A new token in memory with two applications; handles are told by the order in which they were given out (H4). */
final class RealToken implements Player {
    private static final byte[] SO_PIN = "so pin".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WRONG_PIN = "wrong pin".getBytes(StandardCharsets.UTF_8);
    private static final byte[] USER_PIN = "user pin".getBytes(StandardCharsets.UTF_8);
    private static final Mechanism ECB = Mechanism.of(Ckm.CKM_AES_ECB);

    private final Library library = Library.over(Stores.open("memory:"),
        Settings.DEFAULT.withKdf(KdfCost.FLOOR).withEmptySlot(true));
    private final List<Member> members = new ArrayList<>();
    private final SlotId slot;

    private record Member(Cryptoki cryptoki, List<SessionHandle> sessions, List<ObjectHandle> handles) {
    }

    RealToken() {
        try (Cryptoki so = library.application(new Peer.ThisJvm())) {
            so.initialize();
            slot = so.getSlotList(false).get(0);
            so.initToken(slot, SO_PIN, "random");
            SessionHandle session = so.openSession(slot, true);
            so.login(session, Cku.CKU_SO, SO_PIN);
            so.initPin(session, USER_PIN);
        }
        for (int application = 0; application < 2; application++) {
            Member member =
                new Member(library.application(new Peer.ThisJvm()), new ArrayList<>(), new ArrayList<>());
            member.cryptoki().initialize();
            members.add(member);
        }
    }

    @Override public String play(Step step) {
        try {
            return answer(members.get(step.call().application()), step);
        } catch (CkrException refusal) {
            return refusal.ckr().name();
        }
    }

    private String answer(Member member, Step step) {
        Cryptoki cryptoki = member.cryptoki();
        switch (step.call().verb()) {
            case OPEN -> member.sessions().add(cryptoki.openSession(slot, step.call().isFirst()));
            case CLOSE_ALL -> cryptoki.closeAllSessions(slot);
            case RESTART -> {
                cryptoki.finalizeCryptoki();
                cryptoki.initialize();
                member.sessions().clear();
            }
            default -> {
                return inSession(member, member.sessions().get(step.session()), step);
            }
        }
        return "CKR_OK";
    }

    private static String inSession(Member member, SessionHandle session, Step step) {
        Cryptoki cryptoki = member.cryptoki();
        switch (step.call().verb()) {
            case CLOSE -> cryptoki.closeSession(session);
            case LOGIN -> cryptoki.login(session, step.call().isSo() ? Cku.CKU_SO : Cku.CKU_USER,
                step.call().isWrong() ? WRONG_PIN : step.call().isSo() ? SO_PIN : USER_PIN);
            case INIT_PIN -> cryptoki.initPin(session, USER_PIN);
            case LOGOUT -> cryptoki.logout(session);
            case STATE -> {
                return cryptoki.getSessionInfo(session).state().name();
            }
            case CREATE -> {
                return numbered(member, cryptoki.createObject(session, template(step)));
            }
            case FIND -> {
                List<ObjectHandle> found = cryptoki.find(session, Template.EMPTY.with(CKA_LABEL, step.label()));
                return found.isEmpty() ? "none" : found.size() == 1 ? numbered(member, found.get(0)) : found.toString();
            }
            default -> {
                return onObject(member, session, member.handles().get(step.object()), step);
            }
        }
        return "CKR_OK";
    }

    private static String onObject(Member member, SessionHandle session, ObjectHandle object, Step step) {
        Cryptoki cryptoki = member.cryptoki();
        switch (step.call().verb()) {
            case READ -> {
                return cryptoki.attributes(session, object, CKA_LABEL).require(CKA_LABEL);
            }
            case USE -> {
                cryptoki.encryptInit(session, ECB, object);
                cryptoki.encrypt(session, new byte[16]);
            }
            case COPY -> {
                return numbered(member, cryptoki.copyObject(session, object, Template.EMPTY
                    .with(CKA_LABEL, step.label()).with(CKA_TOKEN, step.call().isFirst())
                    .with(CKA_PRIVATE, step.call().isPrivate())));
            }
            case RELABEL ->
                cryptoki.setAttributeValue(session, object, Template.EMPTY.with(CKA_LABEL, step.label()));
            default -> cryptoki.destroyObject(session, object);
        }
        return "CKR_OK";
    }

    private static String numbered(Member member, ObjectHandle handle) {
        int known = member.handles().lastIndexOf(handle);
        if (known < 0) {
            member.handles().add(handle);
            known = member.handles().size() - 1;
        }
        return "handle " + known;
    }

    private static Template template(Step step) {
        Template object = Template.EMPTY.with(CKA_LABEL, step.label()).with(CKA_TOKEN, step.call().isFirst())
            .with(CKA_MODIFIABLE, step.call().isModifiable()).with(CKA_COPYABLE, step.call().isCopyable())
            .with(CKA_DESTROYABLE, step.call().isDestroyable())
            .with(CKA_PRIVATE, step.call().isPrivate()).with(CKA_VALUE, new byte[16]);
        return step.call().isKey() ? object.with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_KEY_TYPE, Ckk.CKK_AES)
            : object.with(CKA_CLASS, Cko.CKO_DATA);
    }

    @Override public void close() {
        members.forEach(member -> member.cryptoki().close());
        library.close();
    }
}
