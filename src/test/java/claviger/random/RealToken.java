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
import claviger.cryptoki.Cks;
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
import claviger.token.Policy;
import claviger.token.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Two applications with one token; handles are told by the order in which they were given out (H4). */
final class RealToken implements Player {
    static final byte[] SO_PIN = "so pin".getBytes(StandardCharsets.UTF_8);
    static final byte[] USER_PIN = "user pin".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WRONG_PIN = "wrong pin".getBytes(StandardCharsets.UTF_8);
    private static final String LABEL = "random";
    private static final Mechanism ECB = Mechanism.of(Ckm.CKM_AES_ECB);

    private final List<Member> members;
    private final SlotId slot;
    private final boolean numbersStartAgain;
    private final Runnable end;

    private static final class Member {
        private final Cryptoki cryptoki;
        private final List<SessionHandle> sessions = new ArrayList<>();
        private final List<ObjectHandle> handles = new ArrayList<>();
        private int forgotten;

        private Member(Cryptoki cryptoki) {
            this.cryptoki = cryptoki;
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
     * @param applications      that are not initialized
     * @param numbersStartAgain whether a handle after C_Finalize may be one of before; ours are not (H4)
     * @param end               gives back what has to be
     */
    RealToken(List<Cryptoki> applications, boolean numbersStartAgain, Runnable end) {
        this.members = applications.stream().map(Member::new).toList();
        this.numbersStartAgain = numbersStartAgain;
        this.end = end;
        applications.forEach(Cryptoki::initialize);
        this.slot = applications.get(0).getSlotList(true).get(0);
    }

    /** A new token in memory. */
    static RealToken inMemory(Policy policy) {
        Library library = Library.over(Stores.open("memory:"),
            Settings.DEFAULT.withKdf(KdfCost.FLOOR).withEmptySlot(true).withPolicy(policy));
        try (Cryptoki so = library.application(new Peer.ThisJvm())) {
            so.initialize();
            SlotId slot = so.getSlotList(false).get(0);
            so.initToken(slot, SO_PIN, LABEL);
            SessionHandle session = so.openSession(slot, true);
            so.login(session, Cku.CKU_SO, SO_PIN);
            so.initPin(session, USER_PIN);
        }
        List<Cryptoki> applications =
            List.of(library.application(new Peer.ThisJvm()), library.application(new Peer.ThisJvm()));
        return new RealToken(applications, false, () -> {
            applications.forEach(Cryptoki::close);
            library.close();
        });
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
            case OPEN -> member.sessions.add(cryptoki.openSession(slot, step.call().isFirst()));
            case CLOSE_ALL -> cryptoki.closeAllSessions(slot);
            case RESTART -> {
                cryptoki.finalizeCryptoki();
                cryptoki.initialize();
                member.sessions.clear();
                member.forgotten = numbersStartAgain ? member.handles.size() : 0;
            }
            case INIT_TOKEN -> {
                if (step.call().isAlone()) {
                    members.forEach(each -> each.cryptoki.closeAllSessions(slot));
                }
                cryptoki.initToken(slot, step.call().isWrong() ? WRONG_PIN : SO_PIN, LABEL);
            }
            default -> {
                return inSession(member, member.sessions.get(step.session()), step);
            }
        }
        return "CKR_OK";
    }

    private static String inSession(Member member, SessionHandle session, Step step) {
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
                return member.numbered(cryptoki.createObject(session, template(step)));
            }
            case FIND -> {
                List<ObjectHandle> found = cryptoki.find(session, Template.EMPTY.with(CKA_LABEL, step.label()));
                return found.isEmpty() ? "none" : found.size() == 1 ? member.numbered(found.get(0)) : found.toString();
            }
            default -> {
                return onObject(member, session, member.handles.get(step.object()), step);
            }
        }
        return "CKR_OK";
    }

    private static String onObject(Member member, SessionHandle session, ObjectHandle object, Step step) {
        Cryptoki cryptoki = member.cryptoki;
        switch (step.call().verb()) {
            case READ -> {
                return cryptoki.attributes(session, object, CKA_LABEL).require(CKA_LABEL);
            }
            case USE -> {
                cryptoki.encryptInit(session, ECB, object);
                cryptoki.encrypt(session, new byte[16]);
            }
            case COPY -> {
                return member.numbered(cryptoki.copyObject(session, object, Template.EMPTY
                    .with(CKA_LABEL, step.label()).with(CKA_TOKEN, step.call().isFirst())
                    .with(CKA_PRIVATE, step.call().isPrivate())));
            }
            case RELABEL ->
                cryptoki.setAttributeValue(session, object, Template.EMPTY.with(CKA_LABEL, step.label()));
            default -> cryptoki.destroyObject(session, object);
        }
        return "CKR_OK";
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
        end.run();
    }
}
