package claviger.conformance;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.conformance.Refusals.ckr;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.token.Policy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Somebody who knows the user's PIN, or the SO's, and wants a key that the token should keep. */
record Attacker(Cryptoki a, SessionHandle session) {
    /** For C_UnwrapKey and C_DeriveKey: an AES key with no use. */
    static final Template AES = Template.EMPTY.with(CKA_CLASS, Cko.CKO_SECRET_KEY).with(CKA_KEY_TYPE, Ckk.CKK_AES)
        .with(CKA_PRIVATE, false);

    /** What is tried; ends with the call that a safe token has to refuse. */
    interface Attack {
        void on(Attacker attacker);
    }

    /** Refused with this on a token of the policy safe, and goes through on one of the policy spec. */
    static void assertRefusedWhenSafe(World world, Ckr refusal, Attack attack) {
        assertEquals(refusal, tried(world, Policy.SAFE, false, attack));
        assertEquals(Ckr.CKR_OK, tried(world, Policy.SPEC, false, attack));
    }

    /** Refused with this whatever the policy. */
    static void assertAlwaysRefused(World world, Ckr refusal, Attack attack) {
        for (Policy policy : Policy.values()) {
            assertEquals(refusal, tried(world, policy, false, attack), policy::name);
        }
    }

    /** Nothing is refused on a safe token: what an attack is compared with. */
    static void assertAllowed(World world, Attack honest) {
        assertEquals(Ckr.CKR_OK, tried(world, Policy.SAFE, false, honest));
    }

    static Ckr tried(World world, Policy policy, boolean so, Attack attack) {
        Cryptoki application = Target.of(world, policy).application(so);
        SessionHandle session = application.openSession(Target.of(world, policy).token.slot(), true);
        try {
            return ckr(() -> attack.on(new Attacker(application, session)));
        } finally {
            application.closeSession(session);
        }
    }

    /** A token for all attacks of one kind, which leave nothing on it; one application of the user, one of the SO. */
    private static final class Target {
        private static final Map<List<?>, Target> ALL = new ConcurrentHashMap<>();

        private final Token token;

        private Target(World world, Policy policy) {
            token = policy == Policy.SAFE ? world.token() : world.made(settings -> settings.withPolicy(policy));
            token.user(token.a());
            token.so(token.b());      // beside the user of another application (L4)
            Runtime.getRuntime().addShutdownHook(new Thread(token::close));
        }

        static Target of(World world, Policy policy) {
            return ALL.computeIfAbsent(List.of(world, policy), kind -> new Target(world, policy));
        }

        Cryptoki application(boolean so) {
            return so ? token.b() : token.a();
        }
    }

    ObjectHandle generate(Template template) {
        return a.generateKey(session, Templates.AES_KEY_GEN, template);
    }

    ObjectHandle create(Template template) {
        return a.createObject(session, template);
    }

    void set(ObjectHandle object, Template changes) {
        a.setAttributeValue(session, object, changes);
    }

    ObjectHandle copy(ObjectHandle object, Template changes) {
        return a.copyObject(session, object, changes);
    }

    byte[] wrap(ObjectHandle wrapper, ObjectHandle target) {
        return a.wrapKey(session, Templates.KWP, wrapper, target);
    }

    ObjectHandle unwrap(ObjectHandle unwrapper, byte[] blob, Template template) {
        return a.unwrapKey(session, Templates.KWP, unwrapper, blob, template);
    }
}
