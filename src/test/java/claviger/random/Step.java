package claviger.random;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A call that has been given its subject.
 *
 * @param session  the number of the session among all of the application's, from 0; -1 if it had none
 * @param object   for functions that make or search the number of the object; else that of the application's handle
 * @param label    what a search looks for, or what an object is to be called
 * @param kind     what an object is that is made, looked for or at; a key is used as if it were that
 * @param material the number of the key that the object is: 0 that of C_CreateObject
 */
record Step(Call call, int session, int object, String label, ObjectKind kind, int material) {
    /** A step without an object. */
    Step(Call call, int session) {
        this(call, session, -1, "", ObjectKind.DATA, 0);
    }

    /** What the other half of a pair is to be called. */
    String otherLabel() {
        return label + ", public half";
    }

    @Override public String toString() {
        String subject = object < 0 ? "" : String.format(" %s, object %d, \"%s\"", kind, object, label);
        return String.format("application %d, session %d: %s%s%s", call.application(), session, call.verb(), subject,
            details());
    }

    private String details() {
        return switch (call.verb()) {
            case OPEN -> call.isReadWrite() ? " R/W" : " R/O";
            case LOGIN -> (call.isSo() ? " as SO" : " as user") + pin();
            case SET_PIN -> pin();
            case INIT_TOKEN -> (call.isAlone() ? " with all sessions closed" : "") + pin();
            case KILL -> call.isLater() ? ", half a minute goes by" : "";
            case CREATE, PAIR -> storage() + (call.isModifiable() ? "" : ", not modifiable")
                + (call.isDestroyable() ? "" : ", not destroyable")
                + Stream.of(Changeable.values()).filter(flag -> flag.isOf(kind))
                    .map(flag -> ", " + flag + "=" + call.says(flag)).collect(Collectors.joining());
            case COPY -> storage();
            case SET -> " " + call.flag() + "=" + call.isOn();
            default -> "";
        };
    }

    private String pin() {
        return call.isWrong() ? ", wrong PIN" : "";
    }

    private String storage() {
        return (call.isToken() ? " token" : " session") + (call.isPrivate() ? ", private" : ", public");
    }
}
