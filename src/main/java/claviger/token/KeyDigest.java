package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_INDIGESTIBLE;
import static claviger.token.OperationKind.DIGEST;

import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.mechanism.Computation.Digesting;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * C_DigestKey (O15): the value of a secret key goes into the running digest. A short key would be found again by trying
 * them all, so only those of 16 bytes and more are digested (Z14). A refused key leaves the digest running. Stateless.
 */
final class KeyDigest {
    private static final int SHORTEST = 16;

    private KeyDigest() {
    }

    static void digestKey(Session session, ObjectHandle key) {
        Operation.Crypto<Digesting> operation = CryptoFunctions.running(session, DIGEST);
        Optional<HeldKey.Lease> leased = Optional.empty();
        Grant grant = Grant.STOCK;
        while (leased.isEmpty()) {      // empty if the key changed between the two looks
            StorageObject object = digestible(session, key, operation.mechanism());
            grant = session.attachment().grants().require(session, Right.DIGEST_KEY, object, operation.mechanism());
            leased = session.attachment().lease(object);
        }
        try (HeldKey.Lease lease = leased.get()) {
            byte[] value = lease.material().get(CKA_VALUE);
            if (value.length < SHORTEST) {
                throw CKR_KEY_INDIGESTIBLE.because("a key of fewer than %d bytes", SHORTEST);
            }
            grant.spend(session.attachment().token());
            operation.setMulti(session.attachment().settings().savable());
            operation.computation().update(value);
        }
    }

    private static StorageObject digestible(Session session, ObjectHandle handle, Mechanism mechanism) {
        StorageObject object = session.attachment().object(handle, CKR_KEY_HANDLE_INVALID);
        if (!object.isKey()) {
            throw CKR_KEY_HANDLE_INVALID.because("%s is no key", object);
        }
        if (object.objectClass() != CKO_SECRET_KEY) {
            throw CKR_KEY_INDIGESTIBLE.because("%s is no secret key", object);
        }
        Optional<long[]> allowed = object.attributes().get(CKA_ALLOWED_MECHANISMS);
        if (allowed.isPresent() && LongStream.of(allowed.get()).noneMatch(code -> code == mechanism.type().code())) {
            throw CKR_KEY_INDIGESTIBLE.because("%s is not in CKA_ALLOWED_MECHANISMS of %s", mechanism.type(), object);
        }
        return object;
    }
}
