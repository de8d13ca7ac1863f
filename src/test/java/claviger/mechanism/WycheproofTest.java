package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_CHACHA20;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_HKDF;
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
import claviger.cryptoki.HedgeType;
import claviger.cryptoki.Ckk;
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
@OnEachEngine
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
        Map.entry("MacWithIvTest", WycheproofTest::gmac),
        Map.entry("KeywrapTest", WycheproofTest::keyWrap),
        Map.entry("EcdhTest", WycheproofTest::ecdh),
        Map.entry("EcdhEcpointTest", WycheproofTest::ecdh),
        Map.entry("XdhComp", WycheproofTest::xdh),
        Map.entry("EcdsaVerify", group -> ecdsa(group, true)),
        Map.entry("EcdsaP1363Verify", group -> ecdsa(group, false)),
        Map.entry("EddsaVerify", WycheproofTest::eddsa),
        Map.entry("MlDsaVerify", WycheproofTest::mlDsa),
        Map.entry("MLKEMTest", WycheproofTest::mlKem),
        Map.entry("RsassaPkcs1Verify", group -> verify(group, "CKM_%s_RSA_PKCS", Parameters.NONE)),
        Map.entry("RsassaPkcs1Generate", WycheproofTest::rsaSign),
        Map.entry("HkdfTest", WycheproofTest::hkdf),
        Map.entry("PbkdfTest", WycheproofTest::pbkdf),
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
        return switch (group.algorithm()) {
            case "AES-GCM" -> Optional.of(vector -> roundTrip(Ckm.CKM_AES_GCM, CKK_AES, vector,
                new Parameters.Gcm(vector.hex("iv"), vector.hex("aad"), group.number("tagSize"))));
            case "AES-CCM" -> Optional.of(vector -> roundTrip(Ckm.CKM_AES_CCM, CKK_AES, vector, new Parameters.Ccm(
                vector.hex("msg").length, vector.hex("iv"), vector.hex("aad"), group.number("tagSize") / 8)));
            case "CHACHA20-POLY1305" -> Optional.of(vector -> roundTrip(Ckm.CKM_CHACHA20_POLY1305, CKK_CHACHA20, vector,
                new Parameters.ChaCha20Poly1305(vector.hex("iv"), vector.hex("aad"))));
            default -> Optional.empty();
        };
    }

    private static boolean roundTrip(Ckm type, Ckk keyType, Vector vector, Parameters parameters) {
        KeyMaterial key = TestKeys.secret(keyType, vector.hex("key"));
        Algorithm algorithm = Mechanisms.row(type).algorithm();
        byte[] encrypted = joined(vector.hex("ct"), vector.hex("tag"));
        return Arrays.equals(vector.hex("msg"), algorithm.decrypt(key, parameters).last(encrypted))
            && Arrays.equals(encrypted, algorithm.encrypt(key, parameters).last(vector.hex("msg")));
    }

    private static Optional<Check> hkdf(Group group) {
        return hash(group.algorithm().replaceFirst("^HKDF-", "")).map(hash -> vector -> {
            KeyMaterial key = TestKeys.secret(CKK_HKDF, vector.hex("ikm"));
            Parameters hkdf =
                new Parameters.Hkdf(true, true, hash, vector.hex("salt"), Optional.empty(), vector.hex("info"));
            return Arrays.equals(vector.hex("okm"), Mechanisms.row(Ckm.CKM_HKDF_DERIVE).algorithm()
                .derive(key, hkdf, vector.json().path("size").asInt()));
        });
    }

    private static Optional<Check> pbkdf(Group group) {
        String hmac = group.algorithm().replaceFirst("^PBKDF2-HMAC-?SHA-?", "CKM_SHA").replace("SHA1", "SHA_1") + "_HMAC";
        return mechanism(hmac).map(prf -> vector -> {
            Parameters pbkdf2 = new Parameters.Pbkdf2(vector.hex("salt"),
                vector.json().path("iterationCount").asLong(), prf, vector.hex("password"));
            Template wanted = Template.EMPTY.with(CKA_VALUE_LEN, vector.json().path("dkLen").asLong());
            return Arrays.equals(vector.hex("dk"),
                Mechanisms.row(Ckm.CKM_PKCS5_PBKD2).algorithm().generateKey(pbkdf2, wanted).require(CKA_VALUE));
        });
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
        String name = cmac ? "CKM_AES_CMAC" : group.algorithm().replace("HMACSHA1", "HMACSHA_1")
            .replaceFirst("^HMACSHA(.*)$", "CKM_SHA$1_HMAC").replace('-', '_').replace('/', '_');
        return mechanism(name).map(whole -> vector -> {
            KeyMaterial key = TestKeys.secret(cmac ? CKK_AES : CKK_GENERIC_SECRET, vector.hex("key"));
            byte[] tag = vector.hex("tag");
            boolean cut = 8 * tag.length < group.number("tagSize") || tag.length < macLength(whole, key);
            Ckm type = cut ? Ckm.valueOf(name + "_GENERAL") : whole;
            return macFits(type, key, cut ? new Parameters.MacGeneral(tag.length) : Parameters.NONE, vector);
        });
    }

    private static int macLength(Ckm type, KeyMaterial key) {
        return Mechanisms.row(type).algorithm().sign(key, Parameters.NONE).length();
    }

    private static boolean macFits(Ckm type, KeyMaterial key, Parameters parameters, Vector vector) {
        Computation.Verifying verifying = Mechanisms.row(type).algorithm().verify(key, parameters);
        verifying.update(vector.hex("msg"));
        verifying.verify(vector.hex("tag"));
        Computation.Signing signing = Mechanisms.row(type).algorithm().sign(key, parameters);
        signing.update(vector.hex("msg"));
        return Arrays.equals(vector.hex("tag"), signing.sign());
    }

    private static Optional<Check> gmac(Group group) {
        return group.algorithm().equals("AES-GMAC") ? Optional.of(vector ->
            macFits(Ckm.CKM_AES_GMAC, TestKeys.secret(CKK_AES, vector.hex("key")),
                new Parameters.Gcm(vector.hex("iv"), new byte[0], group.number("tagSize")), vector))
            : Optional.empty();
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
        return curve(group).filter(Curve::isForNewKeys).map(curve -> vector -> {
            KeyMaterial key = TestKeys.key(CKO_PRIVATE_KEY, CKK_EC, Template.EMPTY
                .with(CKA_EC_PARAMS, curve.params()).with(CKA_VALUE, vector.hex("private")));
            byte[] given = vector.hex("public");
            byte[] peer = group.text("encoding").equals("asn") ? point(curve, given) : given;
            return agrees(key, peer, vector);
        });
    }

    private static Optional<Check> xdh(Group group) {
        return Stream.of(Curve.X25519, Curve.X448).filter(curve -> curve.jdkName().equals(group.text("curve")))
            .findFirst().map(curve -> vector -> {
                KeyMaterial key = TestKeys.key(CKO_PRIVATE_KEY, CKK_EC_MONTGOMERY, Template.EMPTY
                    .with(CKA_EC_PARAMS, curve.params()).with(CKA_VALUE, vector.hex("private")));
                return agrees(key, vector.hex("public"), vector);
            });
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
        return Stream.of(Curve.values()).filter(curve -> curve.keyType() == CKK_EC)
            .filter(curve -> curve.jdkName().equals(group.text("curve"))
                || curve.jdkName().equals(group.json().path("publicKey").path("curve").asText())).findFirst();
    }

    private static Optional<Check> ecdsa(Group group, boolean der) {
        Optional<Curve> curve = curve(group);
        Optional<Ckm> mechanism = mechanism("CKM_ECDSA_" + named(group.text("sha")));
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
        String curve = group.json().path("publicKey").path("curve").asText();
        if (!curve.equals(Curve.ED25519.jdkName()) && !curve.equals(Curve.ED448.jdkName())) {
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
                new Parameters.SignContext(HedgeType.CKH_HEDGE_PREFERRED, vector.hex("ctx")), vector.hex("msg"),
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
        return mechanism(String.format(pattern, named(group.text("sha")))).map(type -> {
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
        return mechanism("CKM_" + named(group.text("sha")) + "_RSA_PKCS")
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
        return mechanism("CKM_" + (name.equals("SHA-1") ? "SHA_1" : named(name).replace('/', '_')));
    }

    /** SHA-256 is SHA256 in the names of mechanisms, SHA3-256 is SHA3_256. */
    private static String named(String hash) {
        return hash.startsWith("SHA3-") ? hash.replace('-', '_') : hash.replace("-", "");
    }

    private static Optional<Ckg> mask(String name) {
        String wanted = "CKG_MGF1_" + named(name);
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
