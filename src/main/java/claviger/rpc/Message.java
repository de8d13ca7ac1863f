package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.rpc.Call.Direction;
import claviger.rpc.WireMechanism.Framing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a request or a reply: a call and one value for each part of its signature, see {@link Part}. A body is read
 * to its last byte before anything is done with it.
 */
record Message(Call call, Direction direction, List<Object> values) {

    static Message request(Call call, Object... values) {
        return new Message(call, Direction.REQUEST, Arrays.asList(values));
    }

    static Message reply(Call call, Object... values) {
        return new Message(call, Direction.REPLY, Arrays.asList(values));
    }

    /**
     * @throws CkrException for a body that is not one of ours, though its frame is whole (D24):
     *     CKR_FUNCTION_NOT_SUPPORTED for a call or a signature that we do not have, CKR_MECHANISM_PARAM_INVALID or
     *     CKR_ARGUMENTS_BAD for parts that are not its signature's, or a body that does not even say what it is
     */
    static Message read(byte[] body, Direction direction, Part.Context context) {
        WireReader in = new WireReader(body);
        Call call = call(in, direction);
        int start = in.position();
        for (Framing framing : framings(call, direction)) {
            in.back(start);
            List<Object> values = values(in, call.parts(direction), context.with(framing));
            if (values != null) {
                return new Message(call, direction, values);
            }
        }
        throw (call.has(direction, Part.MECHANISM) ? CKR_MECHANISM_PARAM_INVALID : CKR_ARGUMENTS_BAD)
            .because("the parts of %s do not fit its signature", call);
    }

    private static Call call(WireReader in, Direction direction) {
        int number;
        String signature;
        try {
            number = in.u32();
            signature = new String(in.bytes(in.count(1)), StandardCharsets.US_ASCII);
        } catch (Malformed e) {
            throw CKR_ARGUMENTS_BAD.because(e, "a body that does not say what it is");
        }
        Call call = Call.of(number);
        if (call == null || call == Call.ERROR && direction == Direction.REQUEST
                || !call.signature(direction).equals(signature)) {
            throw CKR_FUNCTION_NOT_SUPPORTED.because("call %d", number);
        }
        return call;
    }

    /**
     * The reply to a call, which is its own or an error.
     *
     * @throws Malformed for anything else
     */
    static Message readReply(byte[] body, Call asked, Part.Context context) {
        WireReader in = new WireReader(body);
        int number = in.u32();
        String signature = new String(in.bytes(in.count(1)), StandardCharsets.US_ASCII);
        Call call = number == Call.ERROR.number() ? Call.ERROR : asked;
        if (number != call.number() || !call.signature(Direction.REPLY).equals(signature)) {
            throw new Malformed("the reply to %s", asked);
        }
        List<Object> values = values(in, call.parts(Direction.REPLY), context);
        if (values == null) {
            throw new Malformed("the parts of the reply to %s", asked);
        }
        if (call == Call.ERROR && (Long) values.get(0) == 0) {
            throw new Malformed("an error that is one");      // C_Verify would take it for a right signature
        }
        return new Message(call, Direction.REPLY, values);
    }

    /**
     * The lists of mechanisms without a parameter grow from release to release and the version stays, so a mechanism may
     * come in another framing than our tables say; everything around it shows which one it is.
     */
    private static List<Framing> framings(Call call, Direction direction) {
        return call.has(direction, Part.MECHANISM) ? List.of(Framing.values()) : List.of(Framing.TABLES);
    }

    /** The values, or null if the bytes do not end where the parts do. */
    private static List<Object> values(WireReader in, List<Part> parts, Part.Context context) {
        List<Object> values = new ArrayList<>(parts.size());
        try {
            for (Part part : parts) {
                values.add(part.read(in, context));
            }
        } catch (Malformed e) {
            return null;
        }
        return in.atEnd() ? values : null;
    }

    byte[] written(Era era) {
        WireWriter out = new WireWriter();
        try {
            out.u32(call.number()).raw(call.signature(direction).getBytes(StandardCharsets.US_ASCII));
            List<Part> parts = call.parts(direction);
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).write(out, values.get(i), era);
            }
            return out.written();
        } finally {
            out.wipe();
        }
    }

    /** The mechanism of a request that has one, else the null mechanism. */
    long mechanism() {
        return values.stream().filter(WireMechanism.class::isInstance).map(WireMechanism.class::cast)
            .mapToLong(WireMechanism::type).findFirst().orElse(WireMechanism.NULL);
    }

    /** What a reply says of the call: CKR_OK unless it is an error. */
    Ckr ckr() {
        return call == Call.ERROR ? Ckr.of((Long) values.get(0)) : Ckr.CKR_OK;
    }

    /** Overwrites the bytes that a reply gave, which may be a plaintext or a key. */
    void wipe() {
        for (Object value : values) {
            if (value instanceof Octets.Data data) {
                Arrays.fill(data.bytes(), (byte) 0);
            } else if (value instanceof List<?> list) {
                list.forEach(Message::wipe);
            }
        }
    }

    /** Overwrites the values of a request's attributes, which are copies; the other bytes belong to the caller. */
    void wipeCopies() {
        for (Object value : values) {
            if (value instanceof List<?> list) {
                list.forEach(Message::wipe);
            }
        }
    }

    private static void wipe(Object element) {
        if (element instanceof WireAttribute attribute && attribute.content() instanceof byte[] bytes) {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Values may be PINs and keys. */
    @Override public String toString() {
        return call + " " + direction;
    }
}
