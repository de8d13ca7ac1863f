package claviger.vectors;

import static claviger.vectors.GeneratedVectors.changed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-KEM and ML-DSA: keys of wrong lengths, out of range, and put together from two. */
record GeneratedLattices(Path folder) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] MESSAGE = "123400".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_BYTES = 32;
    /** ρ, K and tr stand before the packed s1. */
    private static final int S1_AT = 128;

    void write() throws Exception {
        for (Map.Entry<String, MLKEMParameters> set : Map.of("ML-KEM-512", MLKEMParameters.ml_kem_512, "ML-KEM-768",
            MLKEMParameters.ml_kem_768, "ML-KEM-1024", MLKEMParameters.ml_kem_1024).entrySet()) {
            kem(set.getKey(), set.getValue());
        }
        for (Map.Entry<String, MLDSAParameters> set : Map.of("ML-DSA-44", MLDSAParameters.ml_dsa_44, "ML-DSA-65",
            MLDSAParameters.ml_dsa_65, "ML-DSA-87", MLDSAParameters.ml_dsa_87).entrySet()) {
            dsa(set.getKey(), set.getValue());
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private void kem(String name, MLKEMParameters parameters) throws Exception {
        byte[] seed = random(64);
        MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(parameters, seed);
        byte[] dk = key.getEncoded();
        byte[] ek = key.getPublicKey();
        byte[] otherEk = new MLKEMPrivateKeyParameters(parameters, random(64)).getPublicKey();
        SecretWithEncapsulation made = new MLKEMGenerator(RANDOM).generateEncapsulated(key.getPublicKeyParameters());
        byte[] c = made.getEncapsulation();
        byte[] secret = made.getSecret();

        new VectorWriter(folder, name + "_keygen_seed_test.json", "ML-KEM").group("MLKEMKeyGen", "parameterSet", name)
            .valid("normal", "seed", seed, "ek", ek, "dk", dk)
            .invalid("seed cut", "seed", Arrays.copyOf(seed, 63), "ek", ek, "dk", dk)
            .invalid("seed longer", "seed", Arrays.copyOf(seed, 65), "ek", ek, "dk", dk)
            .invalid("no seed", "seed", "", "ek", ek, "dk", dk).write();

        byte[] unreduced = ek.clone();
        unreduced[0] = (byte) 0xff;
        unreduced[1] |= 0x0f;
        byte[] isQ = ek.clone();
        isQ[0] = 0x01;
        isQ[1] = (byte) (isQ[1] & 0xf0 | 0x0d);
        byte[] last = ek.clone();
        last[ek.length - 33] = (byte) 0xff;
        last[ek.length - 34] |= (byte) 0xf0;
        new VectorWriter(folder, name + "_encaps_test.json", "ML-KEM").group("MLKEMEncapsTest", "parameterSet", name)
            .valid("normal", "ek", ek, "m", random(32), "c", c, "K", secret)
            .invalid("first coefficient 4095", "ek", unreduced, "m", random(32), "c", c, "K", secret)
            .invalid("first coefficient q", "ek", isQ, "m", random(32), "c", c, "K", secret)
            .invalid("last coefficient", "ek", last, "m", random(32), "c", c, "K", secret)
            .invalid("cut", "ek", Arrays.copyOf(ek, ek.length - 1), "m", random(32), "c", c, "K", secret)
            .invalid("longer", "ek", Arrays.copyOf(ek, ek.length + 1), "m", random(32), "c", c, "K", secret)
            .invalid("empty", "ek", "", "m", random(32), "c", c, "K", secret).write();

        int ekAt = dk.length - 2 * HASH_BYTES - ek.length;
        byte[] mixed = dk.clone();
        System.arraycopy(otherEk, 0, mixed, ekAt, ek.length);
        new VectorWriter(folder, name + "_semi_expanded_decaps_test.json", "ML-KEM")
            .group("MLKEMDecapsValidationTest", "parameterSet", name)
            .valid("normal", "dk", dk, "c", c, "K", secret)
            .invalid("hash changed", "dk", changed(dk, -2 * HASH_BYTES), "c", c)
            .invalid("ek changed", "dk", changed(dk, ekAt), "c", c)
            .invalid("another ek", "dk", mixed, "c", c)
            .invalid("dk cut", "dk", Arrays.copyOf(dk, dk.length - 1), "c", c)
            .invalid("dk longer", "dk", Arrays.copyOf(dk, dk.length + 1), "c", c)
            .invalid("no dk", "dk", "", "c", c)
            .invalid("c cut", "dk", dk, "c", Arrays.copyOf(c, c.length - 1))
            .invalid("c longer", "dk", dk, "c", Arrays.copyOf(c, c.length + 1))
            .invalid("no c", "dk", dk, "c", "").write();

        new VectorWriter(folder, name + "_test.json", "ML-KEM").group("MLKEMTest", "parameterSet", name)
            .valid("normal", "seed", seed, "ek", ek, "c", c, "K", secret)
            .invalid("c longer", "seed", seed, "ek", ek, "c", Arrays.copyOf(c, c.length + 1), "K", secret).write();
    }

    private void dsa(String name, MLDSAParameters parameters) throws Exception {
        byte[] seed = random(32);
        MLDSAPrivateKeyParameters key = new MLDSAPrivateKeyParameters(parameters, seed);
        byte[] sk = key.getEncoded();
        byte[] signature = signed(key, new byte[0]);
        VectorWriter seeds = new VectorWriter(folder, name + "_sign_seed_test.json", name)
            .group("MlDsaSign", "privateSeed", seed, "publicKey", key.getPublicKey())
            .valid("normal", "msg", MESSAGE, "sig", signature)
            .valid("the longest context", "msg", MESSAGE, "ctx", new byte[255], "sig", signed(key, new byte[255]))
            .invalid("a context of 256", "msg", MESSAGE, "ctx", new byte[256], "sig", "")
            .valid("a µ", "mu", random(64), "sig", signature).flag("Internal");
        for (int length : new int[] {0, 31, 33}) {
            seeds.group("MlDsaSign", "privateSeed", Arrays.copyOf(seed, length))
                .invalid("a seed of " + length, "msg", MESSAGE, "sig", "");
        }
        seeds.write();
        byte[] outOfRange = sk.clone();
        outOfRange[S1_AT] = (byte) 0xff;
        VectorWriter keys = new VectorWriter(folder, name + "_sign_noseed_test.json", name)
            .group("MlDsaSign", "privateKey", sk).valid("normal", "msg", MESSAGE, "sig", signature);
        for (byte[] wrong : new byte[][] {Arrays.copyOf(sk, sk.length - 1), Arrays.copyOf(sk, sk.length + 1), {},
            outOfRange, changed(sk, 64), changed(sk, 0)}) {
            keys.group("MlDsaSign", "privateKey", wrong).invalid("a wrong key", "msg", MESSAGE, "sig", "");
        }
        keys.write();
        byte[] pk = key.getPublicKey();
        byte[] hints = signature.clone();
        hints[signature.length - 1] = (byte) 0xff;
        new VectorWriter(folder, name + "_verify_test.json", name).group("MlDsaVerify", "publicKey", pk)
            .valid("normal", "msg", MESSAGE, "sig", signature)
            .invalid("another context", "msg", MESSAGE, "ctx", "01", "sig", signature)
            .invalid("a context of 256", "msg", MESSAGE, "ctx", new byte[256], "sig", signature)
            .invalid("cut", "msg", MESSAGE, "sig", Arrays.copyOf(signature, signature.length - 1))
            .invalid("longer", "msg", MESSAGE, "sig", Arrays.copyOf(signature, signature.length + 1))
            .invalid("empty", "msg", MESSAGE, "sig", "")
            .invalid("too many hints", "msg", MESSAGE, "sig", hints)
            .invalid("zero", "msg", MESSAGE, "sig", new byte[signature.length])
            .group("MlDsaVerify", "publicKey", Arrays.copyOf(pk, pk.length - 1))
            .invalid("key cut", "msg", MESSAGE, "sig", signature)
            .group("MlDsaVerify", "publicKey", Arrays.copyOf(pk, pk.length + 1))
            .invalid("key longer", "msg", MESSAGE, "sig", signature).write();
    }

    private static byte[] signed(MLDSAPrivateKeyParameters key, byte[] context) throws Exception {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithContext(key, context));
        signer.update(MESSAGE, 0, MESSAGE.length);
        return signer.generateSignature();
    }
}
