package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The values of a request, taken in the order of its signature and turned into those of the seam. What the C function
 * would refuse about them is refused here with its code. Used once, by one thread.
 */
final class Arguments {
    private final List<Object> values;
    private int next;

    Arguments(Message request) {
        this.values = request.values();
    }

    SlotId slot() {
        return new SlotId(number());
    }

    SessionHandle session() {
        return new SessionHandle(number());
    }

    ObjectHandle object() {
        return new ObjectHandle(number());
    }

    /** A CK_ULONG. */
    long number() {
        return (Long) next();
    }

    boolean flag() {
        return (Integer) next() != 0;
    }

    /** Data that has to be there: a null pointer with length 0 is empty, one with a length is null, for O7. */
    byte[] data() {
        Octets octets = (Octets) next();
        if (octets instanceof Octets.Length length && length.length() > 0) {
            return null;
        }
        return octets.orNull() == null ? new byte[0] : octets.orNull();
    }

    /** Data that has to be there, and has a bound. @param what it is */
    byte[] within(String what, int most) {
        return within(what, data(), most);
    }

    static byte[] within(String what, byte[] data, int most) {
        if (data == null) {
            throw CKR_ARGUMENTS_BAD.because("no bytes where there has to be %s", what);
        }
        if (data.length > most) {
            throw CKR_DATA_LEN_RANGE.because("%s of %d bytes; at most %d", what, data.length, most);
        }
        return data;
    }

    /** Data, or null where C has a null pointer. */
    byte[] orNull() {
        return ((Octets) next()).orNull();
    }

    /** The parameter of a message: a C structure, with pointers, that nobody here can read. */
    void noParameter() {
        byte[] parameter = data();
        if (parameter == null || parameter.length > 0) {
            throw CKR_FUNCTION_NOT_SUPPORTED.because("the parameter of a message over this protocol");
        }
    }

    /** Gives a PIN to a call, and overwrites it afterwards. */
    void withPin(Consumer<byte[]> call) {
        byte[] pin = orNull();
        try {
            call.accept(pin);
        } finally {
            wipe(pin);
        }
    }

    static void wipe(byte[] pin) {
        if (pin != null) {
            Arrays.fill(pin, (byte) 0);
        }
    }

    /** Text of any length, as its bytes stand. */
    byte[] text() {
        return (byte[]) next();
    }

    /** UTF-8, or null where C has a null pointer. */
    String name() {
        byte[] bytes = orNull();
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** Room for bytes: none asks for the length (B1), a pointer without room is too small for anything (B2). */
    Output output() {
        long room = number();
        return room == 0 ? Output.lengthQuery() : Output.room(room == Part.NO_ROOM ? 0 : room);
    }

    Mechanism mechanism() {
        Object value = next();
        return value instanceof WireMechanism wire ? MechanismForm.mechanism(wire) : (Mechanism) value;
    }

    /** A mechanism that cannot be null. */
    Mechanism mechanismOf(String function) {
        Mechanism mechanism = mechanism();
        if (mechanism == null) {
            throw CKR_ARGUMENTS_BAD.because("%s without a mechanism", function);
        }
        return mechanism;
    }

    Template template() {
        return Attributes.template(list(WireAttribute.class));
    }

    List<WireAttribute.Wanted> wanted() {
        return list(WireAttribute.Wanted.class);
    }

    MessageParameters messageParameters() {
        return (MessageParameters) next();
    }

    List<ObjectChange> changes() {
        return list(ObjectChange.class);
    }

    private <T> List<T> list(Class<T> type) {
        return ((List<?>) next()).stream().map(type::cast).toList();
    }

    private Object next() {
        return values.get(next++);
    }
}
