package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From a mechanism as p11-kit's tables have it to one of the seam, and back. A parameter that is a byte string there is
 * what C has in memory: an IV, a public value, a number in the byte order of this machine; a C structure with pointers
 * in it has no form, and goes by our own calls (D4) or not at all.
 */
final class MechanismForm {
    /** CKZ_DATA_SPECIFIED, the only source of an OAEP label. */
    private static final long DATA_SPECIFIED = 1;
    private static final Parameters NONE = Parameters.NONE;

    private static final Set<Ckm> IV = Set.of(Ckm.CKM_AES_CBC, Ckm.CKM_AES_CBC_PAD, Ckm.CKM_AES_CTS, Ckm.CKM_AES_XTS,
        Ckm.CKM_AES_OFB, Ckm.CKM_AES_CFB8, Ckm.CKM_AES_CFB128, Ckm.CKM_AES_KEY_WRAP, Ckm.CKM_AES_KEY_WRAP_KWP,
        Ckm.CKM_AES_KEY_WRAP_PAD, Ckm.CKM_AES_KEY_WRAP_PKCS7, Ckm.CKM_AES_GMAC, Ckm.CKM_DES3_CBC, Ckm.CKM_DES3_CBC_PAD);

    private MechanismForm() {
    }

    /**
     * @return null for the null mechanism, which cancels (O5)
     * @throws claviger.cryptoki.CkrException CKR_MECHANISM_INVALID, CKR_MECHANISM_PARAM_INVALID
     */
    static Mechanism mechanism(WireMechanism wire) {
        if (wire.isNull()) {
            return null;
        }
        Ckm type = Ckm.of(wire.type())
            .orElseThrow(() -> CKR_MECHANISM_INVALID.because("no mechanism here has the number 0x%x", wire.type()));
        return new Mechanism(type, wire.fields() == null ? NONE : parameters(type, new Fields(wire.fields())));
    }

    /** @return empty for a parameter that p11-kit's protocol cannot carry */
    static Optional<WireMechanism> wire(Mechanism mechanism) {
        if (mechanism == null) {
            return Optional.of(new WireMechanism(WireMechanism.NULL, null));
        }
        long type = mechanism.type().code();
        if (mechanism.parameters() == NONE) {
            return Optional.of(new WireMechanism(type, null));
        }
        List<Object> fields = fields(mechanism.type(), ParameterForm.of(type), mechanism.parameters());
        return Optional.ofNullable(fields).map(values -> new WireMechanism(type, values));
    }

    /**
     * For a server that answers 0: of the structures it knows two, and takes everything else as the bytes that C has in
     * memory, which go as long as no pointer is among them.
     *
     * @return empty for a parameter that cannot be carried
     */
    static Optional<WireMechanism> oldWire(Mechanism mechanism) {
        Optional<WireMechanism> wire = wire(mechanism);
        if (wire.isEmpty() || wire.get().fields() == null) {
            return wire;
        }
        List<Object> fields = wire.get().fields();
        return switch (wire.get().form()) {
            case BYTES, OAEP -> wire;
            case PSS -> mechanism.type() == Ckm.CKM_RSA_PKCS_PSS ? wire : Optional.of(inMemory(mechanism.type(), fields));
            case CTR, MAC_LENGTH -> Optional.of(inMemory(mechanism.type(), fields));
            default -> Optional.empty();
        };
    }

    private static WireMechanism inMemory(Ckm type, List<Object> fields) {
        int size = fields.stream().mapToInt(field -> field instanceof byte[] bytes ? bytes.length : Long.BYTES).sum();
        ByteBuffer memory = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        for (Object field : fields) {
            if (field instanceof byte[] bytes) {
                memory.put(bytes);
            } else {
                memory.putLong((Long) field);
            }
        }
        return new WireMechanism(type.code(), ParameterForm.BYTES, List.of(memory.array()));
    }

    private static Parameters parameters(Ckm type, Fields in) {
        return switch (ParameterForm.of(type.code())) {
            case PSS -> new Parameters.Pss(in.mechanism(), Ckg.of(in.number()), in.length());
            case OAEP -> oaep(in);
            case ECDH -> new Parameters.Ecdh(Ckd.of(in.number()), in.bytes(), in.bytes());
            case CTR -> new Parameters.Ctr(in.length(), in.bytes());
            case GCM -> gcm(in);
            case MAC_LENGTH -> new Parameters.MacGeneral(in.length());
            case BYTES -> flat(type, in.bytes());
            case IBM_NUMBER, IBM_BTC, IBM_KYBER -> throw CKR_MECHANISM_INVALID.because("%s", type);
        };
    }

    private static Parameters oaep(Fields in) {
        Ckm hash = in.mechanism();
        Ckg mgf = Ckg.of(in.number());
        long source = in.number();
        byte[] label = in.bytes();
        if (source != DATA_SPECIFIED && !(source == 0 && label.length == 0)) {
            throw CKR_MECHANISM_PARAM_INVALID.because("the source of an OAEP label is CKZ_DATA_SPECIFIED");
        }
        return new Parameters.Oaep(hash, mgf, label);
    }

    /** The length in bits was not in PKCS#11 2.40's structure; who does not set it has 0 there. */
    private static Parameters gcm(Fields in) {
        byte[] iv = in.bytes();
        long ivBits = in.number();
        if (ivBits != 0 && ivBits != (long) iv.length * Byte.SIZE) {
            throw CKR_MECHANISM_PARAM_INVALID.because("ulIvBits is %d for an IV of %d bytes", ivBits, iv.length);
        }
        return new Parameters.Gcm(iv, in.bytes(), in.length());
    }

    private static Parameters flat(Ckm type, byte[] bytes) {
        if (IV.contains(type)) {
            return new Parameters.Iv(bytes);
        } else if (type == Ckm.CKM_DH_PKCS_DERIVE) {
            return new Parameters.PublicValue(bytes);
        } else if (bytes.length == 0) {
            return NONE;
        } else if (isMacGeneral(type) && bytes.length == Long.BYTES) {
            return new Parameters.MacGeneral(Fields.length(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong()));
        }
        throw CKR_MECHANISM_PARAM_INVALID.because("the parameter of %s is not one that the protocol can carry", type);
    }

    private static boolean isMacGeneral(Ckm type) {
        return type.name().endsWith("_GENERAL");
    }

    private static List<Object> fields(Ckm type, ParameterForm form, Parameters parameters) {
        if (form == ParameterForm.PSS && parameters instanceof Parameters.Pss pss) {
            return List.of(pss.hash().code(), pss.mgf().code(), (long) pss.saltLength());
        } else if (form == ParameterForm.OAEP && parameters instanceof Parameters.Oaep oaep) {
            return Arrays.asList(oaep.hash().code(), oaep.mgf().code(), DATA_SPECIFIED, orNull(oaep.label()));
        } else if (form == ParameterForm.ECDH && parameters instanceof Parameters.Ecdh ecdh) {
            return Arrays.asList(ecdh.kdf().code(), orNull(ecdh.sharedData()),
                ecdh.publicData());
        } else if (form == ParameterForm.CTR && parameters instanceof Parameters.Ctr ctr) {
            return List.of((long) ctr.counterBits(), ctr.block());
        } else if (form == ParameterForm.GCM && parameters instanceof Parameters.Gcm gcm) {
            return List.of(gcm.iv(), (long) gcm.iv().length * Byte.SIZE, gcm.aad(), (long) gcm.tagBits());
        } else if (form == ParameterForm.MAC_LENGTH && parameters instanceof Parameters.MacGeneral mac) {
            return List.of((long) mac.length());
        }
        byte[] flat = form == ParameterForm.BYTES ? flat(type, parameters) : null;
        return flat == null ? null : List.of(flat);
    }

    /** What is empty goes as a null pointer, since SoftHSM2 and others refuse a pointer to nothing. */
    private static byte[] orNull(byte[] bytes) {
        return bytes.length == 0 ? null : bytes;
    }

    private static byte[] flat(Ckm type, Parameters parameters) {
        if (parameters instanceof Parameters.Iv iv && IV.contains(type)) {
            return iv.iv();
        } else if (parameters instanceof Parameters.PublicValue value) {
            return value.value();
        } else if (parameters instanceof Parameters.MacGeneral mac && isMacGeneral(type)) {
            return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(mac.length()).array();
        }
        return null;
    }

    /** The fields of a parameter, one after the other. */
    private static final class Fields {
        private final List<Object> values;
        private int next;

        Fields(List<Object> values) {
            this.values = values;
        }

        long number() {
            return (Long) values.get(next++);
        }

        int length() {
            return length(number());
        }

        /** A null pointer is the empty string. */
        byte[] bytes() {
            byte[] bytes = (byte[]) values.get(next++);
            return bytes == null ? new byte[0] : bytes;
        }

        Ckm mechanism() {
            long code = number();
            return Ckm.of(code).orElseThrow(() -> CKR_MECHANISM_PARAM_INVALID.because("no digest has the number 0x%x", code));
        }

        static int length(long number) {
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw CKR_MECHANISM_PARAM_INVALID.because("a length of 2 GiB or more");
            }
            return (int) number;
        }
    }
}
