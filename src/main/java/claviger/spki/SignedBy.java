package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

/**
 * Who has signed an expression that is no certificate: an answer to a challenge, a request that operators approve. Such an
 * expression says by its first word what it is, so a signature of one kind is none of another.
 */
public final class SignedBy {
    private SignedBy() {
    }

    /**
     * The key whose signature this is.
     *
     * @param signature {@code (signature (hash ..) (public-key ..) octets)}
     * @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS if it is of something else, or does not verify
     */
    public static Principal.Key signer(Sexp signed, Sexp signature) {
        if (!(signature instanceof SexpList list) || !list.name().equals("signature")) {
            throw refused("no signature");
        }
        SignatureObject object = SignatureObject.read(list);
        if (!(object.signer() instanceof Principal.Key key)) {
            throw refused("the signature has to say with which key it was made");
        }
        if (!object.hash().equals(object.algorithm().of(signed))) {
            throw refused("a signature of something else");
        }
        if (!VerificationKey.of(key).verifies(object.algorithm(), signed.canonical(), object.value().bytes())) {
            throw refused("a signature does not verify");
        }
        return key;
    }

    private static SpkiException refused(String why) {
        return CSSMERR_AC_INVALID_TUPLE_CREDENTIALS.because("%s", why);
    }
}
