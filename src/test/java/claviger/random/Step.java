package claviger.random;

/**
 * A call that has been given its subject.
 *
 * @param session the number of the session among all of the application's, from 0; -1 if it had none
 * @param object  for C_FindObjects and C_CreateObject the number of the object; else that of the application's handle
 * @param label   what a search looks for, or what an object is to be called
 */
record Step(Call call, int session, int object, String label) {
    @Override public String toString() {
        return String.format("application %d, session %d: %s object %d %s%s%s%s%s%s%s", call.application(), session,
            call.verb(), object, label, call.isFirst() ? " (R/W, token)" : "", call.isPrivate() ? " private" : "",
            call.isKey() ? " key" : "", call.isModifiable() ? "" : " (not modifiable, wrong PIN)",
            call.isCopyable() ? "" : " (not copyable)", call.isDestroyable() ? "" : " (not destroyable)");
    }
}
