package claviger.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The main program of a JVM that has a PKCS#11 module of somebody else loaded, through the wrapper inside of SunPKCS11.
 * A line is a function and its arguments, or the answer: the return value and what came with it. The types of the
 * wrapper say how a word is read. They are not exported, hence the reflection.
 *
 * <p>Numbers are decimal, bytes and characters hexadecimal after an x, so that no word is empty; a buffer to be filled
 * is an asterisk and its length; an attribute is its type, an equals sign and its bytes, and a template is attributes
 * between commas after an x; a mechanism is its type, and perhaps a colon and the bytes of its parameter; a minus is
 * null.
 */
final class ModuleChild {
    private static final String WRAPPER = "sun.security.pkcs11.wrapper.";
    private static final HexFormat HEX = HexFormat.of();

    private final Class<?> pkcs11 = wrapper("PKCS11");
    private final Class<?> attribute = wrapper("CK_ATTRIBUTE");
    private final Class<?> mechanism = wrapper("CK_MECHANISM");
    private final Object module;

    private ModuleChild(String library) throws ReflectiveOperationException {
        Method getInstance =
            accessible(pkcs11.getDeclaredMethod("getInstance", String.class, String.class,
                wrapper("CK_C_INITIALIZE_ARGS"), boolean.class));
        module = getInstance.invoke(null, library, "C_GetFunctionList", null, true);
    }

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        ModuleChild child = new ModuleChild(arguments[0]);
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String call = calls.readLine(); call != null; call = calls.readLine()) {
            System.out.println(child.answer(List.of(call.split(" "))));
        }
    }

    private String answer(List<String> call) throws ReflectiveOperationException {
        Method function = accessible(Stream.of(pkcs11.getDeclaredMethods())
            .filter(method -> method.getName().equals(call.get(0))).findFirst().orElseThrow());
        Object[] arguments = new Object[function.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = read(function.getParameterTypes()[i], call.get(i + 1));
        }
        try {
            return ("0 " + written(function, arguments, function.invoke(module, arguments))).trim();
        } catch (InvocationTargetException e) {
            if (!e.getCause().getClass().equals(wrapper("PKCS11Exception"))) {
                throw e;
            }
            Object code = accessible(e.getCause().getClass().getDeclaredMethod("getErrorCode")).invoke(e.getCause());
            return code.toString();
        }
    }

    private Object read(Class<?> type, String word) throws ReflectiveOperationException {
        if (word.equals("-")) {
            return null;
        }
        if (type.equals(long.class)) {
            return Long.parseUnsignedLong(word);
        }
        if (type.equals(int.class)) {
            return Integer.parseInt(word);
        }
        if (type.equals(boolean.class)) {
            return Boolean.parseBoolean(word);
        }
        if (type.equals(byte[].class)) {
            return word.startsWith("*") ? new byte[Integer.parseInt(word.substring(1))] : bytes(word);
        }
        if (type.equals(char[].class)) {
            byte[] bytes = bytes(word);
            char[] chars = new char[bytes.length];
            IntStream.range(0, chars.length).forEach(i -> chars[i] = (char) (bytes[i] & 0xff));
            return chars;
        }
        if (type.equals(mechanism)) {
            return mechanism(word.split(":"));
        }
        if (type.equals(attribute.arrayType())) {
            return attributes(word.substring(1));
        }
        throw new IllegalArgumentException("no word can be a " + type);
    }

    private Object mechanism(String... parts) throws ReflectiveOperationException {
        long type = Long.parseUnsignedLong(parts[0]);
        return parts.length == 1 ? mechanism.getConstructor(long.class).newInstance(type)
            : mechanism.getConstructor(long.class, byte[].class).newInstance(type, bytes(parts[1]));
    }

    private Object attributes(String words) throws ReflectiveOperationException {
        List<Object> attributes = new ArrayList<>();
        for (String word : words.isEmpty() ? List.<String>of() : List.of(words.split(","))) {
            String[] parts = word.split("=");
            attributes.add(attribute.getConstructor(long.class, Object.class)
                .newInstance(Long.parseUnsignedLong(parts[0]), parts.length == 1 ? null : bytes(parts[1])));
        }
        return attributes.toArray((Object[]) Array.newInstance(attribute, 0));
    }

    private String written(Method function, Object[] arguments, Object result) throws ReflectiveOperationException {
        if (function.getName().equals("C_GetAttributeValue")) {
            List<String> words = new ArrayList<>();
            for (Object each : (Object[]) arguments[2]) {
                words.add(field(each, "type") + "=" + hex(valueBytes(field(each, "pValue"))));
            }
            return "x" + String.join(",", words);
        }
        if (result instanceof Integer length) {      // of what was put into the last of the buffers
            byte[] buffer = Stream.of(arguments).filter(byte[].class::isInstance).map(byte[].class::cast)
                .reduce((first, second) -> second).orElseThrow();
            return "x" + HEX.formatHex(buffer, 0, length);
        }
        if (result instanceof long[] numbers) {
            return "x" + LongStream.of(numbers).mapToObj(Long::toUnsignedString).collect(Collectors.joining(","));
        }
        if (result instanceof byte[] bytes) {
            return hex(bytes);
        }
        if (result != null && result.getClass().equals(wrapper("CK_SESSION_INFO"))) {
            return field(result, "slotID") + " " + field(result, "state") + " " + field(result, "flags");
        }
        return result == null ? "" : result.toString();
    }

    /** The byte form again of what the wrapper has made an object of. */
    private static byte[] valueBytes(Object value) {
        if (value instanceof Boolean is) {
            return new byte[] {(byte) (is ? 1 : 0)};
        }
        if (value instanceof Long number) {
            return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(number).array();
        }
        if (value instanceof char[] chars) {
            byte[] bytes = new byte[chars.length];
            IntStream.range(0, chars.length).forEach(i -> bytes[i] = (byte) chars[i]);
            return bytes;
        }
        if (value == null || value instanceof byte[]) {
            return value == null ? new byte[0] : (byte[]) value;
        }
        throw new IllegalArgumentException("a value is a " + value.getClass());
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private static byte[] bytes(String word) {
        return HEX.parseHex(word, 1, word.length());
    }

    private static String hex(byte[] bytes) {
        return "x" + HEX.formatHex(bytes);
    }

    private static Method accessible(Method method) {
        method.setAccessible(true);
        return method;
    }

    private static Class<?> wrapper(String name) {
        try {
            return Class.forName(WRAPPER + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a JDK without SunPKCS11's wrapper", e);
        }
    }
}
