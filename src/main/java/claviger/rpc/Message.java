package claviger.rpc;

import claviger.rpc.Call.Direction;
import claviger.rpc.WireMechanism.Framing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a request or a reply: a call and one value for each part of its signature, see {@link Part}. A body is read
 * to its last byte before anything is done with it.
 */
record Message(Call call, Direction direction, List<Object> values) {

    /** A whole body of a call that we do not have, or not with this signature: refused, but the stream is sound. */
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unknown(int number) {
            super("call " + number, null, false, false);
        }
    }

    static Message request(Call call, Object... values) {
        return new Message(call, Direction.REQUEST, List.of(values));
    }

    static Message reply(Call call, Object... values) {
        return new Message(call, Direction.REPLY, List.of(values));
    }

    /** @throws Unknown for a call or signature that we do not have @throws Malformed for anything else */
    static Message read(byte[] body, Direction direction, Part.Context context) {
        WireReader in = new WireReader(body);
        int number = in.u32();
        byte[] signature = in.bytes(in.count(1));
        Call call = Call.of(number);
        if (call == null || call == Call.ERROR && direction == Direction.REQUEST
                || !call.signature(direction).equals(new String(signature, StandardCharsets.US_ASCII))) {
            throw new Unknown(number);
        }
        int start = in.position();
        for (Framing framing : framings(call, direction)) {
            in.back(start);
            List<Object> values = values(in, call.parts(direction), context.with(framing));
            if (values != null) {
                return new Message(call, direction, values);
            }
        }
        throw new Malformed("the parts of %s", call);
    }

    /**
     * The lists of mechanisms without a parameter grow from release to release and the version stays, so a mechanism may
     * come in another framing than our tables say; everything around it shows which one it is.
     */
    private static List<Framing> framings(Call call, Direction direction) {
        return call.parts(direction).contains(Part.MECHANISM) ? List.of(Framing.values()) : List.of(Framing.TABLES);
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

    /** Values may be PINs and keys. */
    @Override public String toString() {
        return call + " " + direction;
    }
}
