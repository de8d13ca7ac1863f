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
import java.security.Provider;
import java.security.spec.KeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;

/**
 * An RSA key as the libraries want it. An engine computes with it (both blind, and check their private results, so that
 * a fault does not give a prime away); Bouncy Castle's encodings are told its modulus only.
 *
 * @param engine whose form of key it is
 * @param bytes the length of the modulus
 */
record RsaKey(Engine engine, Key key, RSAKeyParameters shape, int bytes) implements Erasable {
    /** {@link RsaPublicForm} has looked at the modulus; Bouncy Castle need not test it for primes again. */
    private static final boolean CHECKED_WHEN_CREATED = true;
    private static final int LEAST_USUAL = 2048;
    private static final int MOST_USUAL = 8192;

    static RsaKey of(KeyMaterial material) {
        Engine chosen = Arithmetic.RSA.engine();
        return material.prepared(RsaKey.class, chosen, key -> prepare(key, chosen));
    }

    private static RsaKey prepare(KeyMaterial material, Engine chosen) {
        BigInteger n = number(material, CKA_MODULUS);
        BigInteger e = number(material, CKA_PUBLIC_EXPONENT);
        Engine engine = chosen == Engine.CORRETTO && isUsual(material, n, e) ? chosen : Engine.JDK;
        Provider provider = engine == Engine.CORRETTO ? Corretto.provider() : Jdk.SUN_RSA_SIGN;
        Key key = Jdk.compute(() -> {
            KeyFactory factory = KeyFactory.getInstance("RSA", provider);
            return material.objectClass() == CKO_PUBLIC_KEY
                ? factory.generatePublic(new RSAPublicKeySpec(n, e)) : factory.generatePrivate(spec(material, n, e));
        });
        return new RsaKey(engine, key,
            new RSAKeyParameters(false, n, e, CHECKED_WHEN_CREATED), (n.bitLength() + 7) / 8);
    }

    /** Whether a key is one that both engines take, blind and check alike: {@link Arithmetic#RSA}. */
    private static boolean isUsual(KeyMaterial material, BigInteger n, BigInteger e) {
        return n.bitLength() >= LEAST_USUAL && n.bitLength() <= MOST_USUAL && e.equals(RSAKeyGenParameterSpec.F4)
            && (material.objectClass() == CKO_PUBLIC_KEY || material.has(CKA_COEFFICIENT));
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

    /**
     * One computation with one of the JCA's paddings.
     *
     * @throws GeneralSecurityException for what does not have the padding, or is no number below the modulus
     */
    byte[] compute(String padding, int mode, byte[] in) throws GeneralSecurityException {
        if (engine == Engine.CORRETTO && in.length >= bytes && isBeyondModulus(in)) {
            throw new BadPaddingException("not below the modulus");      // the JDK says so by itself
        }
        Cipher cipher = Cipher.getInstance(
            "RSA/ECB/" + padding, engine == Engine.CORRETTO ? Corretto.provider() : Jdk.SUN_JCE);
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

    /** Corretto's releases and overwrites its native memory; the numbers of the JDK's are out of reach. */
    @Override public void erase() {
        if (engine == Engine.CORRETTO) {
            Corretto.release(key);
        }
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
