package claviger.conformance;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import claviger.cryptoki.ValidationFlagsType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every function of {@link Cryptoki}, called with arguments that mean nothing: for rules that hold for all of them. */
final class SessionFunctions {
    private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(
        Map.entry(SlotId.class, new SlotId(0)),
        Map.entry(SessionHandle.class, new SessionHandle(0)),
        Map.entry(ObjectHandle.class, new ObjectHandle(0)),
        Map.entry(Mechanism.class, Mechanism.of(Ckm.CKM_SHA256)),
        Map.entry(MessageParameters.class, MessageParameters.Gcm.received(new byte[12], new byte[16], 128)),
        Map.entry(Ckm.class, Ckm.CKM_SHA256),
        Map.entry(Cku.class, Cku.CKU_USER),
        Map.entry(Template.class, Template.EMPTY),
        Map.entry(Output.class, Output.lengthQuery()),
        Map.entry(byte[].class, new byte[8]),
        Map.entry(Cka[].class, new Cka<?>[] {Cka.CKA_LABEL}),
        Map.entry(List.class, List.of()),
        Map.entry(Set.class, Set.of()),
        Map.entry(String.class, "label"),
        Map.entry(boolean.class, true),
        Map.entry(ValidationFlagsType.class, ValidationFlagsType.CKS_LAST_VALIDATION_OK),
        Map.entry(long.class, 1L),
        Map.entry(int.class, 1));

    /** What is called before C_Initialize, or is not a function of the standard's list and may be missing (D2). */
    private static final Set<String> APART = Set.of("initialize", "close", "changeObjects", "findAttributes",
        "objectsVersion", "authorizations");

    private SessionFunctions() {
    }

    /** All functions that need an initialized application. */
    static Stream<Method> all() {
        return Stream.of(Cryptoki.class.getMethods()).filter(method -> !APART.contains(method.getName()));
    }

    /** Those whose first argument is a session. */
    static Stream<Method> ofSessions() {
        return all().filter(method -> method.getParameterCount() > 0
            && method.getParameterTypes()[0] == SessionHandle.class);
    }

    static void call(Cryptoki application, Method function, SessionHandle session) {
        Object[] arguments = Stream.of(function.getParameterTypes())
            .map(type -> type == SessionHandle.class ? session : argument(type)).toArray();
        try {
            function.invoke(application, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new AssertionError(function.toString(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Object argument(Class<?> type) {
        if (!ARGUMENTS.containsKey(type)) {
            throw new AssertionError("no argument of type " + type);
        }
        return ARGUMENTS.get(type);
    }
}
