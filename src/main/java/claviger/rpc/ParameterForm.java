package claviger.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How the parameter of a mechanism travels: the fields, one letter each ({@code u} a CK_ULONG, {@code y} a byte,
 * {@code r} a byte string). A mechanism that is in no row has a byte string.
 */
enum ParameterForm {
    //              fields       mechanisms
    PSS(            "uuu",       0x0d, 0x0e, 0x43, 0x44, 0x45, 0x47),
    OAEP(           "uuur",      0x09),
    ECDH(           "urr",       0x1050, 0x8001_001bL, 0x8001_001eL),
    CTR(            "ur",        0x1086),
    GCM(            "ruru",      0x1087),
    MAC_LENGTH(     "u",         0x4a, 0x4e, 0x135, 0x137, 0x222, 0x252, 0x257, 0x262, 0x272, 0x1084, 0x108b),
    IBM_NUMBER(     "u",         0x8002_0004L, 0x8001_0031L),
    IBM_BTC(        "uuru",      0x8007_0001L),
    IBM_KYBER(      "uuuyrru",   0x8001_0024L),
    BYTES(          "r");

    /** Mechanisms without a parameter part in the framing of 0.25.6 and later. */
    private static final Set<Long> NONE = LongStream.of(
        // from 0.24
        0x0, 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x8, 0xa, 0xb, 0xc, 0x10, 0x11, 0x12, 0x20, 0x30, 0x40, 0x41, 0x42,
        0x100, 0x101, 0x103, 0x110, 0x111, 0x120, 0x121, 0x123, 0x130, 0x131, 0x132, 0x134, 0x140, 0x141, 0x143, 0x200,
        0x201, 0x210, 0x211, 0x220, 0x221, 0x230, 0x231, 0x240, 0x241, 0x250, 0x251, 0x260, 0x261, 0x270, 0x271, 0x300,
        0x301, 0x303, 0x310, 0x311, 0x313, 0x320, 0x321, 0x330, 0x331, 0x333, 0x340, 0x341, 0x343, 0x350, 0x370, 0x374,
        0x380, 0x381, 0x400, 0x1000, 0x1008, 0x1010, 0x1020, 0x1030, 0x1036, 0x1040, 0x1041, 0x1042, 0x1060, 0x1065,
        0x1070, 0x1080, 0x1081, 0x1083, 0x2000, 0x2001, 0x2002,
        // from 0.25.0
        0x46, 0x48, 0x49, 0x4b, 0x4c, 0x4d, 0x4f, 0x50, 0x51, 0x53, 0x138, 0x255, 0x256, 0x392, 0x393, 0x394, 0x395,
        0x396, 0x1043, 0x1044, 0x1045, 0x1046, 0x108a, 0x8001_0001L, 0x8001_0002L, 0x8001_0003L, 0x8001_0004L,
        0x8001_0007L, 0x8001_001cL, 0x8001_001fL, 0x8001_0023L, 0x8001_0025L, 0x8001_0026L, 0x8001_0027L, 0x8001_0028L)
        .boxed().collect(Collectors.toUnmodifiableSet());

    private static final Map<Long, ParameterForm> BY_MECHANISM = List.of(values()).stream()
        .flatMap(form -> form.mechanisms.stream().map(mechanism -> Map.entry(mechanism, form)))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String fields;
    private final Set<Long> mechanisms;

    ParameterForm(String fields, long... mechanisms) {
        this.fields = fields;
        this.mechanisms = LongStream.of(mechanisms).boxed().collect(Collectors.toUnmodifiableSet());
    }

    static ParameterForm of(long mechanism) {
        return BY_MECHANISM.getOrDefault(mechanism, BYTES);
    }

    /** Whether stock peers write nothing behind this mechanism in the framing of 0.25.6 and later. */
    static boolean isNone(long mechanism) {
        return NONE.contains(mechanism);
    }

    /** One value for each field: Long, Integer, or byte[], which may be null. */
    List<Object> read(WireReader in) {
        List<Object> values = new ArrayList<>(fields.length());
        for (char field : fields.toCharArray()) {
            values.add(switch (field) {
                case 'u' -> (Object) in.u64();
                case 'y' -> (Object) in.u8();
                default -> in.raw();
            });
        }
        return values;
    }

    void write(WireWriter out, List<Object> values) {
        for (int i = 0; i < fields.length(); i++) {
            switch (fields.charAt(i)) {
                case 'u' -> out.u64((Long) values.get(i));
                case 'y' -> out.u8((Integer) values.get(i));
                default -> out.raw((byte[]) values.get(i));
            }
        }
    }
}
