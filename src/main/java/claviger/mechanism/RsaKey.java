package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_COEFFICIENT;
import static claviger.cryptoki.Cka.CKA_EXPONENT_1;
import static claviger.cryptoki.Cka.CKA_EXPONENT_2;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_PRIME_1;
import static claviger.cryptoki.Cka.CKA_PRIME_2;
import static claviger.cryptoki.Cka.CKA_PRIVATE_EXPONENT;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;

import claviger.cryptoki.Cka;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.KeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;

/**
 * An RSA key as the libraries want it. The JDK computes with it (blinded, and its private results checked, so that a
 * fault does not give a prime away); Bouncy Castle's encodings are told its modulus only.
 *
 * @param bytes the length of the modulus
 */
record RsaKey(Key key, RSAKeyParameters shape, int bytes) {
    /** {@link RsaPublicForm} has looked at the modulus; Bouncy Castle need not test it for primes again. */
    private static final boolean CHECKED_WHEN_CREATED = true;

    static RsaKey of(KeyMaterial material) {
        return material.prepared(RsaKey.class, RsaKey::prepare);
    }

    private static RsaKey prepare(KeyMaterial material) {
        BigInteger n = number(material, CKA_MODULUS);
        BigInteger e = number(material, CKA_PUBLIC_EXPONENT);
        Key key = Jdk.compute(() -> {
            KeyFactory factory = KeyFactory.getInstance("RSA", Jdk.SUN_RSA_SIGN);
            return material.objectClass() == CKO_PUBLIC_KEY
                ? factory.generatePublic(new RSAPublicKeySpec(n, e)) : factory.generatePrivate(spec(material, n, e));
        });
        return new RsaKey(key, new RSAKeyParameters(false, n, e, CHECKED_WHEN_CREATED), (n.bitLength() + 7) / 8);
    }

    private static KeySpec spec(KeyMaterial material, BigInteger n, BigInteger e) {
        BigInteger d = number(material, CKA_PRIVATE_EXPONENT);
        if (!material.has(CKA_COEFFICIENT)) {
            return new RSAPrivateKeySpec(n, d);
        }
        return new RSAPrivateCrtKeySpec(n, e, d,
            number(material, CKA_PRIME_1), number(material, CKA_PRIME_2),
            number(material, CKA_EXPONENT_1), number(material, CKA_EXPONENT_2), number(material, CKA_COEFFICIENT));
    }

    private static BigInteger number(KeyMaterial material, Cka<byte[]> attribute) {
        return new BigInteger(1, material.get(attribute));
    }

    /** One computation with one of the JDK's paddings. */
    byte[] compute(String padding, int mode, byte[] in) throws GeneralSecurityException {
        Cipher cipher = Jdk.cipher("RSA/ECB/" + padding);
        cipher.init(mode, key, Jdk.random());
        return cipher.doFinal(in);
    }

    /** Whether a number from outside is none that RSA with this key could have given. */
    boolean isBeyondModulus(byte[] encrypted) {
        return new BigInteger(1, encrypted).compareTo(shape.getModulus()) >= 0;
    }

    /** The computation without padding, as Bouncy Castle's encodings want it. */
    AsymmetricBlockCipher primitive() {
        return new Primitive();
    }

    @Override public String toString() {
        return "RSA key";
    }

    private final class Primitive implements AsymmetricBlockCipher {
        private boolean forward;

        @Override public void init(boolean encryptOrSign, CipherParameters ours) {
            forward = encryptOrSign;
        }

        @Override public int getInputBlockSize() {
            return forward ? bytes - 1 : bytes;
        }

        @Override public int getOutputBlockSize() {
            return forward ? bytes : bytes - 1;
        }

        @Override public byte[] processBlock(byte[] in, int from, int length) {
            byte[] block = Arrays.copyOfRange(in, from, from + length);
            byte[] out = Jdk.compute(() ->
                compute("NoPadding", forward ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, block));
            return !forward && out[0] == 0 ? Arrays.copyOfRange(out, 1, out.length) : out;
        }
    }
}
