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
        try (Token token = token(world, policy)) {
            Attacker attacker =
                new Attacker(token.a(), so ? token.so(token.a()) : token.user(token.a()));
            return ckr(() -> attack.on(attacker));
        }
    }

    static Token token(World world, Policy policy) {
        return policy == Policy.SAFE ? world.token() : world.made(settings -> settings.withPolicy(policy));
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
