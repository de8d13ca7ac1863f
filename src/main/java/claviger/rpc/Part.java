package claviger.rpc;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.Version;
import claviger.rpc.WireMechanism.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The parts that signatures are made of: what each is in bytes, and which Java value it becomes. */
enum Part {
    /** CK_BYTE, CK_BBOOL: Integer. */
    BYTE("y"),
    /** CK_ULONG, a handle, flags: Long. */
    ULONG("u"),
    /** CK_VERSION: Version. */
    VERSION("v"),
    /** Text of fixed size: byte[]. */
    PADDED("s"),
    /** Text: byte[]. */
    TEXT("z"),
    /** {@link Octets}. */
    BYTES("ay"),
    /** {@link Ulongs}. */
    ULONGS("au"),
    /** Room for bytes; Long, 0 for the null pointer, {@link #NO_ROOM} for a pointer without room. */
    ROOM_FOR_BYTES("fy"),
    /** Room for numbers: Long. */
    ROOM_FOR_ULONGS("fu"),
    /** List of {@link WireAttribute.Wanted}. */
    WANTED("fA"),
    /** List of {@link WireAttribute}. */
    ATTRIBUTES("aA"),
    /** {@link WireMechanism}. */
    MECHANISM("M"),
    /** What became of a mechanism's parameter: Boolean, whether there was one, or null for a mechanism without. */
    PARAMETER_UPDATE("P"),
    /** A mechanism with any parameter, or none to cancel (O5): Mechanism or null. Our own, as those below. */
    ANY_MECHANISM("X"),
    /** The parameter of a message: MessageParameters. */
    MESSAGE_PARAMETERS("W"),
    /** List of ObjectChange. */
    CHANGES("O"),
    /** List of byte[]. */
    LIST_OF_BYTES("L");

    private static final int MOST_IN_LIST = 1024;

    static final long NO_ROOM = 0xffff_ffffL;

    private static final Map<String, Part> BY_LETTERS =
        List.of(values()).stream().collect(Collectors.toUnmodifiableMap(part -> part.letters, part -> part));

    private final String letters;

    Part(String letters) {
        this.letters = letters;
    }

    /** The parts of a signature. */
    static List<Part> parts(String signature) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < signature.length()) {
            int length = "af".indexOf(signature.charAt(at)) >= 0 ? 2 : 1;
            parts.add(BY_LETTERS.get(signature.substring(at, at + length)));
            at += length;
        }
        return List.copyOf(parts);
    }

    /**
     * What is read differently from message to message.
     *
     * @param lengthOnly of a reply to C_GetAttributeValue, the types whose length was asked for
     * @param mechanism  of a reply, the number of the request's mechanism
     */
    record Context(Era era, Framing framing, Set<Long> lengthOnly, long mechanism) {
        static Context of(Era era) {
            return new Context(era, Framing.TABLES, Set.of(), WireMechanism.NULL);
        }

        Context with(Framing other) {
            return new Context(era, other, lengthOnly, mechanism);
        }
    }

    Object read(WireReader in, Context context) {
        return switch (this) {
            case BYTE -> in.u8();
            case ULONG -> in.u64();
            case VERSION -> new Version(in.u8(), in.u8());
            case PADDED, TEXT -> text(in);
            case BYTES -> octets(in);
            case ULONGS -> ulongs(in);
            case ROOM_FOR_BYTES, ROOM_FOR_ULONGS -> Integer.toUnsignedLong(in.u32());
            case WANTED -> AttributeForm.wanted(in);
            case ATTRIBUTES -> AttributeForm.attributes(in, context.lengthOnly());
            case MECHANISM -> WireMechanism.read(in, context.era(), context.framing());
            case PARAMETER_UPDATE -> ParameterForm.isNone(context.mechanism()) ? null : in.u8() != 0;
            case ANY_MECHANISM -> in.u8() == 0 ? null : RecordForm.read(in, Mechanism.class);
            case MESSAGE_PARAMETERS -> MessageForm.read(in);
            case CHANGES -> RecordForm.readList(in, ObjectChange.class);
            case LIST_OF_BYTES -> list(in);
        };
    }

    void write(WireWriter out, Object value, Era era) {
        switch (this) {
            case BYTE -> out.u8((Integer) value);
            case ULONG -> out.u64((Long) value);
            case VERSION -> out.u8(((Version) value).major()).u8(((Version) value).minor());
            case PADDED, TEXT -> out.raw((byte[]) value);
            case BYTES -> write(out, (Octets) value);
            case ULONGS -> write(out, (Ulongs) value);
            case ROOM_FOR_BYTES, ROOM_FOR_ULONGS -> out.u32((int) (long) value);
            case WANTED -> AttributeForm.writeWanted(out, ((List<?>) value).stream()
                .map(WireAttribute.Wanted.class::cast).toList());
            case ATTRIBUTES -> AttributeForm.write(out, ((List<?>) value).stream()
                .map(WireAttribute.class::cast).toList());
            case MECHANISM -> ((WireMechanism) value).write(out, era);
            case PARAMETER_UPDATE -> {
                if (value != null) {
                    out.u8((Boolean) value ? 1 : 0);
                }
            }
            case ANY_MECHANISM -> writeMechanism(out, value);
            case MESSAGE_PARAMETERS -> MessageForm.write(out, (MessageParameters) value);
            case CHANGES -> RecordForm.writeList(out, (List<?>) value);
            case LIST_OF_BYTES -> writeList(out, (List<?>) value);
        }
    }

    private static void writeMechanism(WireWriter out, Object mechanism) {
        out.u8(mechanism == null ? 0 : 1);
        if (mechanism != null) {
            RecordForm.write(out, mechanism);
        }
    }

    private static byte[] text(WireReader in) {
        byte[] text = in.raw();
        if (text == null) {
            throw new Malformed("a text");
        }
        return text;
    }

    private static Octets octets(WireReader in) {
        if (in.u8() == 0) {
            return new Octets.Length(Integer.toUnsignedLong(in.u32()));
        }
        byte[] bytes = in.raw();
        return bytes == null ? new Octets.Null() : new Octets.Data(bytes);
    }

    private static void write(WireWriter out, Octets octets) {
        if (octets instanceof Octets.Length length) {
            out.u8(0).u32((int) length.length());
        } else {
            out.u8(1).raw(octets.orNull());
        }
    }

    private static List<byte[]> list(WireReader in) {
        int count = in.count(Integer.BYTES);
        if (count > MOST_IN_LIST) {
            throw new Malformed("at most %d of them", MOST_IN_LIST);
        }
        List<byte[]> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(in.bytes(in.count(1)));
        }
        return list;
    }

    private static void writeList(WireWriter out, List<?> list) {
        out.u32(list.size());
        list.forEach(bytes -> out.raw((byte[]) bytes));
    }

    private static Ulongs ulongs(WireReader in) {
        if (in.u8() == 0) {
            return new Ulongs.Count(Integer.toUnsignedLong(in.u32()));
        }
        int count = in.count(Long.BYTES);
        return new Ulongs.Values(LongStream.range(0, count).map(each -> in.u64()).toArray());
    }

    private static void write(WireWriter out, Ulongs ulongs) {
        if (ulongs instanceof Ulongs.Count count) {
            out.u8(0).u32((int) count.count());
        } else {
            long[] values = ((Ulongs.Values) ulongs).values();
            out.u8(1).u32(values.length);
            for (long value : values) {
                out.u64(value);
            }
        }
    }
}
