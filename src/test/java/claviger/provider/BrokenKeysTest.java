package claviger.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of others whose encoding is not right: a refusal is an InvalidKeyException (E4), whatever is wrong with them. */
class BrokenKeysTest {
    private static final Map<String, String> SIGNATURES =
        Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "Ed25519", "Ed25519", "Ed448", "Ed448");

    private static final BigInteger THIRD = BigInteger.probablePrime(1024, new SecureRandom());

    private record Encoded(String algorithm, String format, byte[] encoded) implements PrivateKey {
        @Override public String getAlgorithm() {
            return algorithm;
        }

        @Override public String getFormat() {
            return format;
        }

        @Override public byte[] getEncoded() {
            return encoded.clone();
        }
    }

    private record EncodedPublic(String algorithm, byte[] encoded) implements PublicKey {
        @Override public String getAlgorithm() {
            return algorithm;
        }

        @Override public String getFormat() {
            return "X.509";
        }

        @Override public byte[] getEncoded() {
            return encoded.clone();
        }
    }

    private interface Use {
        void of(byte[] encoded) throws GeneralSecurityException;
    }

    /** Each byte changed, and the encoding cut before each byte. */
    private static List<String> faults(byte[] encoding, int step, Use use) {
        List<String> faults = new ArrayList<>();
        for (int at = 0; at < encoding.length; at += step) {
            for (int bits : new int[] {0x01, 0x20, 0x80, 0xff}) {
                byte[] changed = encoding.clone();
                changed[at] ^= (byte) bits;
                fault(use, changed, "byte " + at + " with bits " + bits, faults);
            }
            fault(use, Arrays.copyOf(encoding, at), "cut at " + at, faults);
        }
        return faults;
    }

    private static void fault(Use use, byte[] encoded, String what, List<String> faults) {
        try {
            use.of(encoded);
        } catch (GeneralSecurityException refused) {
            return;
        } catch (RuntimeException notPromised) {
            faults.add(what + ": " + notPromised);
        }
    }

    @ParameterizedTest @ValueSource(strings = {"RSA", "EC", "Ed25519", "X25519", "X448"})
    void aBrokenPrivateKeyIsRefusedOrIsAnotherKeyButNeverARuntimeException(String algorithm) throws Exception {
        KeyPair pair = pair(algorithm);
        KeyFactory factory = KeyFactory.getInstance(algorithm, World.MEMORY.provider());
        assertEquals(List.of(), faults(pair.getPrivate().getEncoded(), algorithm.equals("RSA") ? 97 : 1, encoded -> {
            Key key = factory.translateKey(new Encoded(algorithm, "PKCS#8", encoded));
            destroy(key);
        }));
    }

    @ParameterizedTest @ValueSource(strings = {"RSA", "EC", "Ed25519", "Ed448"})
    void aBrokenPublicKeyIsRefusedOrVerifiesNothing(String algorithm) throws Exception {
        KeyPair pair = pair(algorithm);
        String name = SIGNATURES.get(algorithm);
        byte[] message = {1, 2, 3};
        Signature signing = Signature.getInstance(name);
        signing.initSign(pair.getPrivate());
        signing.update(message);
        byte[] signature = signing.sign();
        assertEquals(List.of(), faults(pair.getPublic().getEncoded(), 3, encoded -> {
            Signature verifying = Signature.getInstance(name, World.MEMORY.provider());
            verifying.initVerify(new EncodedPublic(algorithm, encoded));
            verifying.update(message);
            verifying.verify(signature);
        }));
    }

    @Test void aKeyWithThreePrimesIsRefused() throws Exception {
        RSAPrivateKey two = RSAPrivateKey.getInstance(
            PrivateKeyInfo.getInstance(pair("RSA").getPrivate().getEncoded()).parsePrivateKey());
        ASN1EncodableVector more = new ASN1EncodableVector();
        for (BigInteger number : new BigInteger[] {BigInteger.ONE, two.getModulus().multiply(THIRD),
            two.getPublicExponent(), two.getPrivateExponent(), two.getPrime1(), two.getPrime2(), two.getExponent1(),
            two.getExponent2(), two.getCoefficient()}) {
            more.add(new ASN1Integer(number));
        }
        ASN1Integer third = new ASN1Integer(THIRD);
        more.add(new DERSequence(new DERSequence(new ASN1Integer[] {third, third, third})));
        byte[] encoded =
            new PrivateKeyInfo(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption), new DERSequence(more))
                .getEncoded();
        KeyFactory factory = KeyFactory.getInstance("RSA", World.MEMORY.provider());
        assertThrows(InvalidKeyException.class,
            () -> factory.translateKey(new Encoded("RSA", "PKCS#8", encoded)));
    }

    private static KeyPair pair(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    private static void destroy(Key key) {
        try {
            ((Destroyable) key).destroy();
        } catch (DestroyFailedException e) {
            throw new IllegalStateException(e);
        }
    }
}
