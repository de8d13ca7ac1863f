package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;

import claviger.cryptoki.Parameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.function.Function;
import javax.crypto.Cipher;

/**
 * RSASSA-PKCS1-v1_5 and RSAES-PKCS1-v1_5. With a hash function the message is hashed here; without one (CKM_RSA_PKCS)
 * what is given is signed as it is, usually a DigestInfo, and encryption is there too.
 *
 * <p>A decryption that fails has one code and one message whatever is wrong; that it fails at all is an oracle which
 * only not decrypting avoids, so the token offers it to keys that name the mechanism (Z9).
 */
final class RsaPkcs1 implements Algorithm {
    private static final String PADDING = "PKCS1Padding";
    /** 00 01, at least eight bytes of padding, 00. */
    private static final int PADDING_BYTES = 11;

    private final Function<RsaKey, Message> message;
    private final Function<byte[], byte[]> encoding;

    /** CKM_RSA_PKCS. */
    RsaPkcs1() {
        message = key -> Message.once(key.bytes() - PADDING_BYTES);
        encoding = data -> data;
    }

    RsaPkcs1(Hash hash) {
        message = key -> Message.hashed(hash);
        encoding = hash::digestInfo;
    }

    @Override public Computation.Signing sign(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        RsaKey rsa = RsaKey.of(key);
        return new MessageSigner(message.apply(rsa), rsa.bytes(),
            data -> Jdk.compute(() -> rsa.compute(PADDING, Cipher.ENCRYPT_MODE, encoding.apply(data))));
    }

    @Override public Computation.Verifying verify(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        RsaKey rsa = RsaKey.of(key);
        return new MessageVerifier(message.apply(rsa), length -> length == rsa.bytes(),
            (data, signature) -> fits(rsa, encoding.apply(data), signature));
    }

    /** Compares what was signed as a whole, so that nothing beside the one right encoding passes. */
    private static boolean fits(RsaKey rsa, byte[] encoded, byte[] signature) {
        try {
            return MessageDigest.isEqual(encoded, rsa.compute(PADDING, Cipher.DECRYPT_MODE, signature));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override public Computation.Signing signRecover(KeyMaterial key, Parameters parameters) {
        return sign(key, parameters);      // this signature always carries its data
    }

    @Override public Computation.Recovering verifyRecover(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        return new Recovery(RsaKey.of(key));
    }

    private record Recovery(RsaKey rsa) implements Computation.Recovering {
        @Override public boolean multiPart() {
            return false;
        }

        @Override public byte[] recover(byte[] signature) {
            if (signature.length != rsa.bytes()) {
                throw CKR_SIGNATURE_LEN_RANGE.because("no signature of this key has %d bytes", signature.length);
            }
            try {
                return rsa.compute(PADDING, Cipher.DECRYPT_MODE, signature);
            } catch (GeneralSecurityException e) {
                throw CKR_SIGNATURE_INVALID.because("this is no signature of this key");
            }
        }

        @Override public void close() {
            // holds nothing between calls
        }
    }

    @Override public Computation.Ciphering encrypt(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        RsaKey rsa = RsaKey.of(key);
        return OneBlock.encrypting(rsa.bytes() - PADDING_BYTES, rsa.bytes(),
            plain -> Jdk.compute(() -> rsa.compute(PADDING, Cipher.ENCRYPT_MODE, plain)));
    }

    @Override public Computation.Ciphering decrypt(KeyMaterial key, Parameters parameters) {
        Param.none(parameters);
        RsaKey rsa = RsaKey.of(key);
        return OneBlock.decrypting(rsa.bytes(), rsa.bytes() - PADDING_BYTES, encrypted -> {
            try {
                return rsa.compute(PADDING, Cipher.DECRYPT_MODE, encrypted);
            } catch (GeneralSecurityException e) {
                throw CKR_ENCRYPTED_DATA_INVALID.because("the data do not decrypt");
            }
        });
    }
}
