package claviger.store;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;

/**
 * A counter beside the database that every process maps: odd while a commit that moves a revision may be under way,
 * even between (D14). Readers pay one memory read to learn that nothing has changed.
 *
 * <p>A writer makes the counter odd while it holds SQLite's write lock, but even only after the commit has given that
 * lock up, when the next writer may have begun. So each step is a compare-and-set: a writer that finds the counter odd
 * moves it to the next odd number, and then the one before no longer makes it even. A process that dies in between
 * leaves it odd: readers ask the database until the next transaction has healed it.
 *
 * <p>If the file is deleted while processes run, each goes on with the one it has mapped and notices at its next write
 * transaction (leases are renewed by such), maps the new one and thereby changes its stamp; until then it may miss
 * changes of processes that have the new one. Safe between threads; announce, complete and follow are for the one that
 * writes.
 */
final class RevisionFile {
    private static final long MAGIC = 0x436c_6176_5265_7631L;   // "ClavRev1"
    private static final int LENGTH = 2 * Long.BYTES;
    private static final int COUNTER = Long.BYTES;
    private static final VarHandle LONGS =
        MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Path path;
    private volatile Mapped mapped;

    private record Mapped(MappedByteBuffer bytes, Object fileKey) {
        long counter() {
            return (long) LONGS.getVolatile(bytes, COUNTER);
        }
    }

    private RevisionFile(Path path, Mapped mapped) {
        this.path = path;
        this.mapped = mapped;
    }

    /** Opens the file, or makes it. Called with SQLite's write lock, so that one process makes it. */
    static RevisionFile open(Path path) {
        return new RevisionFile(path, map(path));
    }

    /** The counter, or UNKNOWN_STAMP while it is odd. */
    long stamp() {
        long counter = (long) LONGS.getAcquire(mapped.bytes, COUNTER);
        return isOdd(counter) ? TokenStore.UNKNOWN_STAMP : counter;
    }

    /** Whether somebody began a commit and has not ended it. */
    boolean isOdd() {
        return isOdd(mapped.counter());
    }

    /** Before a commit. @return what {@link #complete} wants */
    long announce() {
        while (true) {
            long counter = mapped.counter();
            long odd = isOdd(counter) ? counter + 2 : counter + 1;
            if (LONGS.compareAndSet(mapped.bytes, COUNTER, counter, odd)) {
                return odd;
            }
        }
    }

    /** After the commit that was announced. If somebody has announced another since, it is theirs to complete. */
    void complete(long announced) {
        LONGS.compareAndSet(mapped.bytes, COUNTER, announced, announced + 1);
    }

    /** Maps the file anew if it is no longer the one that is mapped. Called with SQLite's write lock. */
    void follow() {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
            if (found.size() >= LENGTH && found.fileKey().equals(mapped.fileKey)) {
                return;
            }
        } catch (NoSuchFileException deleted) {
            // made anew below
        } catch (IOException e) {
            throw unusable(path, e);
        }
        mapped = map(path);
    }

    private static Mapped map(Path path) {
        try (FileChannel channel =
                FileChannel.open(path, Set.of(CREATE, READ, WRITE, NOFOLLOW_LINKS), Owner.file(path))) {
            long magic = channel.size() < LENGTH ? 0 : magic(channel);
            if (magic == 0) {     // new, or cut short by a crash of the machine: nobody has it mapped
                begin(channel);
            } else if (magic != MAGIC) {
                throw CKR_DEVICE_ERROR.because("%s is in the way: it is not the store's revision file", path);
            }
            Object fileKey = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
            return new Mapped(channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH), fileKey);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static long magic(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES);
        if (channel.read(start, 0) < Long.BYTES) {
            return 0;
        }
        return start.getLong(0);
    }

    /** Starts at a random even number, so that the stamps of a new file are not those of an old one. */
    private static void begin(FileChannel channel) throws IOException {
        long start = UUID.randomUUID().getMostSignificantBits() >>> 3 << 1;
        ByteBuffer content = ByteBuffer.allocate(LENGTH).putLong(MAGIC).putLong(start).flip();
        channel.write(content, 0);
    }

    private static boolean isOdd(long counter) {
        return (counter & 1) == 1;
    }

    private static RuntimeException unusable(Path path, IOException e) {
        return CKR_DEVICE_ERROR.because(e, "the store's revision file %s can't be used: %s", path, e);
    }
}
