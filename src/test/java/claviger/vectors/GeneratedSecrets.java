package claviger.vectors;

import static claviger.vectors.GeneratedVectors.changed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.macs.GMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** MACs and derivations. */
record GeneratedSecrets(Path folder) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> HMACS = List.of("SHA1", "SHA224", "SHA384", "SHA512", "SHA512/224", "SHA512/256",
        "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512");

    void write() throws Exception {
        for (String hash : HMACS) {
            hmac(hash);
        }
        gmac();
        hkdf("SHA-1", new SHA1Digest());
        hkdf("SHA-512", new SHA512Digest());
        pbkdf2();
        new VectorWriter(folder, "nobody_knows_test.json", "A-CIPHER-OF-TOMORROW").group("AeadTest")
            .valid("whatever it says").write();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private void hmac(String hash) throws Exception {
        VectorWriter file = new VectorWriter(folder, "hmac_" + hash.replace('/', '_') + "_test.json", "HMAC" + hash);
        Mac mac = Mac.getInstance("Hmac" + hash, "SunJCE");
        for (int bytes : new int[] {mac.getMacLength(), mac.getMacLength() / 2}) {
            file.group("MacTest", "keySize", 8, "tagSize", 8 * bytes);
            for (int keyBytes : new int[] {1, 10, 20, 64, 65, 200}) {
                byte[] key = random(keyBytes);
                byte[] message = random(keyBytes * 3);
                mac.init(new SecretKeySpec(key, "Hmac" + hash));
                byte[] tag = Arrays.copyOf(mac.doFinal(message), bytes);
                file.valid("a key of " + keyBytes + " bytes", "key", key, "msg", message, "tag", tag)
                    .invalid("first bit", "key", key, "msg", message, "tag", changed(tag, 0))
                    .invalid("last bit", "key", key, "msg", message, "tag", changed(tag, -1))
                    .invalid("shorter", "key", key, "msg", message, "tag", Arrays.copyOf(tag, bytes - 1))
                    .invalid("longer", "key", key, "msg", message, "tag", Arrays.copyOf(tag, bytes + 1))
                    .invalid("empty", "key", key, "msg", message, "tag", new byte[0]);
            }
        }
        file.write();
    }

    private void gmac() throws Exception {
        VectorWriter file = new VectorWriter(folder, "aes_gmac_test.json", "AES-GMAC");
        for (int keyBytes : new int[] {16, 24, 32}) {
            for (int ivBytes : new int[] {1, 8, 12, 16, 32}) {
                file.group("MacWithIvTest", "keySize", 8 * keyBytes, "ivSize", 8 * ivBytes, "tagSize", 128);
                byte[] key = random(keyBytes);
                byte[] iv = random(ivBytes);
                byte[] message = random(ivBytes * 2);
                GMac mac = new GMac(GCMBlockCipher.newInstance(AESEngine.newInstance()), 128);
                mac.init(new ParametersWithIV(new KeyParameter(key), iv));
                mac.update(message, 0, message.length);
                byte[] tag = new byte[16];
                mac.doFinal(tag, 0);
                file.valid("an IV of " + ivBytes, "key", key, "iv", iv, "msg", message, "tag", tag)
                    .invalid("changed", "key", key, "iv", iv, "msg", message, "tag", changed(tag, 15))
                    .invalid("cut", "key", key, "iv", iv, "msg", message, "tag", Arrays.copyOf(tag, 12));
            }
            file.group("MacWithIvTest", "keySize", 8 * keyBytes, "ivSize", 0, "tagSize", 128)
                .invalid("no IV", "key", random(keyBytes), "iv", new byte[0], "msg", new byte[16], "tag", new byte[16]);
        }
        file.write();
    }

    private void hkdf(String name, Digest digest) throws Exception {
        VectorWriter file = new VectorWriter(folder, "hkdf_" + name + "_test.json", "HKDF-" + name);
        file.group("HkdfTest", "keySize", 256);
        int most = 255 * digest.getDigestSize();
        for (int saltBytes : new int[] {0, 8, 200}) {
            for (int size : new int[] {1, digest.getDigestSize(), most}) {
                byte[] key = random(32);
                byte[] salt = random(saltBytes);
                byte[] info = random(saltBytes / 2);
                HKDFBytesGenerator hkdf = new HKDFBytesGenerator(digest);
                hkdf.init(new HKDFParameters(key, salt, info));
                byte[] okm = new byte[size];
                hkdf.generateBytes(okm, 0, size);
                file.valid(size + " bytes", "ikm", key, "salt", salt, "info", info, "size", size, "okm", okm);
            }
        }
        file.invalid("one byte too many", "ikm", random(32), "salt", "", "info", "", "size", most + 1, "okm", "").write();
    }

    private void pbkdf2() throws Exception {
        VectorWriter file = new VectorWriter(folder, "pbkdf2_test.json", "PBKDF2-HMACSHA256").group("PbkdfTest");
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        for (int dkLen : new int[] {16, 32, 65}) {
            byte[] text = ("pässword " + HexFormat.of().formatHex(random(dkLen))).getBytes(StandardCharsets.UTF_8);
            for (byte[] password : new byte[][] {random(dkLen), text}) {
                byte[] salt = random(16);
                generator.init(password, salt, 4096);
                byte[] dk = ((KeyParameter) generator.generateDerivedMacParameters(8 * dkLen)).getKey();
                file.valid(dkLen + " bytes", "password", password, "salt", salt, "iterationCount", 4096, "dkLen", dkLen,
                    "dk", dk);
            }
        }
        file.write();
    }
}
