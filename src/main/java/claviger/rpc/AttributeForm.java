package claviger.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How the value of an attribute travels: the tables that all releases of p11-kit share, with the attributes that IBM
 * added from 0.25.0. A type that is in no table travels as bytes, also a CK_ULONG, then in the sender's byte order.
 */
enum AttributeForm {
    /** A byte. Content: Integer. */
    BOOL(0x1, 0x2, 0x86, 0x103, 0x104, 0x105, 0x106, 0x107, 0x108, 0x109, 0x10a, 0x10b, 0x10c, 0x162, 0x163, 0x164,
        0x165, 0x170, 0x171, 0x200, 0x202, 0x210, 0x301, 0x302, 0x405, 0x8001_0001L, 0x8001_0002L, 0x8001_0003L,
        0x8001_0004L, 0x8001_0008L, 0x8001_000cL, 0x8001_000dL) {
        @Override Object read(WireReader in, int depth) {
            return in.u8();
        }

        @Override void write(WireWriter out, Object content) {
            out.u8((Integer) content);
        }
    },
    /** Eight bytes. Content: Long. */
    ULONG(0x0, 0x80, 0x87, 0x88, 0x100, 0x121, 0x133, 0x134, 0x160, 0x161, 0x166, 0x201, 0x300, 0x400, 0x401, 0x402,
        0x403, 0x404, 0x406, 0x500, 0x8001_0005L, 0x8001_000aL, 0x800d_0001L, 0x800d_0009L, 0x800d_0101L) {
        @Override Object read(WireReader in, int depth) {
            return in.u64();
        }

        @Override void write(WireWriter out, Object content) {
            out.u64((Long) content);
        }
    },
    /** A byte string of eight digits, empty or null. Content: byte[] or null. */
    DATE(0x110, 0x111) {
        @Override Object read(WireReader in, int depth) {
            return in.raw();
        }

        @Override void write(WireWriter out, Object content) {
            out.raw((byte[]) content);
        }
    },
    /** A count and as many numbers. Content: long[]. */
    MECHANISMS(0x4000_0600L) {
        @Override Object read(WireReader in, int depth) {
            int count = in.count(Long.BYTES);
            return LongStream.range(0, count).map(each -> in.u64()).toArray();
        }

        @Override void write(WireWriter out, Object content) {
            long[] numbers = (long[]) content;
            out.u32(numbers.length);
            for (long number : numbers) {
                out.u64(number);
            }
        }
    },
    /** A count and as many attributes. Content: List of {@link WireAttribute}. */
    TEMPLATE(0x4000_0211L, 0x4000_0212L, 0x4000_0213L) {
        @Override Object read(WireReader in, int depth) {
            return AttributeForm.attributes(in, depth + 1, Set.of());
        }

        @Override void write(WireWriter out, Object content) {
            AttributeForm.write(out, ((List<?>) content).stream().map(WireAttribute.class::cast).toList());
        }
    },
    /** A byte string. Content: byte[], or null where only the length is told. */
    RAW {
        @Override Object read(WireReader in, int depth) {
            return in.raw();
        }

        @Override void write(WireWriter out, Object content) {
            out.raw((byte[]) content);
        }
    };

    /** A template in a template in a template has no meaning, and a stack has an end (CVE-2026-13757). */
    private static final int DEEPEST = 2;
    private static final int MOST = 1024;
    private static final int SMALLEST_ATTRIBUTE = Integer.BYTES + 1;

    private static final Map<Long, AttributeForm> BY_TYPE = List.of(values()).stream()
        .flatMap(form -> form.types.stream().map(type -> Map.entry(type, form)))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Set<Long> types;

    AttributeForm(long... types) {
        this.types = LongStream.of(types).boxed().collect(Collectors.toUnmodifiableSet());
    }

    static AttributeForm of(long type) {
        return BY_TYPE.getOrDefault(type, RAW);
    }

    abstract Object read(WireReader in, int depth);

    abstract void write(WireWriter out, Object content);

    /**
     * The part {@code aA}.
     *
     * @param lengthOnly the types whose length was asked for: a stock server then counts mechanisms that it does not send
     */
    static List<WireAttribute> attributes(WireReader in, Set<Long> lengthOnly) {
        return attributes(in, 0, lengthOnly);
    }

    private static List<WireAttribute> attributes(WireReader in, int depth, Set<Long> lengthOnly) {
        int count = in.count(SMALLEST_ATTRIBUTE);
        if (count > MOST || depth > DEEPEST) {
            throw new Malformed("at most %d attributes, nested at most %d deep", MOST, DEEPEST);
        }
        List<WireAttribute> attributes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            attributes.add(attribute(in, depth, lengthOnly));
        }
        return attributes;
    }

    private static WireAttribute attribute(WireReader in, int depth, Set<Long> lengthOnly) {
        long type = Integer.toUnsignedLong(in.u32());
        if (in.u8() == 0) {
            return WireAttribute.unavailable(type);
        }
        long length = Integer.toUnsignedLong(in.u32());
        AttributeForm form = of(type);
        if (form == MECHANISMS && lengthOnly.contains(type)) {
            in.u32();
            return new WireAttribute(type, length, new long[0]);
        }
        return new WireAttribute(type, length, form.read(in, depth));
    }

    static void write(WireWriter out, List<WireAttribute> attributes) {
        out.u32(attributes.size());
        for (WireAttribute attribute : attributes) {
            out.u32((int) attribute.type()).u8(attribute.isAvailable() ? 1 : 0);
            if (attribute.isAvailable()) {
                out.u32((int) attribute.length());
                of(attribute.type()).write(out, attribute.content());
            }
        }
    }

    /**
     * The part {@code fA}, which is the last of its request. Releases differ in what stands behind a template: nothing,
     * a list always, or a list where there is room; the reading that ends where the request ends is the right one.
     */
    static List<WireAttribute.Wanted> wanted(WireReader in) {
        int start = in.position();
        for (Nesting nesting : Nesting.values()) {
            in.back(start);
            try {
                List<WireAttribute.Wanted> wanted = wanted(in, nesting, 0);
                if (in.atEnd()) {
                    return wanted;
                }
            } catch (Malformed e) {
                continue;      // not this release's reading
            }
        }
        throw new Malformed("a list of wanted attributes");
    }

    /** From 0.25.6, in 0.25.4 and 0.25.5, and before. */
    private enum Nesting {
        WITH_ROOM, ALWAYS, NEVER
    }

    private static List<WireAttribute.Wanted> wanted(WireReader in, Nesting nesting, int depth) {
        int count = in.count(2 * Integer.BYTES);
        if (count > MOST || depth > DEEPEST) {
            throw new Malformed("at most %d attributes, nested at most %d deep", MOST, DEEPEST);
        }
        List<WireAttribute.Wanted> wanted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long type = Integer.toUnsignedLong(in.u32());
            long room = Integer.toUnsignedLong(in.u32());
            boolean nested = of(type) == TEMPLATE && (nesting == Nesting.ALWAYS || nesting == Nesting.WITH_ROOM && room > 0);
            wanted.add(new WireAttribute.Wanted(type, room, nested ? wanted(in, nesting, depth + 1) : null));
        }
        return wanted;
    }

    static void writeWanted(WireWriter out, List<WireAttribute.Wanted> wanted) {
        out.u32(wanted.size());
        for (WireAttribute.Wanted one : wanted) {
            out.u32((int) one.type()).u32((int) one.room());
            if (one.nested() != null) {
                writeWanted(out, one.nested());
            }
        }
    }
}
