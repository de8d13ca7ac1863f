package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_ARGUMENTS_BAD;
import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_NO_EVENT;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.rpc.Call.Direction;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an application has from C_Initialize to C_Finalize: its stream to the server, and what is known of the server. Calls
 * go out in the server's era with what its version can read; what it cannot be told is refused here. Safe between threads.
 */
final class Link {
    private static final System.Logger LOG = System.getLogger("claviger.rpc");
    /** The highest call that a server knows, by the version that it answers; ours knows all. */
    private static final List<Call> LAST = List.of(Call.C_WaitForSlotEvent, Call.C_InitToken2, Call.C_DeriveKey2);
    private static final List<Part> WITH_KEY = Part.parts("uMu");
    private static final Set<Ckr> NO_KEY = Set.of(Ckr.CKR_KEY_HANDLE_INVALID, Ckr.CKR_OBJECT_HANDLE_INVALID);
    private static final String OURS = "Claviger";
    private static final long DONT_BLOCK = 1;
    /** What an unbounded output has room for at first, beyond the length of the data. */
    private static final int ROOM = 1 << 14;
    private static final int MOST_DATA = Frame.Bounds.DEFAULT.body() - (1 << 16);

    private final Endpoint endpoint;
    private final Exchange exchange;
    private final int version;
    private final Era era;
    private final Handles handles;
    private final Denials denials = new Denials(this);
    private volatile Boolean ours;
    private volatile boolean finished;

    private Link(Endpoint endpoint, Exchange exchange, int version, Handles handles) {
        this.endpoint = endpoint;
        this.exchange = exchange;
        this.version = Math.min(version, Era.VERSION);
        this.era = Era.of(version);
        this.handles = handles;
    }

    /**
     * Connects, offers our version, and where a server closes because of that, connects again and offers the first.
     *
     * @throws CkrException CKR_DEVICE_ERROR if nobody is there
     */
    static Link open(Endpoint endpoint, Handles handles) {
        try {
            Link link = open(endpoint, Era.VERSION, handles);
            if (link == null) {
                link = open(endpoint, 0, handles);
            }
            if (link == null) {
                throw new IOException("it closes the connection");
            }
            return link;
        } catch (IOException e) {
            throw CKR_DEVICE_ERROR.because(e, "no server at %s: %s", endpoint, e.getMessage());
        }
    }

    private static Link open(Endpoint endpoint, int offered, Handles handles) throws IOException {
        Transport transport = endpoint.connect();
        boolean opened = false;
        try {
            Exchange exchange = new Exchange(transport);
            int answer = exchange.greeted(offered);
            opened = answer >= 0;
            return opened ? new Link(endpoint, exchange, answer, handles) : null;
        } finally {
            if (!opened) {
                transport.close();
            }
        }
    }

    int version() {
        return version;
    }

    Handles handles() {
        return handles;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Whether the server is one of ours, which knows our own block of calls (D4). */
    boolean isOurs() {
        Boolean known = ours;
        if (known == null) {
            known = Texts.info(call(Call.C_GetInfo)).manufacturer().equals(OURS);
            ours = known;
        }
        return known;
    }

    boolean isWhole() {
        return exchange.isWhole();
    }

    // calls

    /** A call with the arguments of the seam. @return the values of the reply */
    List<Object> call(Call call, Object... arguments) {
        return reply(Message.request(call, values(call, arguments)), Set.of());
    }

    private Object[] values(Call call, Object... arguments) {
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = handles.wire(call.parts(Direction.REQUEST).get(i), arguments[i]);
            if (values[i] == Octets.Length.OF_NOTHING && !isOurs()) {
                throw CKR_ARGUMENTS_BAD.because("null data in %s", call);
            }
        }
        return values;
    }

    /** A call whose second argument is a mechanism: p11-kit's, or our own where p11-kit's cannot carry the parameter. */
    List<Object> call(Call call, Call own, Object... arguments) {
        Mechanism mechanism = (Mechanism) arguments[1];
        Optional<WireMechanism> wire = version == 0 ? MechanismForm.oldWire(mechanism) : MechanismForm.wire(mechanism);
        if (wire.isEmpty() && isOurs()) {
            return call(own, arguments);
        }
        if (mechanism == null && version == 0) {
            throw CKR_FUNCTION_NOT_SUPPORTED.because("%s without a mechanism: %s is too old to be told", call, endpoint);
        }
        WireMechanism told = wire.orElseThrow(() -> CKR_MECHANISM_PARAM_INVALID.because(
            "the parameter of %s cannot be told to %s", mechanism, endpoint));
        arguments[1] = told;
        return era == Era.NEW && told.mayBeBare() && WITH_KEY.equals(call.parts(Direction.REQUEST)) && !isOurs()
            ? callBareToo(call, arguments, told) : call(call, arguments);
    }

    /**
     * The lists of mechanisms without a parameter grow from release to release, and the version stays. A server that has this
     * one in its list takes our byte, that there is no parameter, for the first of the key's handle, which is then no key.
     */
    private List<Object> callBareToo(Call call, Object[] arguments, WireMechanism told) {
        Message request = Message.request(call, values(call, arguments));
        Message reply = answer(request, Set.of());
        if (!NO_KEY.contains(reply.ckr())) {
            return checked(request, reply);
        }
        arguments[1] = told.bare();
        return call(call, arguments);
    }

    /** A call of our own block, for what p11-kit has no call for. @param what it is for */
    List<Object> own(Call own, String what, Object... arguments) {
        requireOurs(what);
        return call(own, arguments);
    }

    void requireOurs(String what) {
        if (!isOurs()) {
            throw CKR_FUNCTION_NOT_SUPPORTED.because("%s cannot be told to %s, which is no server of Claviger's", what,
                endpoint);
        }
    }

    /** A call that carries a PIN, which goes to no account but ours, root, or the one that is named (D25). */
    void callWithPin(Call call, Object... arguments) {
        String server = exchange.account();
        if (server != null && !endpoint.trusts(server)) {
            throw CKR_ACTION_PROHIBITED.because("the server at %s runs as %s, and no PIN goes there; if that is right: "
                + "server-user = %s", endpoint, server, server);
        }
        call(call, arguments);
    }

    /** C_GenerateRandom. @param length is what the server has to give */
    byte[] randomBytes(SessionHandle session, long length) {
        byte[] random = ((Octets) call(Call.C_GenerateRandom, session, length).get(0)).orNull();
        int given = random == null ? 0 : random.length;
        if (given != length) {
            throw CKR_DEVICE_ERROR.because("%d random bytes from %s where %d were asked for", given, endpoint, length);
        }
        return given == 0 ? new byte[0] : random;
    }

    /** C_WaitForSlotEvent with CKF_DONT_BLOCK; that there is none is no failure here. */
    Optional<SlotId> slotEvent() {
        Message request = Message.request(Call.C_WaitForSlotEvent, DONT_BLOCK);
        Message reply = answer(request, Set.of());
        if (reply.ckr() == CKR_NO_EVENT) {
            return Optional.empty();
        }
        return Optional.of(new SlotId(number(checked(request, reply))));
    }

    /** The number that a reply consists of, or begins with. */
    static long number(List<Object> reply) {
        return (Long) reply.get(0);
    }

    // variable output

    /** A call whose output is the first value of its reply, with the room behind the arguments that come first. */
    @FunctionalInterface
    interface Producing {
        List<Object> with(long room);
    }

    /** @param data how long the data is that goes in, which tells what an unbounded output may need */
    void output(SessionHandle session, Output output, int data, Producing call) {
        output(session, output, data, call, 0);
    }

    /** @param at which value of the reply the output is @return the reply */
    List<Object> output(SessionHandle session, Output output, int data, Producing call, int at) {
        if (output == null) {
            call(Call.C_GetSessionInfo, session);      // the session goes before the arguments (E1)
            throw CKR_ARGUMENTS_BAD.because("no place for the length of the output");
        }
        boolean bounded = output.room() < Long.MAX_VALUE;
        List<Object> reply = call.with(output.isLengthQuery() ? 0
            : bounded ? room(output.room()) : Math.addExact(data, ROOM));
        if (reply.get(at) instanceof Octets.Length length && !bounded && length.length() > 0) {
            reply = call.with(room(length.length()));
        }
        Octets result = (Octets) reply.get(at);
        if (result instanceof Octets.Length length && (output.isLengthQuery() || length.length() > 0)) {
            if (output.admits(length.length())) {
                throw CKR_DEVICE_ERROR.because("%s withholds a result for which there is room", endpoint);
            }
            return reply;
        }
        byte[] bytes = result.orNull() == null ? new byte[0] : result.orNull();
        if (output.admits(bytes.length)) {
            output.put(bytes);
        }
        return reply;
    }

    /** A pointer without room is told apart from none by releases from 0.25.0; the reply is the same. */
    private long room(long room) {
        return room == 0 && version > 0 ? Part.NO_ROOM : Math.min(room, Integer.MAX_VALUE);
    }

    // the stream

    /** @param lengthOnly the types of attributes whose length is asked for */
    List<Object> reply(Message request, Set<Long> lengthOnly) {
        return checked(request, answer(request, lengthOnly));
    }

    /** The values of a reply. @throws CkrException the code of one that is an error, with the words for a denial */
    List<Object> checked(Message request, Message reply) {
        if (reply.ckr() != Ckr.CKR_OK) {
            String words = denials.words(request, reply.ckr());
            throw reply.ckr().because(words.isEmpty() ? "%s at %s" : "%s at %s: %s", request.call(), endpoint, words);
        }
        return reply.values();
    }

    /** The reply, which may be an error. */
    Message answer(Message request, Set<Long> lengthOnly) {
        requireKnown(request.call());
        byte[] body = request.written(era);
        try {
            if (body.length > MOST_DATA) {
                throw CKR_DATA_LEN_RANGE.because("%d bytes in one call to a server; at most %d, the rest by updates",
                    body.length, MOST_DATA);
            }
            byte[] answer = exchange.call(body);
            Message reply = Message.readReply(answer, request.call(),
                new Part.Context(era, WireMechanism.Framing.TABLES, lengthOnly, request.mechanism()));
            Arrays.fill(answer, (byte) 0);
            return reply;
        } catch (IOException | Malformed e) {
            throw finished ? CKR_CRYPTOKI_NOT_INITIALIZED.because("finalized by another thread")
                : CKR_DEVICE_ERROR.because(e, "%s at %s: %s", request.call(), endpoint, e.getMessage());
        } finally {
            Arrays.fill(body, (byte) 0);
            request.wipeCopies();
        }
    }

    private void requireKnown(Call call) {
        boolean own = call.number() > Call.C_DeriveKey2.number();
        if (!own && call.number() > LAST.get(version).number()) {
            throw CKR_FUNCTION_NOT_SUPPORTED.because("%s: %s is too old to be told", call, endpoint);
        }
    }

    /** C_Finalize, and the end of the stream. */
    void finish() {
        finished = true;
        byte[] body = Message.request(Call.C_Finalize).written(era);
        try {
            if (exchange.isWhole()) {
                exchange.call(body);
            }
        } catch (IOException e) {      // the end of a stream is the end of an application, too
            LOG.log(Level.DEBUG, "C_Finalize at " + endpoint, e);
        }
        exchange.close();
    }

    /** Ends the stream of an application that never was. */
    void abandon() {
        exchange.close();
    }

    boolean isFinished() {
        return finished;
    }
}
