package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Parameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.params.ParametersWithRandom;

/** RSAES-OAEP: Bouncy Castle's encoding around the JDK's RSA. */
final class RsaOaep implements Algorithm {

    @Override public Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        RsaKey rsa = RsaKey.of(key);
        Parameters.Oaep oaep = checked(parameters);
        return OneBlock.encrypting(room(rsa, oaep), rsa.bytes(), plain -> encrypted(rsa, oaep, plain));
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        RsaKey rsa = RsaKey.of(key);
        Parameters.Oaep oaep = checked(parameters);
        return OneBlock.decrypting(rsa.bytes(), room(rsa, oaep),
            encrypted -> decrypted(rsa, oaep, encrypted, CKR_ENCRYPTED_DATA_INVALID));
    }

    @Override public byte[] wrap(KeyMaterial wrappingKey, Parameters parameters, byte[] plain) {
        RsaKey rsa = RsaKey.of(wrappingKey);
        Parameters.Oaep oaep = checked(parameters);
        if (plain.length > room(rsa, oaep)) {
            throw CKR_KEY_SIZE_RANGE.because("%d bytes are more than this RSA key wraps", plain.length);
        }
        return encrypted(rsa, oaep, plain);
    }

    @Override public long wrappedLength(KeyMaterial wrappingKey, int plain) {
        return RsaKey.of(wrappingKey).bytes();
    }

    @Override public byte[] unwrap(KeyMaterial unwrappingKey, Parameters parameters, byte[] wrapped) {
        RsaKey rsa = RsaKey.of(unwrappingKey);
        Parameters.Oaep oaep = checked(parameters);
        room(rsa, oaep);
        if (wrapped.length != rsa.bytes()) {
            throw CKR_WRAPPED_KEY_LEN_RANGE.because("%d bytes for an RSA key of %d", wrapped.length, rsa.bytes());
        }
        return decrypted(rsa, oaep, wrapped, CKR_WRAPPED_KEY_INVALID);
    }

    private static Parameters.Oaep checked(Parameters parameters) {
        Parameters.Oaep oaep = Param.of(Parameters.Oaep.class, parameters);
        Hash.of(oaep.hash());
        Hash.of(oaep.mgf());
        return oaep;
    }

    private static int room(RsaKey rsa, Parameters.Oaep oaep) {
        int room = rsa.bytes() - 2 * Hash.of(oaep.hash()).length() - 2;
        if (room < 0) {
            throw CKR_KEY_SIZE_RANGE.because("the modulus is too short for this hash function");
        }
        return room;
    }

    private static OAEPEncoding encoding(RsaKey rsa, Parameters.Oaep oaep) {
        return new OAEPEncoding(rsa.primitive(), Hash.of(oaep.hash()).forConstructions(),
            Hash.of(oaep.mgf()).forConstructions(), oaep.label());
    }

    private static byte[] encrypted(RsaKey rsa, Parameters.Oaep oaep, byte[] plain) {
        OAEPEncoding encoding = encoding(rsa, oaep);
        encoding.init(true, new ParametersWithRandom(rsa.shape(), Jdk.random()));
        try {
            return encoding.processBlock(plain, 0, plain.length);
        } catch (InvalidCipherTextException e) {
            throw CKR_FUNCTION_FAILED.because(e, "RSAES-OAEP");
        }
    }

    private static byte[] decrypted(RsaKey rsa, Parameters.Oaep oaep, byte[] encrypted, Ckr invalid) {
        if (rsa.isBeyondModulus(encrypted)) {
            throw invalid.because("the data do not decrypt");
        }
        OAEPEncoding encoding = encoding(rsa, oaep);
        encoding.init(false, rsa.shape());
        try {
            return encoding.processBlock(encrypted, 0, encrypted.length);
        } catch (InvalidCipherTextException e) {
            throw invalid.because("the data do not decrypt");
        }
    }
}
