package claviger.random;

import java.util.EnumMap;
import java.util.Map;

/** An object as the model knows it: what it was made as, and what its attributes say by now. */
final class Thing {
    private static final String OK = "CKR_OK";

    private final Object application;
    private final Object session;
    private final ObjectKind kind;
    private final int material;
    private final Call made;
    private final boolean token;
    private final boolean secluded;
    private final Map<Changeable, Boolean> flags = new EnumMap<>(Changeable.class);
    private String label;
    private boolean gone;

    /**
     * A new object. Of a pair the public half is public.
     *
     * @param material the number of the key that it is, if it is one
     */
    Thing(Object application, Object session, Call made, String label, ObjectKind kind, int material) {
        this.application = application;
        this.session = session;
        this.kind = kind;
        this.material = material;
        this.made = made;
        this.token = made.isToken();
        this.secluded = made.isPrivate() && !(made.verb() == Call.Verb.PAIR && kind == ObjectKind.PUBLIC_KEY);
        this.label = label;
        for (Changeable flag : Changeable.values()) {
            if (flag.isOf(kind)) {
                flags.put(flag, made.says(flag));
            }
        }
    }

    /** A copy, which has what the original says of changes. */
    Thing(Object application, Object session, Call copied, String label, Thing original) {
        this.application = application;
        this.session = session;
        this.kind = original.kind;
        this.material = original.material;
        this.made = original.made;
        this.token = copied.isToken();
        this.secluded = copied.isPrivate();
        this.label = label;
        this.flags.putAll(original.flags);
    }

    ObjectKind kind() {
        return kind;
    }

    int material() {
        return material;
    }

    String label() {
        return label;
    }

    boolean isToken() {
        return token;
    }

    boolean isPrivate() {
        return secluded;
    }

    boolean isGone() {
        return gone;
    }

    void end() {
        gone = true;
    }

    boolean isOf(Object anApplication) {
        return application == anApplication;
    }

    boolean diesWith(Object aSession) {      // S6
        return !token && session == aSession;
    }

    boolean isModifiable() {
        return made.isModifiable();
    }

    boolean isDestroyable() {
        return made.isDestroyable();
    }

    boolean isCopyable() {
        return flags.get(Changeable.COPYABLE);
    }

    /** What is sealed in the store though anybody sees it: it opens with a login (D19). */
    boolean isSealed() {
        return token && !secluded && kind.isSecret();
    }

    /** Why its value is not shown, or that it is (G1, G2). */
    String shown() {
        if (kind == ObjectKind.PUBLIC_KEY) {
            return "CKR_ATTRIBUTE_TYPE_INVALID";
        }
        boolean withheld = kind.isSecret() && (flags.get(Changeable.SENSITIVE) || !flags.get(Changeable.EXTRACTABLE));
        return withheld ? "CKR_ATTRIBUTE_SENSITIVE" : OK;
    }

    /** Whether it computes what this kind of key computes (O10). */
    String used(ObjectKind as) {
        if (as.use() != kind.use()) {
            return "CKR_KEY_TYPE_INCONSISTENT";
        }
        return flags.get(Changeable.PERMISSION) ? OK : "CKR_KEY_FUNCTION_NOT_PERMITTED";
    }

    /** Whether C_SetAttributeValue may set a flag (C1, C6). */
    String settable(Changeable flag, boolean value) {
        if (!flags.containsKey(flag)) {
            return "CKR_TEMPLATE_INCONSISTENT";
        }
        return flags.get(flag) != value && flag.sticksAt(flags.get(flag)) ? "CKR_ATTRIBUTE_READ_ONLY" : OK;
    }

    void set(Changeable flag, boolean value) {
        flags.put(flag, value);
    }

    void relabel(String now) {
        label = now;
    }
}
