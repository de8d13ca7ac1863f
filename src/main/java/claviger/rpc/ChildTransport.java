package claviger.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The standard input and output of a child process, such as {@code p11-kit remote MODULE}; it ends with them (D25). The JDK's
 * buffer of 8 KiB before the pipe keeps what went through it, a PIN too, until more has: it cannot be reached.
 */
final class ChildTransport implements Transport {
    private static final long END_SECONDS = 2;

    private final Process child;
    private final InputStream in;
    private final OutputStream out;

    private ChildTransport(Process child) {
        this.child = child;
        this.in = child.getInputStream();
        this.out = child.getOutputStream();
    }

    /** @param command a program and its arguments, which no shell looks at; what it complains about goes where ours goes */
    static ChildTransport start(List<String> command) throws IOException {
        return new ChildTransport(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    @Override public int read(ByteBuffer into) throws IOException {
        int count = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
        if (count > 0) {
            into.position(into.position() + count);
        }
        return count;
    }

    @Override public void write(ByteBuffer bytes) throws IOException {
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        out.flush();
        bytes.position(bytes.limit());
    }

    @Override public boolean hasEnded() {
        return !child.isAlive();
    }

    @Override public String account() {
        return null;
    }

    @Override public boolean isOpen() {
        return child.isAlive();
    }

    /** The end of its input ends the child; one that does not see it is killed. */
    @Override public void close() throws IOException {
        try {
            out.close();
        } finally {
            boolean ended = false;
            try {
                ended = child.waitFor(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!ended) {
                child.destroyForcibly();
            }
        }
    }
}
