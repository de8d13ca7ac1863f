package claviger.rpc;

import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application of the engine whose authorizations are the simplest that there can be: an ACL, of whatever bytes, denies
 * C_DigestInit where it is the token's, credentials are a challenge, and approvals are kept.
 */
final class KeptAuthorizations implements Authorizations, InvocationHandler {
    private final Cryptoki engine;
    private final String words;
    private final Map<Long, byte[]> acls = new HashMap<>();
    private final List<byte[]> approvals = new ArrayList<>();
    private final Map<SessionHandle, String> denials = new HashMap<>();
    private byte[] owner = {};
    private byte[] challenge = {};

    private KeptAuthorizations(Cryptoki engine, String words) {
        this.engine = engine;
        this.words = words;
    }

    /** @param words why something is denied */
    static Cryptoki around(Cryptoki engine, String words) {
        return (Cryptoki) Proxy.newProxyInstance(Cryptoki.class.getClassLoader(), new Class<?>[] {Cryptoki.class},
            new KeptAuthorizations(engine, words));
    }

    @Override public synchronized Object invoke(Object proxy, Method function, Object[] arguments) throws Throwable {
        if (function.getName().equals("authorizations")) {
            return this;
        }
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof SessionHandle session) {
            denials.remove(session);
            if (function.getName().equals("digestInit") && acls.containsKey(0L)) {
                denials.put(session, words);
                throw CKR_KEY_FUNCTION_NOT_PERMITTED.because("%s", words);
            }
        }
        try {
            return function.invoke(engine, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override public synchronized Optional<byte[]> acl(SessionHandle session, ObjectHandle object) {
        engine.getSessionInfo(session);
        return Optional.ofNullable(acls.get(object.value()));
    }

    @Override public synchronized void setAcl(SessionHandle session, ObjectHandle object, Optional<byte[]> acl) {
        engine.getSessionInfo(session);
        acl.ifPresentOrElse(bytes -> acls.put(object.value(), bytes), () -> acls.remove(object.value()));
    }

    @Override public synchronized byte[] owner(SessionHandle session) {
        engine.getSessionInfo(session);
        return owner;
    }

    @Override public synchronized void setOwner(SessionHandle session, byte[] subject) {
        engine.getSessionInfo(session);
        if (subject.length == 0) {
            denials.put(session, words);
            throw CKR_ACTION_PROHIBITED.because("%s", words);
        }
        owner = subject;
    }

    @Override public synchronized byte[] challenge(SessionHandle session) {
        engine.getSessionInfo(session);
        challenge = new byte[32];
        new SecureRandom().nextBytes(challenge);
        return challenge;
    }

    @Override public synchronized void present(SessionHandle session, byte[] credentials) {
        engine.getSessionInfo(session);
        if (!Arrays.equals(challenge, credentials)) {
            throw CKR_SIGNATURE_INVALID.because("not the challenge");
        }
    }

    @Override public synchronized void approve(SessionHandle session, byte[] approval) {
        engine.getSessionInfo(session);
        approvals.add(approval);
    }

    @Override public synchronized List<byte[]> approvals(SessionHandle session) {
        engine.getSessionInfo(session);
        return List.copyOf(approvals);
    }

    @Override public synchronized String denial(SessionHandle session) {
        engine.getSessionInfo(session);
        return denials.getOrDefault(session, "");
    }
}
