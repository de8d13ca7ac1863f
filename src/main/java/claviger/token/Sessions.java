package claviger.token;

import static claviger.cryptoki.Ckr.CKR_CRYPTOKI_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_SESSION_ASYNC_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_SESSION_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_PARALLEL_NOT_SUPPORTED;
import static claviger.cryptoki.SessionFlag.CKF_ASYNC_SESSION;
import static claviger.cryptoki.SessionFlag.CKF_RW_SESSION;
import static claviger.cryptoki.SessionFlag.CKF_SERIAL_SESSION;

import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionFlag;
import claviger.cryptoki.SessionHandle;
import claviger.seal.Randomness;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions of one application, between one C_Initialize and C_Finalize, by handle, and what it has with each token
 * (S1, S8, H1). Safe between threads.
 */
final class Sessions {
    private static final int HANDLE_BASES = 1 << 29;

    private final Settings settings;
    private final Peer peer;
    private final Handles<Session> sessions = new Handles<>(base());
    private final Handles<Named> objects = new Handles<>(base());
    private final Map<Session, Long> numbers = new ConcurrentHashMap<>();
    private final Map<String, Attachment> attachments = new ConcurrentHashMap<>();
    private boolean ended;

    Sessions(Settings settings, Peer peer) {
        this.settings = settings;
        this.peer = peer;
    }

    private static long base() {
        return Randomness.SOURCE.nextInt(HANDLE_BASES);
    }

    synchronized SessionHandle open(Token token, Set<SessionFlag> flags) {
        if (!flags.contains(CKF_SERIAL_SESSION)) {
            throw CKR_SESSION_PARALLEL_NOT_SUPPORTED.because("CKF_SERIAL_SESSION is not set");
        }
        if (flags.contains(CKF_ASYNC_SESSION)) {
            throw CKR_SESSION_ASYNC_NOT_SUPPORTED.because("CKF_ASYNC_SESSION");
        }
        if (ended) {
            throw CKR_CRYPTOKI_NOT_INITIALIZED.because("finalized meanwhile");
        }
        Attachment attachment = attachments.computeIfAbsent(token.serial(),
            serial -> new Attachment(token, settings, objects, peer));
        Session session = attachment.open(flags.contains(CKF_RW_SESSION));
        long number = sessions.add(session);
        numbers.put(session, number);
        return new SessionHandle(number);
    }

    /** @throws claviger.cryptoki.CkrException CKR_SESSION_HANDLE_INVALID for an unknown or closed one (S8) */
    Session get(SessionHandle handle) {
        Session session = sessions.get(handle.value());
        if (session == null) {
            throw CKR_SESSION_HANDLE_INVALID.because("%s", handle);
        }
        return session;
    }

    void close(SessionHandle handle) {
        if (!close(get(handle))) {
            throw CKR_SESSION_HANDLE_INVALID.because("%s was closed meanwhile", handle);
        }
    }

    private boolean close(Session session) {
        Long number = numbers.remove(session);
        if (number == null) {
            return false;
        }
        sessions.drop(number);
        session.attachment().close(session);
        return true;
    }

    /** What the application has with a token, if it has had a session with it. */
    Optional<Attachment> attachment(Token token) {
        return Optional.ofNullable(attachments.get(token.serial()));
    }

    void closeAll(Token token) {
        attachment(token).ifPresent(attachment -> attachment.sessions().forEach(this::close));
    }

    /** Closes every session after the call that runs in it, and opens none any more (A4). */
    void end() {
        synchronized (this) {
            ended = true;
        }
        attachments.values().forEach(attachment -> attachment.sessions().forEach(this::close));
    }
}
