package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.HedgeType;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.vectors.Check;
import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** ML-DSA and ML-KEM. Keys are imported for each vector: a refusal of the key is a verdict on it. */
record LatticeVectors(MechanismVectors rows) {

    private static Check with(String name, Function<ParameterSet, Check> check) {
        return Stream.of(ParameterSet.values()).filter(set -> set.name().equals(name.replace('-', '_'))).findFirst()
            .map(check).orElseGet(() -> MechanismVectors.noMechanism(name));
    }

    private static KeyMaterial key(Cko objectClass, ParameterSet set, Cka<byte[]> attribute, byte[] value) {
        return TestKeys.key(objectClass, set.keyType(), Template.EMPTY
            .with(CKA_PARAMETER_SET, set.code()).with(attribute, value));
    }

    Check verify(Group group) {
        return with(group.algorithm(), set -> vector -> rows.verified(Ckm.CKM_ML_DSA,
            key(CKO_PUBLIC_KEY, set, CKA_VALUE, group.hex("publicKey")), context(vector), vector.hex("msg"),
            vector.hex("sig")));
    }

    private static Parameters context(Vector vector) {
        return new Parameters.SignContext(HedgeType.CKH_DETERMINISTIC_REQUIRED, vector.hex("ctx"));
    }

    /** The signatures of the vectors are the deterministic ones. */
    Check sign(Group group) {
        Check check = with(group.algorithm(), set -> vector -> {
            KeyMaterial key = group.has("privateSeed")
                ? key(CKO_PRIVATE_KEY, set, CKA_SEED, group.hex("privateSeed"))
                : key(CKO_PRIVATE_KEY, set, CKA_VALUE, group.hex("privateKey"));
            return Arrays.equals(vector.hex("sig"),
                rows.signed(Ckm.CKM_ML_DSA, key, context(vector), vector.hex("msg")));
        });
        return check.but(vector -> !vector.has("msg"), "no mechanism signs a µ from outside");
    }

    Check decapsulate(Group group) {
        return with(group.text("parameterSet"), set -> vector -> {
            KeyMaterial key = key(CKO_PRIVATE_KEY, set, CKA_SEED, vector.hex("seed"));
            return (!vector.has("ek") || Arrays.equals(vector.hex("ek"), publicOf(set, key)))
                && Arrays.equals(vector.hex("K"), secret(key, vector));
        });
    }

    private static byte[] publicOf(ParameterSet set, KeyMaterial privateKey) {
        byte[] info = privateKey.get(CKA_PUBLIC_KEY_INFO);
        return Arrays.copyOfRange(info, info.length - set.publicBytes(), info.length);
    }

    private byte[] secret(KeyMaterial key, Vector vector) {
        return rows.algorithm(Ckm.CKM_ML_KEM).decapsulate(key, Parameters.NONE, vector.hex("c"), -1);
    }

    /** Without the secret in the vector, what is left to see is whether there is one. */
    Check decapsulateExpanded(Group group) {
        return with(group.text("parameterSet"), set -> vector -> {
            byte[] secret = secret(key(CKO_PRIVATE_KEY, set, CKA_VALUE, vector.hex("dk")), vector);
            return vector.has("K") ? Arrays.equals(vector.hex("K"), secret) : secret.length == 32;
        });
    }

    /** Chance is the token's own, so that c and K are others than those of the vector. */
    Check encapsulate(Group group) {
        return with(group.text("parameterSet"), set -> vector -> {
            KeyMaterial key = key(CKO_PUBLIC_KEY, set, CKA_VALUE, vector.hex("ek"));
            Encapsulated made = rows.algorithm(Ckm.CKM_ML_KEM).encapsulate(key, Parameters.NONE, -1);
            return made.ciphertext().length == vector.hex("c").length
                && made.secret().length == vector.hex("K").length;
        });
    }

    Check makeKey(Group group) {
        return with(group.text("parameterSet"), set -> vector -> {
            KeyMaterial key = key(CKO_PRIVATE_KEY, set, CKA_SEED, vector.hex("seed"));
            return Arrays.equals(vector.hex("ek"), publicOf(set, key))
                && Arrays.equals(vector.hex("dk"), key.get(CKA_VALUE));
        });
    }
}
