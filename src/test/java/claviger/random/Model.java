package claviger.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What two applications may expect of a token: the rules T (tokens), S (sessions), X (access), L (login), P (PINs), C
 * (objects) and H (handles), written down once more and in another way than in the engine.
 */
final class Model {
    private static final String OK = "CKR_OK";
    private static final String PROHIBITED = "CKR_ACTION_PROHIBITED";
    private static final int TRIES = 10;
    private static final String NOT_LOGGED_IN = "CKR_USER_NOT_LOGGED_IN";

    private enum Who { NOBODY, USER, SO }

    private static final class Session {
        private final boolean rw;
        private boolean open = true;

        private Session(boolean rw) {
            this.rw = rw;
        }
    }

    private static final class Thing {
        private final Application owner;
        private final Session maker;
        private final boolean token;
        private final boolean secret;
        private final boolean key;
        private final Call flags;
        private String label;
        private boolean gone;

        /** A copy, which keeps what the original says of changes. */
        private Thing(Application owner, Session maker, Call call, String label, Thing original) {
            this.owner = owner;
            this.maker = maker;
            this.token = call.isFirst();
            this.secret = call.isPrivate();
            this.key = original.key;
            this.flags = original.flags;
            this.label = label;
        }

        private Thing(Application owner, Session maker, Call call, String label) {
            this.owner = owner;
            this.maker = maker;
            this.token = call.isFirst();
            this.secret = call.isPrivate();
            this.key = call.isKey();
            this.flags = call;
            this.label = label;
        }
    }

    private static final class Handle {
        private final Thing thing;
        private boolean dead;

        private Handle(Thing thing) {
            this.thing = thing;
        }
    }

    private static final class Application {
        private Who who = Who.NOBODY;
        private final List<Session> sessions = new ArrayList<>();
        private final List<Handle> handles = new ArrayList<>();
        private int forgotten;

        private List<Session> open() {
            return sessions.stream().filter(session -> session.open).toList();
        }
    }

    private final List<Application> applications = List.of(new Application(), new Application());
    private final int[] failures = new int[Who.values().length];
    private final List<Thing> things = new ArrayList<>();
    private boolean hasUserPin = true;
    private int labels;

    /** Gives the call a subject, or empty if there is none. */
    Optional<Step> step(Call call) {
        Application a = applications.get(call.application());
        int session = a.sessions.isEmpty() ? -1 : call.session() % a.sessions.size();
        return switch (call.verb()) {
            case OPEN, CLOSE_ALL, RESTART, INIT_TOKEN -> Optional.of(new Step(call, session, -1, ""));
            case INIT_PIN -> session < 0 || applications.stream().anyMatch(other -> other.who == Who.USER)
                ? Optional.empty()      // a reset logs users out some time later (D20)
                : Optional.of(new Step(call, session, -1, ""));
            case CLOSE, LOGIN, LOGOUT, SET_PIN, STATE -> session < 0 ? Optional.empty()
                : Optional.of(new Step(call, session, -1, ""));
            case CREATE -> session < 0 ? Optional.empty()
                : Optional.of(new Step(call, session, things.size(), "label " + labels++));
            case FIND -> session < 0 || things.isEmpty() ? Optional.empty() : found(call, session);
            case READ, USE, DESTROY, RELABEL, COPY -> {
                int usable = a.handles.size() - a.forgotten;
                if (session < 0 || usable == 0) {
                    yield Optional.empty();
                }
                int handle = a.forgotten + call.object() % usable;
                boolean bare = call.verb() == Call.Verb.COPY && a.handles.get(handle).thing.key
                    && call.isFirst() && !call.isPrivate();      // as with Call.isKey (D19)
                boolean names = call.verb() == Call.Verb.RELABEL || call.verb() == Call.Verb.COPY;
                yield bare ? Optional.empty()
                    : Optional.of(new Step(call, session, handle, names ? "label " + labels++ : ""));
            }
        };
    }

    private Optional<Step> found(Call call, int session) {
        int thing = call.object() % things.size();
        return Optional.of(new Step(call, session, thing, things.get(thing).label));
    }

    /** What the step has to answer. */
    String play(Step step) {
        Application a = applications.get(step.call().application());
        switch (step.call().verb()) {
            case OPEN:
                return open(a, step.call().isFirst());
            case CLOSE_ALL:
                a.open().forEach(session -> close(a, session));
                return OK;
            case RESTART:
                a.open().forEach(session -> close(a, session));
                a.sessions.clear();
                return OK;
            case INIT_TOKEN:
                return initToken(step.call());
            default:
                Session session = a.sessions.get(step.session());
                return session.open ? inSession(a, session, step) : "CKR_SESSION_HANDLE_INVALID";
        }
    }

    private String inSession(Application a, Session session, Step step) {
        return switch (step.call().verb()) {
            case CLOSE -> {
                close(a, session);
                yield OK;
            }
            case LOGIN -> login(a, step.call().isSo() ? Who.SO : Who.USER, step.call().isWrong());
            case INIT_PIN -> initPin(a);
            case SET_PIN -> setPin(a, session, step.call().isWrong());
            case LOGOUT -> a.who == Who.NOBODY ? NOT_LOGGED_IN : logout(a);
            case STATE -> state(a, session);
            case CREATE -> create(a, session, step);
            case FIND -> find(a, things.get(step.object()));
            default -> withHandle(a, session, a.handles.get(step.object()), step);
        };
    }

    private static String open(Application a, boolean rw) {      // S4
        if (a.who == Who.SO && !rw) {
            return "CKR_SESSION_READ_WRITE_SO_EXISTS";
        }
        a.sessions.add(new Session(rw));
        return OK;
    }

    private void close(Application a, Session session) {      // S6, S7
        session.open = false;
        things.stream().filter(thing -> !thing.token && thing.maker == session).forEach(thing -> thing.gone = true);
        if (a.open().isEmpty()) {
            logout(a);
            a.forgotten = a.handles.size();      // a handle lives as long as a session that can use it (H2)
        }
    }

    private String initToken(Call call) {      // T5, T6
        if (call.isAlone()) {
            applications.forEach(application -> application.open().forEach(session -> close(application, session)));
        }
        if (applications.stream().anyMatch(application -> !application.open().isEmpty())) {
            return "CKR_SESSION_EXISTS";
        }
        String answer = tried(Who.SO, call.isWrong());
        if (answer.equals(OK)) {
            things.stream().filter(thing -> thing.token && thing.flags.isDestroyable())
                .forEach(thing -> thing.gone = true);
            hasUserPin = false;
        }
        return answer;
    }

    private String initPin(Application a) {      // P1
        if (a.who != Who.SO) {
            return NOT_LOGGED_IN;
        }
        failures[Who.USER.ordinal()] = 0;
        hasUserPin = true;
        return OK;
    }

    private String setPin(Application a, Session session, boolean wrong) {      // P2
        if (!session.rw) {
            return "CKR_SESSION_READ_ONLY";
        }
        if (a.who == Who.SO) {
            return tried(Who.SO, wrong);
        }
        return hasUserPin ? tried(Who.USER, wrong) : "CKR_PIN_INCORRECT";
    }

    private String tried(Who who, boolean wrong) {      // L3, P4
        if (failures[who.ordinal()] == TRIES) {
            return "CKR_PIN_LOCKED";
        }
        failures[who.ordinal()] = wrong ? failures[who.ordinal()] + 1 : 0;
        return wrong ? "CKR_PIN_INCORRECT" : OK;
    }

    private String login(Application a, Who who, boolean wrong) {      // S4, L2, the transition table; L3, P4
        if (who == Who.SO && a.open().stream().anyMatch(session -> !session.rw)) {
            return "CKR_SESSION_READ_ONLY_EXISTS";
        }
        if (a.who == who) {
            return "CKR_USER_ALREADY_LOGGED_IN";
        }
        if (a.who != Who.NOBODY) {
            return "CKR_USER_ANOTHER_ALREADY_LOGGED_IN";
        }
        if (who == Who.USER && !hasUserPin) {
            return "CKR_USER_PIN_NOT_INITIALIZED";
        }
        String answer = tried(who, wrong);
        if (answer.equals(OK)) {
            a.who = who;
        }
        return answer;
    }

    private String logout(Application a) {      // L5
        a.who = Who.NOBODY;
        a.handles.stream().filter(handle -> handle.thing.secret).forEach(handle -> handle.dead = true);
        things.stream().filter(thing -> thing.secret && !thing.token && thing.owner == a)
            .forEach(thing -> thing.gone = true);
        return OK;
    }

    private static String state(Application a, Session session) {      // S3
        return switch (a.who) {
            case SO -> "CKS_RW_SO_FUNCTIONS";
            case USER -> session.rw ? "CKS_RW_USER_FUNCTIONS" : "CKS_RO_USER_FUNCTIONS";
            case NOBODY -> session.rw ? "CKS_RW_PUBLIC_SESSION" : "CKS_RO_PUBLIC_SESSION";
        };
    }

    private String create(Application a, Session session, Step step) {      // the matrix of X
        Thing thing = new Thing(a, session, step.call(), step.label());
        thing.gone = true;
        things.add(thing);
        if (thing.token && !session.rw) {
            return "CKR_SESSION_READ_ONLY";
        }
        if (thing.secret && a.who != Who.USER) {
            return NOT_LOGGED_IN;
        }
        thing.gone = false;
        return handle(a, thing);
    }

    private static boolean sees(Application a, Thing thing) {      // X1 to X3
        return !thing.gone && (thing.token || thing.owner == a) && (!thing.secret || a.who == Who.USER);
    }

    private static String find(Application a, Thing thing) {
        return sees(a, thing) ? handle(a, thing) : "none";
    }

    /** One handle as long as the object can be seen (H2), or a new one. */
    private static String handle(Application a, Thing thing) {
        for (int known = a.forgotten; known < a.handles.size(); known++) {
            if (a.handles.get(known).thing == thing && !a.handles.get(known).dead) {
                return "handle " + known;
            }
        }
        a.handles.add(new Handle(thing));
        return "handle " + (a.handles.size() - 1);
    }

    private String copy(Application a, Session session, Thing original, Step step) {      // C7, and the matrix of X
        if (!original.flags.isCopyable()) {
            return PROHIBITED;
        }
        if (!original.flags.isModifiable()) {
            return "CKR_ATTRIBUTE_READ_ONLY";      // the label: a copy changes no more than C_SetAttributeValue may
        }
        if (original.secret && !step.call().isPrivate()) {
            return "CKR_TEMPLATE_INCONSISTENT";
        }
        if (step.call().isFirst() && !session.rw) {
            return "CKR_SESSION_READ_ONLY";
        }
        if (step.call().isPrivate() && a.who != Who.USER) {
            return NOT_LOGGED_IN;
        }
        Thing thing = new Thing(a, session, step.call(), step.label(), original);
        things.add(thing);
        return handle(a, thing);
    }

    private String withHandle(Application a, Session session, Handle handle, Step step) {      // H3, C6, C8
        boolean usable = !handle.dead && sees(a, handle.thing);
        return switch (step.call().verb()) {
            case READ -> usable ? handle.thing.label : "CKR_OBJECT_HANDLE_INVALID";
            case USE -> usable && handle.thing.key ? OK : "CKR_KEY_HANDLE_INVALID";
            case COPY -> usable ? copy(a, session, handle.thing, step) : "CKR_OBJECT_HANDLE_INVALID";
            default -> {
                if (!usable) {
                    yield "CKR_OBJECT_HANDLE_INVALID";
                }
                if (handle.thing.token && !session.rw) {
                    yield "CKR_SESSION_READ_ONLY";
                }
                boolean destroys = step.call().verb() == Call.Verb.DESTROY;
                if (!(destroys ? handle.thing.flags.isDestroyable() : handle.thing.flags.isModifiable())) {
                    yield PROHIBITED;
                }
                if (destroys) {
                    handle.thing.gone = true;
                } else {
                    handle.thing.label = step.label();
                }
                yield OK;
            }
        };
    }
}
