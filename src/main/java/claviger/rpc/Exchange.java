package claviger.rpc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream on which the calls of several threads are under way at once. There is no thread of its own: one of those that
 * wait reads for all, hands out replies by their codes, and passes that on when its own has come; so a call that is alone
 * costs no change of threads. A stream that breaks breaks for all: those who wait, and everybody later. Safe between threads.
 */
final class Exchange {
    private static final System.Logger LOG = System.getLogger("claviger.rpc");
    /** What the client of p11-kit says who it is; no server looks at it. */
    private static final byte[] OPTIONS = "client".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_CODE = 0x10;
    private static final long DRAIN_NANOS = 5_000_000_000L;
    private static final long GLANCE_NANOS = 200_000;

    private final Transport transport;
    private final FrameReader reader;
    private final AtomicInteger codes = new AtomicInteger(FIRST_CODE);
    private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();
    private final Lock writing = new ReentrantLock();
    private final AtomicBoolean led = new AtomicBoolean();
    private volatile IOException broken;

    /** A call that has been sent. */
    private static final class Waiting {
        private final Thread thread = Thread.currentThread();
        private volatile byte[] reply;
        /** Its request has been sent. */
        private volatile boolean sent;
    }

    Exchange(Transport transport) {
        this.transport = transport;
        this.reader = new FrameReader(transport, Frame.Bounds.DEFAULT);
    }

    /** Sends the byte before the frames. @return the answer, or -1 if the server closes the stream instead */
    int greeted(int version) throws IOException {
        transport.write(ByteBuffer.wrap(new byte[] {(byte) version}));
        int answer = reader.octet();
        while (answer < 0 && !reader.atEnd()) {
            reader.fill();
            answer = reader.octet();
        }
        return answer;
    }

    /** Sends a body and waits for the one that answers it. @throws IOException if the stream is broken or breaks */
    byte[] call(byte[] body) throws IOException {
        int code = codes.getAndUpdate(last -> last == -1 ? FIRST_CODE : last + 1);      // 0 is no code
        Waiting mine = new Waiting();
        waiting.put(code, mine);
        try {
            send(new Frame(code, OPTIONS, body).written());
            return awaited(mine);
        } finally {
            waiting.remove(code);
        }
    }

    private void send(byte[] frame) throws IOException {
        writing.lock();
        try {
            requireWhole();
            transport.write(ByteBuffer.wrap(frame));
        } catch (IOException e) {
            breaks(e);
            throw e;
        } finally {
            writing.unlock();
            Arrays.fill(frame, (byte) 0);
        }
    }

    private byte[] awaited(Waiting mine) throws IOException {
        boolean interrupted = false;
        mine.sent = true;
        try {
            while (mine.reply == null) {
                requireWhole();
                if (led.compareAndSet(false, true)) {
                    lead(mine);
                } else {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                }
            }
            return mine.reply;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Reads for all until its own reply is here. */
    private void lead(Waiting mine) throws IOException {
        try {
            while (mine.reply == null) {
                while (mine.reply == null && reader.hasFrame()) {
                    handOut(reader.take());
                }
                if (mine.reply == null && !reader.fill() && reader.atEnd()) {
                    throw new IOException("the server has closed the connection");
                }
            }
        } catch (IOException e) {
            breaks(e);
            throw e;
        } catch (Malformed e) {
            IOException malformed = new IOException("the server does not keep to the protocol: " + e.getMessage(), e);
            breaks(malformed);
            throw malformed;
        } finally {
            led.set(false);
            waiting.values().stream().filter(other -> other.sent && other.reply == null).findFirst()
                .ifPresent(next -> LockSupport.unpark(next.thread));
        }
    }

    private void handOut(Frame frame) {
        Waiting whose = waiting.get(frame.code());
        if (whose == null || whose.reply != null) {
            throw new Malformed("a reply to a call that waits for one");
        }
        whose.reply = frame.body();
        LockSupport.unpark(whose.thread);
    }

    private void requireWhole() throws IOException {
        IOException reason = broken;
        if (reason != null) {
            throw new IOException(reason.getMessage(), reason);
        }
    }

    private void breaks(IOException reason) {
        if (broken == null) {
            broken = reason;
        }
        try {
            transport.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a connection", e);
        }
        waiting.values().forEach(other -> LockSupport.unpark(other.thread));
    }

    /** Whether a call can be expected to work: looks at the stream while nothing is under way. */
    boolean isWhole() {
        if (writing.tryLock()) {      // nobody sends meanwhile
            try {
                if (broken == null && waiting.isEmpty() && led.compareAndSet(false, true)) {
                    look();
                }
            } finally {
                writing.unlock();
            }
        }
        return broken == null;
    }

    private void look() {
        try {
            if (transport.hasEnded()) {
                breaks(new IOException("the server has closed the connection"));
            }
        } finally {
            led.set(false);
        }
    }

    /** Ends the stream, after the calls that are under way. */
    void close() {
        long end = System.nanoTime() + DRAIN_NANOS;
        while (!waiting.isEmpty() && broken == null && System.nanoTime() < end) {
            LockSupport.parkNanos(GLANCE_NANOS);
        }
        breaks(new IOException("the connection was closed by this end"));
        if (led.compareAndSet(false, true)) {
            reader.wipe();
        }
    }

    /** The server's account, or null for a child of this process. */
    String account() {
        return transport.account();
    }
}
