package claviger.vectors;

import static claviger.vectors.GeneratedVectors.changed;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.BigIntegers;

/** RSA: forged paddings, odd lengths, and numbers out of range. */
record GeneratedRsa(Path folder) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] MESSAGE = "123400".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHA256_INFO = HexFormat.of().parseHex("3031300d060960864801650304020105000420");
    private static final byte[] WITHOUT_NULL = HexFormat.of().parseHex("302f300b0609608648016503040201" + "0420");
    private static final byte[] SHA512_INFO = HexFormat.of().parseHex("3051300d060960864801650304020305000440");

    void write() throws Exception {
        for (int bits : new int[] {1024, 1536, 2048, 3072}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            signatures(bits, pair);
            pss(bits, pair);
            decryption(bits, pair);
        }
        threePrimes();
    }

    private static byte[] spki(KeyPair pair) {
        return pair.getPublic().getEncoded();
    }

    private static byte[] sign(KeyPair pair, String name) throws Exception {
        Signature signature = Signature.getInstance(name, "SunRsaSign");
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        return signature.sign();
    }

    /** The private computation with a block as it is. */
    private static byte[] raw(KeyPair pair, byte[] block) {
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
        int bytes = (key.getModulus().bitLength() + 7) / 8;
        return BigIntegers.asUnsignedByteArray(bytes,
            new BigInteger(1, block).modPow(key.getPrivateExponent(), key.getModulus()));
    }

    private static byte[] publicly(KeyPair pair, byte[] block) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return BigIntegers.asUnsignedByteArray(block.length,
            new BigInteger(1, block).modPow(key.getPublicExponent(), key.getModulus()));
    }

    /** 00 01 FF.. 00 and what follows. @param fill how many FF, or -1 for as many as there is room */
    private static byte[] block(int bytes, int type, int fill, byte[]... parts) {
        byte[] tail = org.bouncycastle.util.Arrays.concatenate(parts);
        byte[] block = new byte[bytes];
        block[1] = (byte) type;
        int ones = fill < 0 ? bytes - 3 - tail.length : fill;
        Arrays.fill(block, 2, 2 + ones, (byte) 0xff);
        System.arraycopy(tail, 0, block, 3 + ones, tail.length);
        return block;
    }

    private void signatures(int bits, KeyPair pair) throws Exception {
        int bytes = bits / 8;
        BigInteger n = ((RSAPublicKey) pair.getPublic()).getModulus();
        for (String hash : new String[] {"SHA-224", "SHA-384", "SHA-512/256"}) {
            byte[] right = sign(pair, hash.replace("-", "") + "withRSA");
            new VectorWriter(folder, "rsa_signature_" + bits + "_" + hash.replace('/', '_') + "_test.json",
                "RSASSA-PKCS1-v1_5").group("RsassaPkcs1Verify", "sha", hash, "keySize", bits, "publicKeyDer", spki(pair))
                .valid("normal", "msg", MESSAGE, "sig", right)
                .invalid("changed", "msg", MESSAGE, "sig", changed(right, 5)).write();
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
        byte[] right = sign(pair, "SHA256withRSA");
        byte[] plusN = new BigInteger(1, right).add(n).toByteArray();
        new VectorWriter(folder, "rsa_signature_" + bits + "_sha256_test.json", "RSASSA-PKCS1-v1_5")
            .group("RsassaPkcs1Verify", "sha", "SHA-256", "keySize", bits, "publicKeyDer", spki(pair))
            .valid("normal", "msg", MESSAGE, "sig", right)
            .invalid("another message", "msg", "", "sig", right)
            .acceptable("no NULL", "msg", MESSAGE, "sig", raw(pair, block(bytes, 1, -1, WITHOUT_NULL, hash)))
            .invalid("bare hash", "msg", MESSAGE, "sig", raw(pair, block(bytes, 1, -1, hash)))
            .invalid("8 FF and garbage behind", "msg", MESSAGE, "sig", raw(pair, block(bytes, 1, 8, SHA256_INFO, hash)))
            .invalid("no FF", "msg", MESSAGE, "sig", raw(pair, block(bytes, 1, 0, SHA256_INFO, hash)))
            .invalid("type 2", "msg", MESSAGE, "sig", raw(pair, block(bytes, 2, -1, SHA256_INFO, hash)))
            .invalid("type 0", "msg", MESSAGE, "sig", raw(pair, block(bytes, 0, -1, SHA256_INFO, hash)))
            .invalid("a byte behind the hash", "msg", MESSAGE, "sig",
                raw(pair, block(bytes, 1, -1, SHA256_INFO, hash, new byte[1])))
            .invalid("another hash's name", "msg", MESSAGE, "sig",
                raw(pair, block(bytes, 1, -1, SHA512_INFO, hash, hash)))
            .invalid("0", "msg", MESSAGE, "sig", new byte[bytes])
            .invalid("1", "msg", MESSAGE, "sig", BigIntegers.asUnsignedByteArray(bytes, BigInteger.ONE))
            .invalid("n", "msg", MESSAGE, "sig", BigIntegers.asUnsignedByteArray(bytes, n))
            .invalid("n - 1", "msg", MESSAGE, "sig", BigIntegers.asUnsignedByteArray(bytes, n.subtract(BigInteger.ONE)))
            .invalid("s + n", "msg", MESSAGE, "sig", plusN)
            .invalid("empty", "msg", MESSAGE, "sig", "")
            .invalid("cut", "msg", MESSAGE, "sig", Arrays.copyOf(right, bytes - 1))
            .invalid("a byte behind", "msg", MESSAGE, "sig", Arrays.copyOf(right, bytes + 1))
            .invalid("a zero before", "msg", MESSAGE, "sig", BigIntegers.asUnsignedByteArray(bytes + 1,
                new BigInteger(1, right)))
            .invalid("longer by much", "msg", MESSAGE, "sig", Arrays.copyOf(right, 3 * bytes)).write();
        new VectorWriter(folder, "rsa_pkcs1_" + bits + "_sig_gen_test.json", "RSASSA-PKCS1-v1_5")
            .group("RsassaPkcs1Generate", "sha", "SHA-256", "keySize", bits, "privateKeyPkcs8",
                pair.getPrivate().getEncoded())
            .valid("normal", "msg", MESSAGE, "sig", right).write();
    }

    private void pss(int bits, KeyPair pair) throws Exception {
        VectorWriter file = new VectorWriter(folder, "rsa_pss_" + bits + "_test.json", "RSASSA-PSS");
        String[][] hashes = {{"SHA-1", "SHA-1"}, {"SHA-224", "SHA-224"}, {"SHA-256", "SHA-1"}, {"SHA-384", "SHA-512"},
            {"SHA-512", "SHA-256"}, {"SHA3-256", "SHA-256"}, {"SHAKE128", "SHAKE128"}};
        for (String[] two : hashes) {
            for (int salt : new int[] {0, 20, 32}) {
                boolean odd = two[0].startsWith("SHAKE") || two[0].startsWith("SHA3");
                if (odd && salt > 0) {
                    continue;
                }
                byte[] asn = SubjectPublicKeyInfo.getInstance(spki(pair)).getPublicKeyData().getOctets();
                file.group(salt == 20 ? "RsassaPssWithParametersVerify" : "RsassaPssVerify", "sha", two[0], "mgf", "MGF1",
                    "mgfSha", two[1], "sLen", salt, "keySize", bits, "publicKeyDer",
                    salt == 20 ? KeyForms.pssPublicKey(two[0], two[1], salt, asn) : spki(pair), "publicKeyAsn", asn);
                if (odd) {
                    file.invalid("nothing", "msg", MESSAGE, "sig", new byte[bits / 8]);
                    continue;
                }
                byte[] right = pss(pair, two[0], two[1], salt);
                byte[] other = pss(pair, two[0], two[1], salt + 1);
                file.valid("normal", "msg", MESSAGE, "sig", right)
                    .invalid("another salt length", "msg", MESSAGE, "sig", other)
                    .invalid("another MGF", "msg", MESSAGE, "sig",
                        pss(pair, two[0], two[1].equals("SHA-1") ? "SHA-256" : "SHA-1", salt))
                    .invalid("another message", "msg", "", "sig", right)
                    .invalid("changed", "msg", MESSAGE, "sig", changed(right, 9))
                    .invalid("0", "msg", MESSAGE, "sig", new byte[bits / 8])
                    .invalid("1", "msg", MESSAGE, "sig", BigIntegers.asUnsignedByteArray(bits / 8, BigInteger.ONE))
                    .invalid("trailer CC", "msg", MESSAGE, "sig", raw(pair, trailer(publicly(pair, right))))
                    .invalid("first bit", "msg", MESSAGE, "sig",
                        new BigInteger(1, right).add(((RSAPublicKey) pair.getPublic()).getModulus()).toByteArray())
                    .invalid("empty", "msg", MESSAGE, "sig", "")
                    .invalid("cut", "msg", MESSAGE, "sig", Arrays.copyOf(right, bits / 8 - 1))
                    .invalid("longer", "msg", MESSAGE, "sig", Arrays.copyOf(right, bits / 8 + 1));
            }
        }
        file.write();
    }

    private static byte[] trailer(byte[] encoded) {
        encoded[encoded.length - 1] = (byte) 0xcc;
        return encoded;
    }

    private static byte[] pss(KeyPair pair, String hash, String mgf, int salt) throws Exception {
        Signature signature = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
        signature.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mgf), salt, 1));
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        return signature.sign();
    }

    private void decryption(int bits, KeyPair pair) throws Exception {
        int bytes = bits / 8;
        byte[] n = BigIntegers.asUnsignedByteArray(bytes, ((RSAPublicKey) pair.getPublic()).getModulus());
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        VectorWriter oaep = new VectorWriter(folder, "rsa_oaep_" + bits + "_test.json", "RSAES-OAEP");
        for (String[] two : new String[][] {{"SHA-1", "SHA-1"}, {"SHA-256", "SHA-1"}, {"SHA-224", "SHA-384"},
            {"SHA-512/256", "SHA-512/256"}}) {
            oaep.group("RsaesOaepDecrypt", "sha", two[0], "mgf", "MGF1", "mgfSha", two[1], "keySize", bits,
                "privateKeyPkcs8", pkcs8);
            for (byte[] label : new byte[][] {{}, {0}, new byte[64]}) {
                byte[] right = oaep(pair, two, label, MESSAGE);
                byte[] encoded = raw(pair, right);
                encoded[0] = 1;
                oaep.valid("normal", "msg", MESSAGE, "ct", right, "label", label)
                    .valid("empty message", "msg", "", "ct", oaep(pair, two, label, new byte[0]), "label", label)
                    .invalid("another label", "msg", MESSAGE, "ct", right, "label", "0102")
                    .invalid("changed", "msg", MESSAGE, "ct", changed(right, 3), "label", label)
                    .invalid("first byte 1", "msg", MESSAGE, "ct", publicly(pair, encoded), "label", label)
                    .invalid("cut", "msg", MESSAGE, "ct", Arrays.copyOf(right, bytes - 1), "label", label)
                    .invalid("longer", "msg", MESSAGE, "ct", Arrays.copyOf(right, bytes + 1), "label", label)
                    .invalid("empty", "msg", MESSAGE, "ct", "", "label", label)
                    .invalid("0", "msg", MESSAGE, "ct", new byte[bytes], "label", label)
                    .invalid("1", "msg", MESSAGE, "ct", BigIntegers.asUnsignedByteArray(bytes, BigInteger.ONE), "label",
                        label)
                    .invalid("n", "msg", MESSAGE, "ct", n, "label", label);
            }
        }
        oaep.write();
        byte[] filled = block(bytes, 2, -1, MESSAGE);
        byte[] shortFill = block(bytes, 2, 7, MESSAGE);
        byte[] first = filled.clone();
        first[0] = 1;
        byte[] noZero = new byte[bytes];
        Arrays.fill(noZero, 2, bytes, (byte) 0xff);
        noZero[1] = 2;
        new VectorWriter(folder, "rsa_pkcs1_" + bits + "_test.json", "RSAES-PKCS1-v1_5")
            .group("RsaesPkcs1Decrypt", "keySize", bits, "privateKeyPkcs8", pkcs8)
            .valid("normal", "msg", MESSAGE, "ct", publicly(pair, filled))
            .valid("empty", "msg", "", "ct", publicly(pair, block(bytes, 2, -1)))
            .valid("longest", "msg", new byte[bytes - 11], "ct", publicly(pair, block(bytes, 2, 8, new byte[bytes - 11])))
            .invalid("7 bytes of padding", "msg", MESSAGE, "ct", publicly(pair, shortFill))
            .invalid("no padding", "msg", MESSAGE, "ct", publicly(pair, block(bytes, 2, 0, MESSAGE)))
            .invalid("type 1", "msg", MESSAGE, "ct", publicly(pair, block(bytes, 1, -1, MESSAGE)))
            .invalid("type 0", "msg", MESSAGE, "ct", publicly(pair, block(bytes, 0, -1, MESSAGE)))
            .invalid("type 255", "msg", MESSAGE, "ct", publicly(pair, block(bytes, 255, -1, MESSAGE)))
            .invalid("no zero", "msg", MESSAGE, "ct", publicly(pair, noZero))
            .invalid("first byte 1", "msg", MESSAGE, "ct", publicly(pair, first))
            .invalid("0", "msg", MESSAGE, "ct", new byte[bytes])
            .invalid("n", "msg", MESSAGE, "ct", n)
            .invalid("empty", "msg", MESSAGE, "ct", "")
            .invalid("cut", "msg", MESSAGE, "ct", Arrays.copyOf(publicly(pair, filled), bytes - 1))
            .invalid("longer", "msg", MESSAGE, "ct", Arrays.copyOf(publicly(pair, filled), bytes + 1)).write();
    }

    private static byte[] oaep(KeyPair pair, String[] hashes, byte[] label, byte[] message) throws Exception {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
        cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic(), new OAEPParameterSpec(hashes[0], "MGF1",
            new MGF1ParameterSpec(hashes[1]), new PSource.PSpecified(label)), RANDOM);
        return cipher.doFinal(message);
    }

    private void threePrimes() throws Exception {
        new VectorWriter(folder, "rsa_three_primes_oaep_2048_sha1_mgf1sha1_test.json", "RSAES-OAEP")
            .group("RsaesOaepDecrypt", "sha", "SHA-1", "mgf", "MGF1", "mgfSha", "SHA-1", "keySize", 2048,
                "privateKey", Map.of("otherPrimeInfos", new String[][] {{"03", "01", "02"}}), "privateKeyPkcs8", "30")
            .valid("three primes", "msg", "", "ct", "", "label", "").write();
    }
}
