package claviger.token;

import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The session objects of one application with one token, and how much memory they take. Safe between threads. */
final class SessionObjects {
    private static final long MOST_BYTES = 64L << 20;

    private final Map<String, SessionObject> objects = new ConcurrentHashMap<>();
    private final int most;
    private long bytes;

    /** @param most of them at once */
    SessionObjects(int most) {
        this.most = most;
    }

    SessionObject get(String uniqueId) {
        return objects.get(uniqueId);
    }

    Collection<SessionObject> values() {
        return objects.values();
    }

    /** A new one, or one in the place of its former self. */
    synchronized void put(SessionObject object) {
        SessionObject before = objects.put(object.object().uniqueId(), object);
        bytes += object.bytes() - (before == null ? 0 : before.bytes());
    }

    /** @return null if there is no such object */
    synchronized SessionObject remove(String uniqueId) {
        SessionObject gone = objects.remove(uniqueId);
        bytes -= gone == null ? 0 : gone.bytes();
        return gone;
    }

    /** Asked before anything is done, since what follows a change of the store cannot fail. */
    synchronized void requireRoom(int more, long moreBytes) {
        if (more > 0 && (objects.size() + more > most || bytes + moreBytes > MOST_BYTES)) {
            throw CKR_DEVICE_MEMORY.because("at most %d session objects, and %d bytes in all of them", most, MOST_BYTES);
        }
    }
}
