package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What an attribute's value is: its Java type and its one byte form, which is what search compares (F1), what the
 * store keeps and what the wire carries. A CK_ULONG is 8 bytes, most significant first; text is UTF-8 without NUL; a
 * CK_DATE is {@code "YYYYMMDD"} or empty (T13); a template is its entries, each as type, length and value.
 *
 * @param <T> the Java type of the value
 */
public final class Kind<T> {
    public static final Kind<Boolean> BOOL = new Kind<>("CK_BBOOL", Boolean.class,
        value -> new byte[] {(byte) (value ? 1 : 0)}, Kind::bool);
    public static final Kind<Long> ULONG = new Kind<>("CK_ULONG", Long.class, Kind::bytes, Kind::ulong);
    public static final Kind<byte[]> BYTES = new Kind<>("bytes", byte[].class, byte[]::clone, byte[]::clone);
    public static final Kind<String> TEXT = new Kind<>("RFC 2279 string", String.class,
        value -> value.getBytes(StandardCharsets.UTF_8), Kind::text);
    public static final Kind<String> DATE = new Kind<>("CK_DATE", String.class,
        value -> checkedDate(value).getBytes(StandardCharsets.US_ASCII), bytes -> checkedDate(text(bytes)));
    public static final Kind<Cko> CLASS = new Kind<>("CK_OBJECT_CLASS", Cko.class,
        value -> bytes(value.code()), bytes -> Cko.of(ulong(bytes)));
    public static final Kind<Ckk> KEY_TYPE = new Kind<>("CK_KEY_TYPE", Ckk.class,
        value -> bytes(value.code()), bytes -> Ckk.of(ulong(bytes)));
    public static final Kind<Ckc> CERTIFICATE_TYPE = new Kind<>("CK_CERTIFICATE_TYPE", Ckc.class,
        value -> bytes(value.code()), bytes -> Ckc.of(ulong(bytes)));
    /** A plain list of CK_MECHANISM_TYPE numbers; numbers that we do not know survive. */
    public static final Kind<long[]> MECHANISMS = new Kind<>("CK_MECHANISM_TYPE array", long[].class,
        Kind::bytes, Kind::ulongs);
    public static final Kind<Template> TEMPLATE = new Kind<>("CK_ATTRIBUTE array", Template.class,
        Kind::bytes, Kind::template);

    private static final int ULONG_BYTES = Long.BYTES;

    private final String name;
    private final Class<T> type;
    private final Function<T, byte[]> encode;
    private final Function<byte[], T> decode;

    private Kind(String name, Class<T> type, Function<T, byte[]> encode, Function<byte[], T> decode) {
        this.name = name;
        this.type = type;
        this.encode = encode;
        this.decode = decode;
    }

    /** The Java type of the value. */
    public Class<T> type() {
        return type;
    }

    /** The byte form, a new array. */
    public byte[] encode(T value) {
        return encode.apply(value);
    }

    /** The value of a byte form. @throws CkrException CKR_ATTRIBUTE_VALUE_INVALID if it has none (C1) */
    public T decode(byte[] bytes) {
        return decode.apply(bytes);
    }

    @Override public String toString() {
        return name;
    }

    private static Boolean bool(byte[] bytes) {
        if (bytes.length != 1 || (bytes[0] & ~1) != 0) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("a CK_BBOOL is one byte, 0 or 1");
        }
        return bytes[0] == 1;
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(ULONG_BYTES).putLong(value).array();
    }

    private static Long ulong(byte[] bytes) {
        if (bytes.length != ULONG_BYTES) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("a CK_ULONG is 8 bytes, not %d", bytes.length);
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    private static byte[] bytes(long[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * ULONG_BYTES);
        buffer.asLongBuffer().put(values);
        return buffer.array();
    }

    private static long[] ulongs(byte[] bytes) {
        if (bytes.length % ULONG_BYTES != 0) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("%d bytes are not a list of CK_ULONG", bytes.length);
        }
        long[] values = new long[bytes.length / ULONG_BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(values);
        return values;
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because(e, "not UTF-8");
        }
    }

    private static String checkedDate(String date) {
        try {
            if (!date.isEmpty()) {
                LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE);
            }
            return date;
        } catch (DateTimeException e) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because(e, "a CK_DATE is YYYYMMDD or empty");
        }
    }

    private static byte[] bytes(Template template) {
        List<Attribute> entries = template.encoded();
        ByteBuffer buffer = ByteBuffer.allocate(
            entries.stream().mapToInt(entry -> ULONG_BYTES + Integer.BYTES + entry.value().length).sum());
        for (Attribute entry : entries) {
            buffer.putLong(entry.type()).putInt(entry.value().length).put(entry.value());
        }
        return buffer.array();
    }

    private static Template template(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<Attribute> entries = new ArrayList<>();
        while (buffer.remaining() >= ULONG_BYTES + Integer.BYTES) {
            long type = buffer.getLong();
            int length = buffer.getInt();
            if (length < 0 || length > buffer.remaining() || Cka.of(type).kind() == TEMPLATE) {
                throw CKR_ATTRIBUTE_VALUE_INVALID.because("a CK_ATTRIBUTE array that is broken or nested");
            }
            byte[] value = new byte[length];
            buffer.get(value);
            entries.add(new Attribute(type, value));
        }
        if (buffer.hasRemaining()) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("a CK_ATTRIBUTE array that is cut short");
        }
        return Template.decoded(entries);
    }
}
