package claviger.spki;

import static claviger.spki.CssmError.CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;

import java.util.List;

/**
 * {@code (signature (hash sha256 octets) signer octets)}: the hash tells of which object, the signer is a key or its hash.
 * Nobody has verified it yet.
 */
record SignatureObject(HashAlgorithm algorithm, Principal.Hash hash, Principal signer, Atom value) {

    /** @throws SpkiException CSSMERR_AC_INVALID_TUPLE_CREDENTIALS, also for MD5 and SHA-1 */
    static SignatureObject read(SexpList list) {
        CssmError blame = CSSMERR_AC_INVALID_TUPLE_CREDENTIALS;
        List<Sexp> parts = list.rest();
        if (parts.size() != 3 || !(parts.get(2) instanceof Atom value) || value.hint().isPresent()) {
            throw blame.because("a signature is written (signature (hash ..) key octets)");
        }
        PrincipalReader reader = new PrincipalReader(null, blame);
        if (!(reader.read(parts.get(0)) instanceof Principal.Hash hash)) {
            throw blame.because("a signature tells the hash of what it is of");
        }
        HashAlgorithm algorithm = HashAlgorithm.of(hash.algorithm()).filter(HashAlgorithm.SOUND::contains)
            .orElseThrow(() -> blame.because("signatures by way of this hash prove nothing"));
        Principal signer = reader.read(parts.get(1));
        if (signer instanceof Principal.Name || signer instanceof Principal.Threshold || signer instanceof Principal.Other) {
            throw blame.because("a key signs, or what has its hash");
        }
        return new SignatureObject(algorithm, hash, signer, value);
    }

    SexpList sexp() {
        return SexpList.named("signature", hash.sexp(), signer.sexp(), value);
    }
}
