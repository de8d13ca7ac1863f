package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;
import static claviger.cryptoki.Use.CKF_SIGN;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.cryptoki.Ckd;
import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckh;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.vectors.Wycheproof;
import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import claviger.vectors.Wycheproof.VectorFile;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The arithmetic of the rows against the vectors of C2SP/wycheproof, whichever of them are there. */
class WycheproofTest {
    /** Runs one vector: true if it was accepted and right, false if it was accepted and wrong; refused if it throws. */
    private interface Check {
        boolean accepts(Vector vector) throws Exception;
    }

    /** How to check the vectors of a group, or nothing where no mechanism of the token fits it. */
    private interface Plan {
        Optional<Check> of(Group group);
    }

    private static final Map<String, Plan> PLANS = Map.ofEntries(
        Map.entry("AeadTest", WycheproofTest::aead),
        Map.entry("IndCpaTest", WycheproofTest::cbc),
        Map.entry("MacTest", WycheproofTest::mac),
        Map.entry("KeywrapTest", WycheproofTest::keyWrap),
        Map.entry("EcdhTest", WycheproofTest::ecdh),
        Map.entry("EcdhEcpointTest", WycheproofTest::ecdh),
        Map.entry("XdhComp", WycheproofTest::x25519),
        Map.entry("EcdsaVerify", group -> ecdsa(group, true)),
        Map.entry("EcdsaP1363Verify", group -> ecdsa(group, false)),
        Map.entry("EddsaVerify", WycheproofTest::eddsa),
        Map.entry("MlDsaVerify", WycheproofTest::mlDsa),
        Map.entry("MLKEMTest", WycheproofTest::mlKem),
        Map.entry("RsassaPkcs1Verify", group -> verify(group, "CKM_%s_RSA_PKCS", Parameters.NONE)),
        Map.entry("RsassaPkcs1Generate", WycheproofTest::rsaSign),
        Map.entry("RsassaPssVerify", WycheproofTest::pss),
        Map.entry("RsaesOaepDecrypt", WycheproofTest::oaep),
        Map.entry("RsaesPkcs1Decrypt", group -> decrypt(group, Ckm.CKM_RSA_PKCS, vector -> Parameters.NONE)));

    @TestFactory Stream<DynamicTest> everyFileThatFitsAMechanism() {
        return Wycheproof.files().stream().map(file -> dynamicTest(file.name(), () -> run(file)));
    }

    private static void run(VectorFile file) {
        int ran = 0;
        int left = 0;
        List<String> wrong = new ArrayList<>();
        for (Group group : file.groups()) {
            Optional<Check> check = PLANS.getOrDefault(group.type(), other -> Optional.empty()).of(group);
            if (check.isEmpty()) {
                left += group.vectors().size();
                continue;
            }
            for (Vector vector : group.vectors()) {
                verdict(check.get(), vector).ifPresent(fault -> wrong.add(vector + ": " + fault));
                ran++;
            }
        }
        System.out.printf("Wycheproof %s: %d vectors ran, %d have no mechanism%n", file.name(), ran, left);
        assertTrue(wrong.isEmpty(), () -> wrong.size() + " vectors: " + wrong);
    }

    private static Optional<String> verdict(Check check, Vector vector) {
        try {
            if (!check.accepts(vector)) {
                return Optional.of("accepted with a wrong result");
            }
            return vector.isInvalid() ? Optional.of("accepted") : Optional.empty();
        } catch (CkrException refused) {
            return vector.isValid() ? Optional.of(refused.getMessage()) : Optional.empty();
        } catch (Exception notOurs) {
            return Optional.of(notOurs.toString());
        }
    }

    private static Optional<Check> aead(Group group) {
        return group.algorithm().equals("AES-GCM") ? Optional.of(vector -> {
            KeyMaterial key = TestKeys.secret(CKK_AES, vector.hex("key"));
            Parameters gcm = new Parameters.Gcm(vector.hex("iv"), vector.hex("aad"), group.number("tagSize"));
            Algorithm algorithm = Mechanisms.row(Ckm.CKM_AES_GCM).algorithm();
            byte[] encrypted = joined(vector.hex("ct"), vector.hex("tag"));
            return Arrays.equals(vector.hex("msg"), algorithm.decrypt(key, gcm).last(encrypted))
                && Arrays.equals(encrypted, algorithm.encrypt(key, gcm).last(vector.hex("msg")));
        }) : Optional.empty();
    }

    private static Optional<Check> cbc(Group group) {
        return group.algorithm().equals("AES-CBC-PKCS5") ? Optional.of(vector -> {
            KeyMaterial key = TestKeys.secret(CKK_AES, vector.hex("key"));
            Parameters iv = new Parameters.Iv(vector.hex("iv"));
            Algorithm algorithm = Mechanisms.row(Ckm.CKM_AES_CBC_PAD).algorithm();
            return Arrays.equals(vector.hex("msg"), algorithm.decrypt(key, iv).last(vector.hex("ct")))
                && Arrays.equals(vector.hex("ct"), algorithm.encrypt(key, iv).last(vector.hex("msg")));
        }) : Optional.empty();
    }

    private static Optional<Check> mac(Group group) {
        boolean cmac = group.algorithm().equals("AES-CMAC");
        Optional<Ckm> mechanism = cmac ? Optional.of(Ckm.CKM_AES_CMAC)
            : mechanism(group.algorithm().replace("HMACSHA1", "CKM_SHA_1_HMAC")
                .replaceFirst("^HMACSHA(224|256|384|512)$", "CKM_SHA$1_HMAC"));
        return mechanism.map(type -> vector -> {
            KeyMaterial key = TestKeys.secret(cmac ? CKK_AES : CKK_GENERIC_SECRET, vector.hex("key"));
            byte[] tag = vector.hex("tag");
            Computation.Signing signing = Mechanisms.row(type).algorithm().sign(key, Parameters.NONE);
            signing.update(vector.hex("msg"));
            byte[] mac = signing.sign();
            if (tag.length < mac.length) {      // a truncated MAC, which no mechanism here verifies
                if (!Arrays.equals(tag, Arrays.copyOf(mac, tag.length))) {
                    throw CKR_SIGNATURE_INVALID.because("another MAC");
                }
                return true;
            }
            Computation.Verifying verifying = Mechanisms.row(type).algorithm().verify(key, Parameters.NONE);
            verifying.update(vector.hex("msg"));
            verifying.verify(tag);
            return Arrays.equals(tag, mac);
        });
    }

    private static Optional<Check> keyWrap(Group group) {
        Optional<Ckm> mechanism = switch (group.algorithm()) {
            case "AES-WRAP" -> Optional.of(Ckm.CKM_AES_KEY_WRAP);
            case "AES-KWP" -> Optional.of(Ckm.CKM_AES_KEY_WRAP_KWP);
            default -> Optional.empty();
        };
        return mechanism.map(type -> vector -> {
            KeyMaterial key = TestKeys.secret(CKK_AES, vector.hex("key"));
            Algorithm algorithm = Mechanisms.row(type).algorithm();
            return Arrays.equals(vector.hex("msg"), algorithm.unwrap(key, Parameters.NONE, vector.hex("ct")))
                && Arrays.equals(vector.hex("ct"), algorithm.wrap(key, Parameters.NONE, vector.hex("msg")));
        });
    }

    private static Optional<Check> ecdh(Group group) {
        return curve(group).map(curve -> vector -> {
            KeyMaterial key = TestKeys.key(CKO_PRIVATE_KEY, CKK_EC, Template.EMPTY
                .with(CKA_EC_PARAMS, curve.params()).with(CKA_VALUE, vector.hex("private")));
            byte[] given = vector.hex("public");
            byte[] peer = group.text("encoding").equals("asn") ? point(curve, given) : given;
            return agrees(key, peer, vector);
        });
    }

    private static Optional<Check> x25519(Group group) {
        return group.text("curve").equals("curve25519") ? Optional.of(vector -> {
            KeyMaterial key = TestKeys.key(CKO_PRIVATE_KEY, CKK_EC_MONTGOMERY, Template.EMPTY
                .with(CKA_EC_PARAMS, Curve.X25519.params()).with(CKA_VALUE, vector.hex("private")));
            return agrees(key, vector.hex("public"), vector);
        }) : Optional.empty();
    }

    private static boolean agrees(KeyMaterial key, byte[] peer, Vector vector) {
        return Arrays.equals(vector.hex("shared"), Mechanisms.row(Ckm.CKM_ECDH1_DERIVE).algorithm()
            .derive(key, new Parameters.Ecdh(Ckd.CKD_NULL, new byte[0], peer), -1));
    }

    /** The point of a key in the form of X.509; the reading of that form is the provider's and not under test here. */
    private static byte[] point(Curve curve, byte[] spki) {
        return Der.parse(spki, CKR_PUBLIC_KEY_INVALID, der -> {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(der);
            if (!(info.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier oid)
                || !curve.oid().equals(oid)) {
                throw CKR_PUBLIC_KEY_INVALID.because("another curve");
            }
            return info.getPublicKeyData().getOctets();
        });
    }

    private static Optional<Curve> curve(Group group) {
        return Stream.of(Curve.P_256, Curve.P_384, Curve.P_521)
            .filter(curve -> curve.jdkName().equals(group.text("curve"))
                || curve.jdkName().equals(group.json().path("publicKey").path("curve").asText())).findFirst();
    }

    private static Optional<Check> ecdsa(Group group, boolean der) {
        Optional<Curve> curve = curve(group);
        Optional<Ckm> mechanism = mechanism("CKM_ECDSA_" + group.text("sha").replace("-", ""));
        if (curve.isEmpty() || mechanism.isEmpty()) {
            return Optional.empty();
        }
        KeyMaterial key = TestKeys.publicKey(group.hex("publicKeyDer"));
        return Optional.of(vector -> {
            byte[] signature = der ? plain(curve.get(), vector.hex("sig")) : vector.hex("sig");
            if (vector.hasFlag("SignatureSize") && signature.length < 2 * curve.get().bytes()) {
                // Wycheproof refuses what 6.3.1 of PKCS#11 obliges a token to take: two shorter halves
                throw CKR_SIGNATURE_LEN_RANGE.because("not a signature of IEEE P1363");
            }
            return verified(mechanism.get(), key, Parameters.NONE, vector.hex("msg"), signature);
        });
    }

    /** r and s of a DER signature; the provider's own conversion is tested with the provider. */
    private static byte[] plain(Curve curve, byte[] der) {
        try {
            BigInteger n = Weierstrass.of(curve).domain().getN();
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(n, der);
            byte[] signature = new byte[2 * curve.bytes()];
            BigIntegers.asUnsignedByteArray(rs[0], signature, 0, curve.bytes());
            BigIntegers.asUnsignedByteArray(rs[1], signature, curve.bytes(), curve.bytes());
            return signature;
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            throw CKR_SIGNATURE_INVALID.because(e, "not the DER form of a signature");
        }
    }

    private static Optional<Check> eddsa(Group group) {
        if (!group.json().path("publicKey").path("curve").asText().equals("edwards25519")) {
            return Optional.empty();
        }
        KeyMaterial key = TestKeys.publicKey(group.hex("publicKeyDer"));
        return Optional.of(vector ->
            verified(Ckm.CKM_EDDSA, key, Parameters.NONE, vector.hex("msg"), vector.hex("sig")));
    }

    /** The key is imported for each vector: a refusal of the key is a verdict on it. */
    private static Optional<Check> mlDsa(Group group) {
        return set(group.algorithm()).map(set -> vector -> {
            KeyMaterial key = TestKeys.key(CKO_PUBLIC_KEY, set.keyType(), Template.EMPTY
                .with(CKA_PARAMETER_SET, set.code()).with(CKA_VALUE, group.hex("publicKey")));
            return verified(Ckm.CKM_ML_DSA, key,
                new Parameters.SignContext(Ckh.CKH_HEDGE_PREFERRED, vector.hex("ctx")), vector.hex("msg"),
                vector.hex("sig"));
        });
    }

    private static Optional<Check> mlKem(Group group) {
        return set(group.text("parameterSet")).map(set -> vector -> {
            KeyMaterial key = TestKeys.key(CKO_PRIVATE_KEY, set.keyType(), Template.EMPTY
                .with(CKA_PARAMETER_SET, set.code()).with(CKA_SEED, vector.hex("seed")));
            byte[] info = key.get(CKA_PUBLIC_KEY_INFO);
            byte[] ek = Arrays.copyOfRange(info, info.length - set.publicBytes(), info.length);
            return (!vector.json().has("ek") || Arrays.equals(vector.hex("ek"), ek)) && Arrays.equals(vector.hex("K"),
                Mechanisms.row(Ckm.CKM_ML_KEM).algorithm().decapsulate(key, Parameters.NONE, vector.hex("c"), -1));
        });
    }

    private static Optional<ParameterSet> set(String name) {
        return Stream.of(ParameterSet.values()).filter(set -> set.name().equals(name.replace('-', '_'))).findFirst();
    }

    private static Optional<Check> verify(Group group, String pattern, Parameters parameters) {
        return mechanism(String.format(pattern, group.text("sha").replace("-", ""))).map(type -> {
            KeyMaterial key = TestKeys.publicKey(group.hex("publicKeyDer"));
            return vector -> verified(type, key, parameters, vector.hex("msg"), vector.hex("sig"));
        });
    }

    private static boolean verified(Ckm type, KeyMaterial key, Parameters parameters, byte[] message, byte[] sig) {
        Computation.Verifying verifying = Mechanisms.row(type).algorithm().verify(key, parameters);
        verifying.update(message);
        verifying.verify(sig);
        return true;
    }

    private static Optional<Check> rsaSign(Group group) {
        return mechanism("CKM_" + group.text("sha").replace("-", "") + "_RSA_PKCS")
            .filter(type -> Mechanisms.row(type).uses().contains(CKF_SIGN)).map(type -> {
                KeyMaterial key = TestKeys.privateKey(group.hex("privateKeyPkcs8"));
                return vector -> {
                    Computation.Signing signing = Mechanisms.row(type).algorithm().sign(key, Parameters.NONE);
                    signing.update(vector.hex("msg"));
                    return Arrays.equals(vector.hex("sig"), signing.sign());
                };
            });
    }

    private static Optional<Check> pss(Group group) {
        return hash(group.text("sha")).flatMap(hash -> mask(group.text("mgfSha")).flatMap(mask ->
            verify(group, "CKM_%s_RSA_PKCS_PSS", new Parameters.Pss(hash, mask, group.number("sLen")))));
    }

    private static Optional<Check> oaep(Group group) {
        return hash(group.text("sha")).flatMap(hash -> mask(group.text("mgfSha")).flatMap(mask ->
            decrypt(group, Ckm.CKM_RSA_PKCS_OAEP, vector -> new Parameters.Oaep(hash, mask, vector.hex("label")))));
    }

    private interface ParametersOf {
        Parameters apply(Vector vector);
    }

    private static Optional<Check> decrypt(Group group, Ckm type, ParametersOf parameters) {
        KeyMaterial key = TestKeys.privateKey(group.hex("privateKeyPkcs8"));
        return Optional.of(vector -> Arrays.equals(vector.hex("msg"), Mechanisms.row(type).algorithm()
            .decrypt(key, parameters.apply(vector)).last(vector.hex("ct"))));
    }

    private static Optional<Ckm> hash(String name) {
        return mechanism("CKM_" + name.replace("SHA-1", "SHA_1").replace("SHA-", "SHA"));
    }

    private static Optional<Ckg> mask(String name) {
        String wanted = "CKG_MGF1_" + name.replace("-", "");
        return Stream.of(Ckg.values()).filter(mask -> mask.name().equals(wanted)).findFirst();
    }

    private static Optional<Ckm> mechanism(String name) {
        return Mechanisms.all().stream().map(MechanismRow::type).filter(type -> type.name().equals(name)).findFirst();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
