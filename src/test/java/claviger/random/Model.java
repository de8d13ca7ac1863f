package claviger.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What two applications may expect of a token: the rules T (tokens), S (sessions), X (access), L (login), P (PINs), C
 * (objects), G and F (reading and finding), H (handles), O10 (uses) and A7 (crashes), written down once more and in
 * another way than in the engine.
 */
final class Model {
    /** Fewer than there are without saying, so that some calls come to the end of them. */
    static final int TRIES = 3;

    private static final String OK = "CKR_OK";
    private static final String PROHIBITED = "CKR_ACTION_PROHIBITED";
    private static final String NOT_LOGGED_IN = "CKR_USER_NOT_LOGGED_IN";

    private enum Who { NOBODY, USER, SO }

    private static final class Session {
        private final boolean rw;
        private boolean open = true;

        private Session(boolean rw) {
            this.rw = rw;
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
    private boolean leased;
    private int labels;

    /** Gives the call a subject, or empty if there is none. */
    Optional<Step> step(Call call) {
        Application a = applications.get(call.application());
        int session = chosen(call.session(), 0, a.sessions, each -> each.open);
        return switch (call.verb()) {
            case OPEN, CLOSE_ALL, RESTART, BREAK, INIT_TOKEN -> Optional.of(new Step(call, session));
            case KILL -> !call.isLater() && applications.stream().allMatch(each -> each.open().isEmpty())
                ? Optional.empty()      // whether a lease is left that is being given up, the clock decides (D12)
                : Optional.of(new Step(call, session));
            case CLOSE, LOGIN, LOGOUT, INIT_PIN, SET_PIN, STATE, COUNT -> session < 0 ? Optional.empty()
                : Optional.of(new Step(call, session));
            case CREATE -> session < 0 ? Optional.empty()
                : Optional.of(new Step(call, session, things.size(), newLabel(), call.kind(), 0));
            case PAIR -> session < 0 ? Optional.empty() : Optional.of(
                new Step(call, session, things.size(), newLabel(), ObjectKind.PRIVATE_KEY, things.size() + 1));
            case FIND -> {
                int thing = chosen(call.object(), 0, things, each -> !each.isGone());
                yield session < 0 || thing < 0 ? Optional.empty()
                    : Optional.of(about(call, session, thing, things.get(thing)));
            }
            case READ, READ_VALUE, USE, DESTROY, RELABEL, SET, COPY -> {
                int handle = chosen(call.object(), a.forgotten, a.handles, each -> !each.dead && sees(a, each.thing));
                yield session < 0 || handle < 0 ? Optional.empty()
                    : Optional.of(about(call, session, handle, a.handles.get(handle).thing));
            }
        };
    }

    /** One of those from an index on, seven times of eight a good one; -1 if there is none. */
    private static <T> int chosen(int number, int from, List<T> all, Predicate<T> good) {
        if (from == all.size()) {
            return -1;
        }
        int[] wanted = IntStream.range(from, all.size()).filter(at -> good.test(all.get(at))).toArray();
        return wanted.length == 0 || number % 8 == 0 ? from + number / 8 % (all.size() - from)
            : wanted[number / 8 % wanted.length];
    }

    private Step about(Call call, int session, int number, Thing thing) {
        boolean names = call.verb() == Call.Verb.RELABEL || call.verb() == Call.Verb.COPY;
        boolean mistaken = call.verb() == Call.Verb.USE && call.isMistaken() && call.kind().isKey();
        return new Step(call, session, number, names ? newLabel() : thing.label(),
            mistaken ? call.kind() : thing.kind(), thing.material());
    }

    private String newLabel() {
        return "label " + labels++;
    }

    /** What the step has to answer. */
    String play(Step step) {
        Application a = applications.get(step.call().application());
        switch (step.call().verb()) {
            case OPEN:
                return open(a, step.call().isReadWrite());
            case CLOSE_ALL:
                a.open().forEach(session -> close(a, session));
                return OK;
            case RESTART, BREAK:
                end(a);
                return OK;
            case KILL:
                return kill(step.call());
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
            case CREATE -> create(a, session, List.of(thing(a, session, step, step.kind(), step.label())));
            case PAIR -> create(a, session, List.of(thing(a, session, step, ObjectKind.PUBLIC_KEY, step.otherLabel()),
                thing(a, session, step, ObjectKind.PRIVATE_KEY, step.label())));
            case FIND -> find(a, things.get(step.object()));
            case COUNT -> Stream.of(ObjectKind.values()).map(kind -> things.stream()
                .filter(thing -> thing.kind() == kind && sees(a, thing)).count()).toList().toString();
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
        things.stream().filter(thing -> thing.diesWith(session)).forEach(Thing::end);
        if (a.open().isEmpty()) {
            logout(a);
            a.forgotten = a.handles.size();      // a handle lives as long as a session that can use it (H2)
        }
    }

    private void end(Application a) {      // A4
        a.open().forEach(session -> close(a, session));
        a.sessions.clear();
    }

    /** For half a minute it looks as if the process still had the sessions that it had. */
    private String kill(Call call) {      // A7
        leased = !call.isLater() && (leased || applications.stream().anyMatch(each -> !each.open().isEmpty()));
        applications.forEach(this::end);
        return OK;
    }

    private String initToken(Call call) {      // T5, T6
        if (call.isAlone()) {
            applications.forEach(application -> application.open().forEach(session -> close(application, session)));
        }
        if (leased || applications.stream().anyMatch(application -> !application.open().isEmpty())) {
            return "CKR_SESSION_EXISTS";
        }
        String answer = tried(Who.SO, call.isWrong());
        if (answer.equals(OK)) {
            things.stream().filter(thing -> thing.isToken() && thing.isDestroyable()).forEach(Thing::end);
            hasUserPin = false;
        }
        return answer;
    }

    private String initPin(Application a) {      // P1; who has logged in with the old PIN no longer is (D20)
        if (a.who != Who.SO) {
            return NOT_LOGGED_IN;
        }
        failures[Who.USER.ordinal()] = 0;
        hasUserPin = true;
        applications.stream().filter(other -> other.who == Who.USER).forEach(this::logout);
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
        a.handles.stream().filter(handle -> handle.thing.isPrivate()).forEach(handle -> handle.dead = true);
        things.stream().filter(thing -> thing.isPrivate() && !thing.isToken() && thing.isOf(a)).forEach(Thing::end);
        return OK;
    }

    private static String state(Application a, Session session) {      // S3
        return switch (a.who) {
            case SO -> "CKS_RW_SO_FUNCTIONS";
            case USER -> session.rw ? "CKS_RW_USER_FUNCTIONS" : "CKS_RO_USER_FUNCTIONS";
            case NOBODY -> session.rw ? "CKS_RW_PUBLIC_SESSION" : "CKS_RO_PUBLIC_SESSION";
        };
    }

    private static Thing thing(Application a, Session session, Step step, ObjectKind kind, String label) {
        return new Thing(a, session, step.call(), label, kind, step.material());
    }

    private String create(Application a, Session session, List<Thing> made) {      // the matrix of X; all or none (C3)
        things.addAll(made);
        Optional<String> refusal = made.stream().map(thing -> mayMake(a, session, thing))
            .filter(answer -> !answer.equals(OK)).findFirst();
        if (refusal.isPresent()) {
            made.forEach(Thing::end);
        }
        return refusal.orElseGet(() -> made.stream().map(thing -> handle(a, thing)).collect(Collectors.joining(", ")));
    }

    private static String mayMake(Application a, Session session, Thing thing) {
        if (thing.isToken() && !session.rw) {
            return "CKR_SESSION_READ_ONLY";
        }
        return thing.isPrivate() && a.who != Who.USER || isClosed(a, thing) ? NOT_LOGGED_IN : OK;
    }

    private static boolean isClosed(Application a, Thing thing) {      // D19
        return thing.isSealed() && a.who == Who.NOBODY;
    }

    private static boolean sees(Application a, Thing thing) {      // X1 to X3
        return !thing.isGone() && (thing.isToken() || thing.isOf(a)) && (!thing.isPrivate() || a.who == Who.USER);
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

    private String withHandle(Application a, Session session, Handle handle, Step step) {      // H3
        Thing thing = handle.thing;
        boolean usable = !handle.dead && sees(a, thing);
        if (step.call().verb() == Call.Verb.USE) {
            return usable && thing.kind().isKey() ? opened(a, thing, thing.used(step.kind()), OK) : "CKR_KEY_HANDLE_INVALID";
        }
        if (!usable) {
            return "CKR_OBJECT_HANDLE_INVALID";
        }
        return switch (step.call().verb()) {
            case READ -> thing.label();
            case READ_VALUE -> opened(a, thing, thing.shown(), "its value");
            case COPY -> copy(a, session, thing, step);
            default -> write(a, session, thing, step);
        };
    }

    /** What is sealed opens to who is logged in, if nothing else forbids it (D19). */
    private static String opened(Application a, Thing thing, String answer, String good) {
        return !answer.equals(OK) ? answer : isClosed(a, thing) ? NOT_LOGGED_IN : good;
    }

    private String write(Application a, Session session, Thing thing, Step step) {      // C6, C8
        if (thing.isToken() && !session.rw) {
            return "CKR_SESSION_READ_ONLY";
        }
        Call call = step.call();
        boolean destroys = call.verb() == Call.Verb.DESTROY;
        if (!(destroys ? thing.isDestroyable() : thing.isModifiable())) {
            return PROHIBITED;
        }
        if (destroys) {
            thing.end();
            return OK;
        }
        boolean sets = call.verb() == Call.Verb.SET;
        String answer = opened(a, thing, sets ? thing.settable(call.flag(), call.isOn()) : OK, OK);
        if (answer.equals(OK) && sets) {
            thing.set(call.flag(), call.isOn());
        } else if (answer.equals(OK)) {
            thing.relabel(step.label());
        }
        return answer;
    }

    private String copy(Application a, Session session, Thing original, Step step) {      // C7, and the matrix of X
        if (!original.isCopyable()) {
            return PROHIBITED;
        }
        if (!original.isModifiable()) {
            return "CKR_ATTRIBUTE_READ_ONLY";      // the label: a copy changes no more than C_SetAttributeValue may
        }
        if (original.isPrivate() && !step.call().isPrivate()) {
            return "CKR_TEMPLATE_INCONSISTENT";
        }
        Thing thing = new Thing(a, session, step.call(), step.label(), original);
        String answer = opened(a, original, mayMake(a, session, thing), OK);
        if (!answer.equals(OK)) {
            return answer;
        }
        things.add(thing);
        return handle(a, thing);
    }
}
