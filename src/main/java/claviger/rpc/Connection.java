package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;
import static claviger.cryptoki.Ckr.CKR_GENERAL_ERROR;
import static claviger.cryptoki.Ckr.CKR_HOST_MEMORY;
import static claviger.cryptoki.Ckr.CKR_NO_EVENT;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Peer;
import claviger.rpc.Call.Direction;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client, which is one application (D3): its stream, and the calls of it that are under way. A call runs in the
 * thread that read it. Beside that thread run the calls that came with others behind them, those that check a PIN, and
 * C_WaitForSlotEvent; so replies may overtake each other, which the protocol allows.
 *
 * <p>{@link #work} is one thread's at a time; replies are sent from any.
 */
final class Connection {
    private static final System.Logger LOG = System.getLogger("claviger.rpc");
    private static final byte[] NO_OPTIONS = {};
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final int MOST_LOGGED = 3;
    private static final int MOST_WAITS = 4;
    private static final int MOST_ROUNDS = 64;
    private static final int MOST_LOOKS = 20;
    private static final int SPINS = 20;
    private static final long DONT_BLOCK = 1;

    private static final Set<Call> WITH_PIN = EnumSet.of(Call.C_InitToken, Call.C_InitToken2, Call.C_InitPIN,
        Call.C_SetPIN, Call.C_Login, Call.C_LoginUser);

    /** Calls whose arguments are overwritten afterwards; the token keeps copies of what it keeps. */
    private static final Set<Call> SECRET = EnumSet.of(Call.C_InitToken, Call.C_InitToken2, Call.C_InitPIN,
        Call.C_SetPIN, Call.C_Login, Call.C_LoginUser, Call.C_CreateObject, Call.C_CopyObject, Call.C_SetAttributeValue,
        Call.C_SeedRandom);

    private final SocketChannel channel;
    private final Peer.UnixAccount peer;
    private final Cryptoki application;
    private final Desk desk;
    private final FrameReader reader;
    private final Outbox outbox;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger waits = new AtomicInteger();
    private final AtomicInteger logged = new AtomicInteger();
    private Era era;
    private volatile boolean broken;
    private volatile long incompleteSince;
    private long frames;
    private long framesBefore;

    /** What connections share. */
    interface Desk {
        Limits limits();

        Accounts accounts();

        PinCalls pinCalls();

        FrameReader.Budget budget();

        /** Whether others wait for a worker, so that this one has to make an end. */
        boolean isCrowded();

        /** Whether there are processors enough for a thread that waits without sleeping. */
        boolean isCalm();

        /** Runs a call in a thread beside, if there is one. */
        boolean beside(Runnable call);

        /** Runs something after a time. */
        void later(Runnable step, long millis);

        /** A reply has gone out, or has not, beside the thread that reads. */
        void changed(Connection connection);
    }

    Connection(SocketChannel channel, Peer.UnixAccount peer, Cryptoki application, Desk desk) {
        this.channel = channel;
        this.peer = peer;
        this.application = application;
        this.desk = desk;
        this.reader = new FrameReader(new OverwrittenRoom(channel), desk.limits().bounds(), desk.budget());
        this.outbox = new Outbox(channel);
        this.incompleteSince = System.nanoTime();
    }

    /** Does all that can be done without waiting. @throws IOException at the end of the stream */
    void work() throws IOException {
        if (!outbox.flush()) {
            return;
        }
        answerWhatIsHere();
        for (int i = 0; i < MOST_ROUNDS && !desk.isCrowded() && mayRead() && filled(); i++) {
            answerWhatIsHere();
        }
        if (reader.atEnd() && underWay.get() == 0 || broken) {
            throw new IOException("the stream has ended");
        }
        noteProgress();
    }

    /** The time that the rest of a frame may take starts anew with each frame; while we do not read it does not run. */
    private void noteProgress() {
        if (era != null && (!reader.isInFrame() || !mayRead())) {
            incompleteSince = 0;
        } else if (incompleteSince == 0 || frames != framesBefore) {
            incompleteSince = System.nanoTime();
        }
        framesBefore = frames;
    }

    /**
     * Reads what has come, and looks a few more times: for the rest of a frame, which stock clients send in three pieces, and,
     * where nobody else is attended, for the next call. To be told by a selector would take longer than most calls do.
     */
    private boolean filled() throws IOException {
        boolean came = reader.fill();
        if (era == null) {
            return came;
        }
        for (int i = 0; i < MOST_LOOKS && !reader.hasFrame() && !reader.atEnd()
                && (reader.isInFrame() || desk.isCalm()); i++) {
            pause();
            reader.fill();
        }
        return reader.hasFrame();
    }

    private static void pause() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
    }

    private void answerWhatIsHere() throws IOException {
        if (era == null) {
            greet();
        }
        while (era != null && mayRead() && reader.hasFrame()) {
            take(reader.take());
        }
    }

    private boolean mayRead() {
        return outbox.isEmpty() && underWay.get() < desk.limits().calls() && !reader.atEnd();
    }

    /** The operations of the channel that this connection waits for. */
    int interest() {
        return !outbox.isEmpty() ? SelectionKey.OP_WRITE : mayRead() ? SelectionKey.OP_READ : 0;
    }

    /** Whether there is something to do without the peer. */
    boolean isReady() {
        try {
            return broken || mayRead() && reader.hasFrame() || reader.atEnd() && underWay.get() == 0;
        } catch (Malformed e) {
            return true;      // whoever works with it refuses it
        }
    }

    /** Whether the peer lets us wait for longer than it may. */
    boolean isLate(long now) {
        return isLate(now, incompleteSince) || isLate(now, outbox.waitingSince());
    }

    private boolean isLate(long now, long since) {
        return since != 0 && now - since > desk.limits().patience().toNanos();
    }

    /** The first byte from the client, which is the highest version that it speaks, and our answer. */
    private void greet() throws IOException {
        int offered = reader.octet();
        if (offered >= 0) {
            era = Era.of(offered);
            outbox.send(new byte[] {(byte) Math.min(offered, Era.VERSION)});
        }
    }

    private void take(Frame frame) throws IOException {
        frames++;
        Message request;
        try {
            request = Message.read(frame.body(), Direction.REQUEST, Part.Context.of(era));
        } catch (CkrException e) {
            log(e.getMessage());
            send(frame.code(), Answers.error(e.ckr()));
            return;
        } finally {
            Arrays.fill(frame.body(), (byte) 0);
        }
        underWay.incrementAndGet();
        if (WITH_PIN.contains(request.call())) {
            desk.pinCalls().add(peer.user(), () -> answerBeside(frame.code(), request));
        } else if (request.call() == Call.C_WaitForSlotEvent && ((Long) request.values().get(0) & DONT_BLOCK) == 0) {
            if (waits.get() >= MOST_WAITS) {
                done(frame.code(), Answers.error(CKR_FUNCTION_FAILED));
                return;
            }
            waits.incrementAndGet();
            await(frame.code());
        } else if (!reader.hasFrame() || !desk.beside(() -> answerBeside(frame.code(), request))) {
            answer(frame.code(), request);
        }
    }

    private Ckr answer(int code, Message request) throws IOException {
        Message reply = reply(request);
        done(code, reply);
        return reply.ckr();
    }

    /** What the client gets, whatever happens. */
    private Message reply(Message request) {
        try {
            return allowed(request);
        } catch (CkrException e) {
            return Answers.error(e.ckr());
        } catch (OutOfMemoryError e) {
            return Answers.error(CKR_HOST_MEMORY);
        } catch (RuntimeException | Error e) {      // nobody else would see it, and the client waits
            LOG.log(Level.ERROR, "a failure of our own in " + request.call(), e);
            return Answers.error(CKR_GENERAL_ERROR);
        } finally {
            if (SECRET.contains(request.call())) {
                request.wipe();
            }
        }
    }

    private void done(int code, Message reply) throws IOException {
        try {
            send(code, reply);
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** The bytes of a reply, or those of an error where a value has no form: the client waits for one of them. */
    private byte[] written(Message reply) {
        try {
            return reply.written(era);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a reply that cannot be written: " + reply, e);
            return Answers.error(CKR_GENERAL_ERROR).written(era);
        }
    }

    private Ckr answerBeside(int code, Message request) {
        Message reply = reply(request);
        beside(() -> done(code, reply));
        return reply.ckr();
    }

    private Message allowed(Message request) {
        boolean so = switch (request.call()) {
            case C_InitToken, C_InitToken2 -> true;
            case C_Login, C_LoginUser -> (Long) request.values().get(1) == Cku.CKU_SO.code();
            default -> false;
        };
        if (so && !desk.accounts().maySo(peer)) {
            throw CKR_ACTION_PROHIBITED.because("the SO's calls are not open to the account %s", peer.user());
        }
        return Answers.answer(application, request);
    }

    /** Looks again and again for a slot event, so that nobody waits in a thread; C_Finalize ends it (A5). */
    private void await(int code) {
        Message reply = reply(Message.request(Call.C_WaitForSlotEvent, DONT_BLOCK));
        if (reply.ckr() == CKR_NO_EVENT && channel.isOpen() && !broken && !reader.atEnd()) {
            desk.later(() -> await(code), LOOK_EVERY_MILLIS);
            return;
        }
        waits.decrementAndGet();
        beside(() -> done(code, reply));
    }

    /** Something that sends, in another thread than the one that reads. */
    private void beside(Sending sending) {
        try {
            sending.run();
        } catch (IOException e) {
            broken = true;
        } finally {
            desk.changed(this);
        }
    }

    @FunctionalInterface
    private interface Sending {
        void run() throws IOException;
    }

    private void send(int code, Message reply) throws IOException {
        byte[] body = written(reply);
        outbox.send(new Frame(code, NO_OPTIONS, body).written());
        Arrays.fill(body, (byte) 0);
        reply.wipe();
    }

    /** A reason to be told, for the first few times. */
    void log(String reason) {
        if (logged.incrementAndGet() <= MOST_LOGGED) {
            LOG.log(Level.WARNING, "a client of {0}: {1}", peer.user(), reason);
        }
    }

    Peer.UnixAccount peer() {
        return peer;
    }

    SocketChannel channel() {
        return channel;
    }

    boolean isIdle() {
        return underWay.get() == 0 && outbox.isEmpty();
    }

    /** C_Finalize, after the calls that are under way (A4). */
    void end() {
        broken = true;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a connection", e);
        }
        application.close();
        reader.wipe();
        outbox.wipe();
    }
}
