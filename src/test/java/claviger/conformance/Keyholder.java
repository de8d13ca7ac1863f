package claviger.conformance;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.spki.Atom;
import claviger.spki.Principal;
import claviger.spki.Sexp;
import claviger.spki.SexpList;
import claviger.spki.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;

/** Somebody with a key of their own, outside of the token, who signs certificates, challenges and requests. */
final class Keyholder {
    private final KeyPair pair;
    private final Principal.Key principal;

    Keyholder() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        principal = VerificationKey.of(pair.getPublic()).principal();
    }

    /** The key as a subject. */
    String subject() {
        return principal.sexp().advanced();
    }

    /** The signature of an expression. */
    Sexp signature(Sexp signed) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(signed.canonical());
            return SexpList.named("signature", SexpList.named("hash", Atom.of("sha256"),
                Atom.of(MessageDigest.getInstance("SHA-256").digest(signed.canonical()))), principal.sexp(),
                Atom.of(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate with its signature behind it. */
    List<Sexp> certificate(String subject, boolean propagate, String tag) {
        Sexp cert = Sexp.read("(cert (issuer " + subject() + ") (subject " + subject + ") " + (propagate ? "(propagate) " : "")
            + tag + ")");
        return List.of(cert, signature(cert));
    }

    /** Answers a challenge of the token, and presents the answer with some certificates. */
    void present(Cryptoki application, SessionHandle session, List<Sexp> certificates) {
        Sexp challenge = Sexp.canonical(application.authorizations().challenge(session));
        List<Sexp> all = new ArrayList<>(certificates);
        all.add(challenge);
        all.add(signature(challenge));
        application.authorizations().present(session, sequence(all));
    }

    void present(Cryptoki application, SessionHandle session) {
        present(application, session, List.of());
    }

    static byte[] sequence(List<Sexp> parts) {
        return SexpList.named("sequence", parts).canonical();
    }
}
