package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Template;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * From attributes as they travel to those of the seam, and back. Three things differ: the wire has C lengths, a number
 * outside the tables travels in the byte order of the sender's machine, which is this one, and a template in a template
 * is a list there and bytes here.
 */
final class Attributes {
    /** sizeof(CK_ATTRIBUTE) where a CK_ULONG has 64 bits. */
    static final int C_ATTRIBUTE = 24;

    private static final Set<Kind<?>> NUMBERS = Set.of(Kind.ULONG, Kind.CLASS, Kind.KEY_TYPE, Kind.CERTIFICATE_TYPE);

    private Attributes() {
    }

    /** @throws claviger.cryptoki.CkrException as {@link Template#decoded} */
    static Template template(List<WireAttribute> attributes) {
        return Template.decoded(attributes.stream().map(Attributes::attribute).toList());
    }

    static List<WireAttribute> wire(Template template) {
        return template.encoded().stream().map(Attributes::wire).toList();
    }

    static Attribute attribute(WireAttribute attribute) {
        if (!attribute.isAvailable()) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("%s without a value", Cka.of(attribute.type()).name());
        }
        Attribute value = new Attribute(attribute.type(), value(attribute));
        if (AttributeForm.of(attribute.type()) != AttributeForm.TEMPLATE && attribute.length() != value.value().length) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("%s is told to have %d bytes", Cka.of(attribute.type()).name(),
                attribute.length());
        }
        return value;
    }

    static WireAttribute wire(Attribute attribute) {
        byte[] bytes = attribute.value();
        AttributeForm form = AttributeForm.of(attribute.type());
        if (form == AttributeForm.TEMPLATE) {
            List<WireAttribute> entries = wire(Kind.TEMPLATE.decode(bytes));
            return new WireAttribute(attribute.type(), (long) C_ATTRIBUTE * entries.size(), entries);
        }
        return new WireAttribute(attribute.type(), bytes.length, switch (form) {
            case BOOL -> bytes[0] & 0xff;
            case ULONG -> Kind.ULONG.decode(bytes);
            case MECHANISMS -> Kind.MECHANISMS.decode(bytes);
            case DATE -> bytes.length == 0 ? null : bytes;
            default -> isNumber(attribute.type()) ? turned(bytes) : bytes;
        });
    }

    /**
     * The answer to one attribute that was asked for.
     *
     * @param value null where the token gave none
     */
    static WireAttribute answer(WireAttribute.Wanted wanted, byte[] value) {
        if (value == null) {
            return WireAttribute.unavailable(wanted.type());
        }
        WireAttribute whole = wire(new Attribute(wanted.type(), value));
        if (wanted.room() == 0) {
            return lengthOnly(whole);
        }
        if (wanted.room() < whole.length()) {
            return WireAttribute.unavailable(wanted.type());
        }
        if (wanted.nested() == null || !(whole.content() instanceof List<?> entries)) {
            return whole;
        }
        List<WireAttribute> nested = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            WireAttribute entry = (WireAttribute) entries.get(i);
            long room = i < wanted.nested().size() ? wanted.nested().get(i).room() : 0;
            nested.add(answer(new WireAttribute.Wanted(entry.type(), room, null), attribute(entry).value()));
        }
        return new WireAttribute(wanted.type(), whole.length(), nested);
    }

    /** Whether the room was too small for a value that is there: the code for the whole call. */
    static boolean isTooSmall(WireAttribute.Wanted wanted, byte[] value) {
        return value != null && wanted.room() > 0 && wire(new Attribute(wanted.type(), value)).length() > wanted.room();
    }

    /** What both old and new clients are content with for a length query. */
    private static WireAttribute lengthOnly(WireAttribute whole) {
        return new WireAttribute(whole.type(), whole.length(), switch (AttributeForm.of(whole.type())) {
            case BOOL -> 0;
            case ULONG -> 0L;
            case MECHANISMS -> new long[0];
            case TEMPLATE -> List.of();
            case DATE, RAW -> null;
        });
    }

    private static byte[] value(WireAttribute attribute) {
        Object content = attribute.content();
        return switch (AttributeForm.of(attribute.type())) {
            case BOOL -> new byte[] {(byte) (int) (Integer) content};
            case ULONG -> Kind.ULONG.encode((Long) content);
            case MECHANISMS -> Kind.MECHANISMS.encode((long[]) content);
            case TEMPLATE -> Kind.TEMPLATE.encode(template(((List<?>) content).stream()
                .map(WireAttribute.class::cast).toList()));
            case DATE, RAW -> {
                byte[] bytes = content == null ? new byte[0] : (byte[]) content;
                yield isNumber(attribute.type()) ? turned(bytes) : bytes;
            }
        };
    }

    private static boolean isNumber(long type) {
        return NUMBERS.contains(Cka.of(type).kind());
    }

    private static byte[] turned(byte[] bytes) {
        if (bytes.length != Long.BYTES) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("a CK_ULONG is %d bytes", Long.BYTES);
        }
        return ByteBuffer.allocate(Long.BYTES)
            .putLong(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong()).array();
    }
}
