package claviger.mechanism;

import static claviger.cryptoki.Use.CKF_SIGN;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.vectors.Check;
import claviger.vectors.KeyForms;
import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/** Signatures and decryption with RSA. */
record RsaVectors(MechanismVectors rows) {
    Check verify(Group group) {
        return verify(group, "RSA_PKCS", Parameters.NONE);
    }

    private Check verify(Group group, String scheme, Parameters parameters) {
        return MechanismVectors.with("CKM_" + MechanismVectors.named(group.text("sha")) + "_" + scheme, type ->
            sized(group, Mechanisms.row(type), () -> {
                KeyMaterial key = TestKeys.publicKey(KeyForms.rsaPublicKey(group));
                return vector -> rows.verified(type, key, parameters, vector.hex("msg"), vector.hex("sig"));
            }));
    }

    Check sign(Group group) {
        String old = KeyForms.signsNoMore(group);
        Check signs = MechanismVectors.with("CKM_" + MechanismVectors.named(group.text("sha")) + "_RSA_PKCS", type ->
            sized(group, Mechanisms.row(type), () -> {
                KeyMaterial key = TestKeys.privateKey(group.hex("privateKeyPkcs8"));
                return vector -> {
                    Mechanisms.row(type).admit(CKF_SIGN);
                    Mechanisms.row(type).admitSize(CKF_SIGN, key.size());
                    return Arrays.equals(vector.hex("sig"), rows.signed(type, key, Parameters.NONE, vector.hex("msg")));
                };
            }));
        return old == null ? signs : signs.forbidden(every -> true, old);
    }

    Check pss(Group group) {
        return MechanismVectors.hash(group.text("sha")).flatMap(hash -> MechanismVectors.mask(group.text("mgfSha"))
            .map(mask -> verify(group, "RSA_PKCS_PSS", new Parameters.Pss(hash, mask, group.number("sLen")))))
            .orElseGet(() -> noHash(group));
    }

    Check oaep(Group group) {
        return MechanismVectors.hash(group.text("sha")).flatMap(hash -> MechanismVectors.mask(group.text("mgfSha"))
            .map(mask -> decrypt(group, Ckm.CKM_RSA_PKCS_OAEP,
                vector -> new Parameters.Oaep(hash, mask, vector.hex("label")))))
            .orElseGet(() -> noHash(group));
    }

    Check pkcs1(Group group) {
        return decrypt(group, Ckm.CKM_RSA_PKCS, vector -> Parameters.NONE);
    }

    private static Check noHash(Group group) {
        return MechanismVectors.noMechanism(
            group.algorithm() + " with " + group.text("sha") + " and " + group.text("mgfSha"));
    }

    private Check decrypt(Group group, Ckm type, Function<Vector, Parameters> parameters) {
        return sized(group, Mechanisms.row(type), () -> {
            KeyMaterial key = TestKeys.privateKey(group.hex("privateKeyPkcs8"));
            return vector -> Arrays.equals(vector.hex("msg"), rows.algorithm(type)
                .decrypt(key, parameters.apply(vector)).last(vector.hex("ct")));
        });
    }

    private static Check sized(Group group, MechanismRow row, Supplier<Check> check) {
        int bits = group.number("keySize");
        if (bits < row.minKeySize() || bits > row.maxKeySize()) {
            return MechanismVectors.noMechanism("RSA keys of " + bits + " bits");
        }
        return KeyForms.hasMorePrimes(group) ? Check.unfit("keys of a token have two primes") : check.get();
    }
}
