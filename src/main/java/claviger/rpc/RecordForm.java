package claviger.rpc;

import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Returned;
import claviger.cryptoki.Template;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the records of the seam travel between our two ends (D4): the name of the record, then its components in their
 * order. Only the records that a sealed type permits can be named, so what can be built here is what the seam has.
 */
final class RecordForm {
    private static final int LONGEST_NAME = 64;
    private static final int MOST = 1024;

    /** The records that may stand where a type is declared, by their simple names. */
    private static final Map<Class<?>, Map<String, Class<?>>> PERMITTED = new ConcurrentHashMap<>();

    private RecordForm() {
    }

    static <T> T read(WireReader in, Class<T> declared) {
        Class<?> type = PERMITTED.computeIfAbsent(declared, RecordForm::permitted).get(name(in));
        if (type == null) {
            throw new Malformed("a %s", declared.getSimpleName());
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(in, components[i].getGenericType());
        }
        return declared.cast(made(type, components, values));
    }

    static void write(WireWriter out, Object record) {
        name(out, record.getClass().getSimpleName());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            write(out, component.getGenericType(), value(component, record));
        }
    }

    static <T> List<T> readList(WireReader in, Class<T> declared) {
        int count = in.count(1);
        if (count > MOST) {
            throw new Malformed("at most %d of them", MOST);
        }
        List<T> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(read(in, declared));
        }
        return records;
    }

    static void writeList(WireWriter out, List<?> records) {
        out.u32(records.size());
        records.forEach(record -> write(out, record));
    }

    private static Object read(WireReader in, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Returned.class) {
                Returned<Object> returned = new Returned<>();
                if (in.u8() != 0) {
                    returned.put(read(in, element));
                }
                return returned;
            }
            return generic.getRawType() != Optional.class ? readList(in, (Class<?>) element)
                : in.u8() == 0 ? Optional.empty() : Optional.of(read(in, element));
        }
        Class<?> plain = (Class<?>) type;
        if (plain == long.class) {
            return in.u64();
        } else if (plain == int.class) {
            return number(in);
        } else if (plain == boolean.class) {
            return in.u8() != 0;
        } else if (plain == byte[].class) {
            return bytes(in);
        } else if (plain == ObjectHandle.class) {
            return new ObjectHandle(in.u64());
        } else if (plain == Template.class) {
            return Attributes.template(AttributeForm.attributes(in, Set.of()));
        } else if (plain.isEnum()) {
            String name = name(in);
            return Stream.of(plain.getEnumConstants()).filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst().orElseThrow(() -> new Malformed("a %s", plain.getSimpleName()));
        }
        return read(in, plain);
    }

    private static int number(WireReader in) {
        long number = in.u64();
        if (number != (int) number) {
            throw new Malformed("a number of 32 bits");
        }
        return (int) number;
    }

    private static byte[] bytes(WireReader in) {
        byte[] bytes = in.raw();
        if (bytes == null) {
            throw new Malformed("a byte string");
        }
        return bytes;
    }

    private static void write(WireWriter out, Type type, Object value) {
        if (value instanceof Returned<?> returned) {
            write(out, type, returned.value());
        } else if (value instanceof Optional<?> optional) {
            out.u8(optional.isPresent() ? 1 : 0);
            optional.ifPresent(present -> write(out, ((ParameterizedType) type).getActualTypeArguments()[0], present));
        } else if (value instanceof List<?> list) {
            writeList(out, list);
        } else if (value instanceof Long || value instanceof Integer) {
            out.u64(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            out.u8(flag ? 1 : 0);
        } else if (type == byte[].class) {
            out.raw((byte[]) value);
        } else if (value instanceof ObjectHandle handle) {
            out.u64(handle.value());
        } else if (value instanceof Template template) {
            AttributeForm.write(out, Attributes.wire(template));
        } else if (value instanceof Enum<?> constant) {
            name(out, constant.name());
        } else {
            write(out, value);
        }
    }

    private static Map<String, Class<?>> permitted(Class<?> declared) {
        return records(declared).collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord() ? Stream.of(type) : Stream.of(type.getPermittedSubclasses()).flatMap(RecordForm::records);
    }

    private static Object made(Class<?> type, RecordComponent[] components, Object[] values) {
        if (type == Parameters.None.class) {
            return Parameters.NONE;      // there is only this one
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Malformed("the components of a %s", type.getSimpleName());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a public record of the seam", e);
        }
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a public record of the seam", e);
        }
    }

    private static String name(WireReader in) {
        int length = in.u32();
        if (length < 1 || length > LONGEST_NAME) {
            throw new Malformed("a name");
        }
        return new String(in.bytes(length), StandardCharsets.US_ASCII);
    }

    private static void name(WireWriter out, String name) {
        out.raw(name.getBytes(StandardCharsets.US_ASCII));
    }
}
