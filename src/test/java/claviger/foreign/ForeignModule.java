package claviger.foreign;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cks;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Flag;
import claviger.cryptoki.InitializeArgs;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionFlag;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SessionInfo;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import claviger.store.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A PKCS#11 module of somebody else in a process of its own, which makes it one application: what a {@link Cryptoki}
 * asks goes to the {@link ModuleChild}. The methods have the names and parameters of Cryptoki's. The others are
 * UnsupportedOperationExceptions: SunPKCS11's wrapper has no C_InitToken, C_InitPIN, C_SetPIN and C_CloseAllSessions,
 * and what else is missing no test has wanted.
 */
public final class ForeignModule {
    private static final HexFormat HEX = HexFormat.of();
    private static final String OPENED = "jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED";
    /** Room beyond the input, for what padding and tags add: the wrapper cannot ask for a length. */
    private static final int MORE = 1024;
    private static final Set<Kind<?>> NUMBERS =
        Set.of(Kind.ULONG, Kind.CLASS, Kind.KEY_TYPE, Kind.CERTIFICATE_TYPE, Kind.MECHANISMS);

    private final ChildJvm child;
    private boolean initialized;

    private ForeignModule(ChildJvm child) {
        this.child = child;
    }

    /** A new process that has loaded the module. @param environment what the module reads of it */
    public static Cryptoki load(Path library, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(ChildJvm.command(ModuleChild.class, List.of("--add-opens", OPENED), library.toString()));
        return over(new ForeignModule(ChildJvm.started(command)));
    }

    private static Cryptoki over(ForeignModule module) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Optional<Method> own = Stream.of(ForeignModule.class.getDeclaredMethods())
                .filter(mine -> mine.getName().equals(method.getName())
                    && List.of(mine.getParameterTypes()).equals(List.of(method.getParameterTypes()))).findFirst();
            if (own.isEmpty() && method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            try {
                return own.orElseThrow(() -> new UnsupportedOperationException(method.toString()))
                    .invoke(module, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Cryptoki) Proxy.newProxyInstance(Cryptoki.class.getClassLoader(), new Class<?>[] {Cryptoki.class},
            handler);
    }

    void initialize(InitializeArgs args) {
        if (args.reserved()) {
            throw new UnsupportedOperationException("pReserved");
        }
        call("C_Initialize", "-");
        initialized = true;
    }

    void finalizeCryptoki() {
        call("C_Finalize", "-");
        initialized = false;
    }

    void close() {
        try {
            if (initialized) {
                finalizeCryptoki();
            }
        } finally {
            child.close();
        }
    }

    List<SlotId> getSlotList(boolean tokenPresent) {
        return numbers(call("C_GetSlotList", tokenPresent)).map(SlotId::new).toList();
    }

    SessionHandle openSession(SlotId slot, Set<SessionFlag> flags) {
        return new SessionHandle(number(call("C_OpenSession", slot.value(), Flag.word(flags), "-", "-")));
    }

    void closeSession(SessionHandle session) {
        call("C_CloseSession", session.value());
    }

    SessionInfo getSessionInfo(SessionHandle session) {
        List<String> info = call("C_GetSessionInfo", session.value());
        return new SessionInfo(new SlotId(Long.parseLong(info.get(0))), Cks.values()[Integer.parseInt(info.get(1))],
            Flag.set(SessionFlag.class, Long.parseLong(info.get(2))));
    }

    void login(SessionHandle session, Cku user, byte[] pin) {
        call("C_Login", session.value(), user.code(), pin == null ? "-" : hex(pin));
    }

    void logout(SessionHandle session) {
        call("C_Logout", session.value());
    }

    ObjectHandle createObject(SessionHandle session, Template template) {
        return new ObjectHandle(number(call("C_CreateObject", session.value(), words(template))));
    }

    ObjectHandle copyObject(SessionHandle session, ObjectHandle object, Template template) {
        return new ObjectHandle(number(call("C_CopyObject", session.value(), object.value(), words(template))));
    }

    void destroyObject(SessionHandle session, ObjectHandle object) {
        call("C_DestroyObject", session.value(), object.value());
    }

    /** One by one, since the wrapper gives nothing where the module cannot give all. */
    Template attributes(SessionHandle session, ObjectHandle object, Cka<?>... attributes) {
        List<Attribute> shown = new ArrayList<>();
        for (Cka<?> attribute : attributes) {
            List<String> answer = ask("C_GetAttributeValue", session.value(), object.value(), "x" + attribute.code());
            Ckr ckr = ckr(answer);
            if (ckr == Ckr.CKR_OK) {
                String word = answer.get(1);
                byte[] value = bytes(word.substring(word.indexOf('=') + 1));
                shown.add(new Attribute(attribute.code(), turned(attribute.code(), value)));
            } else if (ckr != Ckr.CKR_ATTRIBUTE_TYPE_INVALID && ckr != Ckr.CKR_ATTRIBUTE_SENSITIVE) {
                throw refusal(answer, "C_GetAttributeValue");
            }
        }
        return Template.decoded(shown);
    }

    /** Stops at the first that the module does not give. */
    void getAttributeValue(SessionHandle session, ObjectHandle object, List<AttributeRequest> requests) {
        for (AttributeRequest request : requests) {
            long type = request.attribute().code();
            String word = call("C_GetAttributeValue", session.value(), object.value(), "x" + type).get(0);
            request.output().put(turned(type, bytes(word.substring(word.indexOf('=') + 1))));
        }
    }

    void setAttributeValue(SessionHandle session, ObjectHandle object, Template template) {
        call("C_SetAttributeValue", session.value(), object.value(), words(template));
    }

    void findObjectsInit(SessionHandle session, Template template) {
        call("C_FindObjectsInit", session.value(), words(template));
    }

    List<ObjectHandle> findObjects(SessionHandle session, int max) {
        return numbers(call("C_FindObjects", session.value(), max)).map(ObjectHandle::new).toList();
    }

    void findObjectsFinal(SessionHandle session) {
        call("C_FindObjectsFinal", session.value());
    }

    void encryptInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init("C_EncryptInit", session, mechanism, key);
    }

    private void init(String function, SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        call(function, session.value(), type(mechanism), key.value());
    }

    private static long type(Mechanism mechanism) {
        if (mechanism.parameters() != Parameters.NONE) {
            throw new UnsupportedOperationException(mechanism + " with a parameter");
        }
        return mechanism.type().code();
    }

    void encrypt(SessionHandle session, byte[] data, Output output) {
        int room = data.length + MORE;
        output.put(bytes(call("C_Encrypt", session.value(), 0, hex(data), 0, data.length, 0, "*" + room, 0, room)
            .get(0)));
    }

    void signInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init("C_SignInit", session, mechanism, key);
    }

    void sign(SessionHandle session, byte[] data, Output output) {
        output.put(bytes(call("C_Sign", session.value(), hex(data)).get(0)));
    }

    void verifyInit(SessionHandle session, Mechanism mechanism, ObjectHandle key) {
        init("C_VerifyInit", session, mechanism, key);
    }

    void verify(SessionHandle session, byte[] data, byte[] signature) {
        call("C_Verify", session.value(), hex(data), hex(signature));
    }

    KeyPair generateKeyPair(SessionHandle session, Mechanism mechanism, Template publicKey, Template privateKey) {
        List<ObjectHandle> pair = numbers(call("C_GenerateKeyPair", session.value(), type(mechanism), words(publicKey),
            words(privateKey))).map(ObjectHandle::new).toList();
        return new KeyPair(pair.get(0), pair.get(1));
    }

    @Override public String toString() {
        return "the module in process " + child.pid();
    }

    private List<String> call(String function, Object... arguments) {
        List<String> answer = ask(function, arguments);
        if (ckr(answer) != Ckr.CKR_OK) {
            throw refusal(answer, function);
        }
        return answer.subList(1, answer.size());
    }

    private List<String> ask(String function, Object... arguments) {
        try {
            String words = Stream.of(arguments).map(Object::toString).collect(Collectors.joining(" "));
            String answer = child.ask(function + " " + words);
            if (answer == null) {
                throw new AssertionError("the process with the module ended at " + function);
            }
            return List.of(answer.split(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ckr ckr(List<String> answer) {
        return Ckr.of(Long.parseLong(answer.get(0)));
    }

    private static CkrException refusal(List<String> answer, String function) {
        return ckr(answer).because("%s answers 0x%x", function, Long.parseLong(answer.get(0)));
    }

    private static String words(Template template) {
        return "x" + template.encoded().stream().map(each -> each.type() + "=" + hex(turned(each.type(), each.value())))
            .collect(Collectors.joining(","));
    }

    /** From our byte form, where numbers have the most significant byte first, to C's on this machine, or back. */
    private static byte[] turned(long type, byte[] value) {
        Kind<?> kind = Cka.of(type).kind();
        if (kind == Kind.TEMPLATE) {
            throw new UnsupportedOperationException("a template in a template holds pointers in C");
        }
        if (!NUMBERS.contains(kind) || ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            return value;
        }
        ByteBuffer numbers = ByteBuffer.allocate(value.length).order(ByteOrder.LITTLE_ENDIAN);
        LongBuffer given = ByteBuffer.wrap(value).asLongBuffer();
        while (given.hasRemaining()) {
            numbers.putLong(given.get());
        }
        return numbers.array();
    }

    private static long number(List<String> answer) {
        return Long.parseUnsignedLong(answer.get(0));
    }

    private static Stream<Long> numbers(List<String> answer) {
        String words = answer.get(0).substring(1);
        return words.isEmpty() ? Stream.empty() : Stream.of(words.split(",")).map(Long::parseUnsignedLong);
    }

    private static byte[] bytes(String word) {
        return HEX.parseHex(word, 1, word.length());
    }

    private static String hex(byte[] bytes) {
        return "x" + HEX.formatHex(bytes);
    }
}
