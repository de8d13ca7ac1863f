package claviger.vectors;

import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;

/** The checks by the type of a group of vectors: the format decides, never the name of a file. */
final class Checks {
    private static final Map<String, ASN1ObjectIdentifier> CURVES = Map.of(
        "secp256r1", SECObjectIdentifiers.secp256r1,
        "secp384r1", SECObjectIdentifiers.secp384r1,
        "secp521r1", SECObjectIdentifiers.secp521r1);
    private static final Set<String> SIGNED_HASHES = Set.of("SHA-224", "SHA-256", "SHA-384", "SHA-512",
        "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512");
    private static final Set<String> HASHES = Set.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512",
        "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512");
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;

    private final Map<String, Function<Group, Check>> byType;
    private final TokenVectors.All tokens;
    private final TokenVectors plain;

    Checks(TokenVectors.All tokens) {
        this.tokens = tokens;
        this.plain = tokens.plain();
        this.byType = Map.ofEntries(
            Map.entry("AeadTest", this::aead),
            Map.entry("IndCpaTest", this::cbc),
            Map.entry("MacTest", this::mac),
            Map.entry("KeywrapTest", this::keyWrap),
            Map.entry("EcdhTest", this::ecdh),
            Map.entry("EcdhEcpointTest", this::ecdh),
            Map.entry("XdhComp", this::xdh),
            Map.entry("XdhAsnComp", this::xdh),
            Map.entry("EcdsaVerify", group -> ecdsa(group, "")),
            Map.entry("EcdsaP1363Verify", group -> ecdsa(group, "inP1363Format")),
            Map.entry("EddsaVerify", this::eddsa),
            Map.entry("MlDsaVerify", this::mlDsa),
            Map.entry("MLKEMTest", this::mlKem),
            Map.entry("RsassaPkcs1Verify", this::rsaVerify),
            Map.entry("RsassaPkcs1Generate", this::rsaSign),
            Map.entry("RsassaPssVerify", this::pss),
            Map.entry("RsaesOaepDecrypt", this::oaep),
            Map.entry("RsaesPkcs1Decrypt", this::pkcs1));
    }

    /** The check for a group; one that fits nothing when no service of the provider does. */
    Check of(Group group) {
        return byType.getOrDefault(group.type(),
            other -> Check.unfit("no service for " + group.type() + " of " + group.algorithm())).apply(group);
    }

    private static Check noServiceFor(String what) {
        return Check.unfit("no service for " + what);
    }

    private Check aead(Group group) {
        String name = switch (group.algorithm()) {
            case "AES-GCM" -> "AES/GCM/NoPadding";
            case "AES-CCM" -> "AES/CCM/NoPadding";
            case "CHACHA20-POLY1305" -> "ChaCha20-Poly1305";
            default -> null;
        };
        if (name == null) {
            return noServiceFor(group.algorithm());
        }
        boolean chacha = name.startsWith("ChaCha20");
        return vector -> {
            AlgorithmParameterSpec spec = chacha ? new IvParameterSpec(vector.hex("iv"))
                : new GCMParameterSpec(group.number("tagSize"), vector.hex("iv"));
            byte[] whole = org.bouncycastle.util.Arrays.concatenate(vector.hex("ct"), vector.hex("tag"));
            return roundTrip(name, chacha ? "ChaCha20" : "AES", spec, vector, whole);
        };
    }

    private Check cbc(Group group) {
        return group.algorithm().equals("AES-CBC-PKCS5") ? vector ->
            roundTrip("AES/CBC/PKCS5Padding", "AES", new IvParameterSpec(vector.hex("iv")), vector, vector.hex("ct"))
            : noServiceFor(group.algorithm());
    }

    private boolean roundTrip(String name, String keyName, AlgorithmParameterSpec spec, Vector vector,
            byte[] encrypted) throws GeneralSecurityException {
        SecretKey key = plain.secret(keyName, vector.hex("key"));
        try {
            Cipher cipher = Cipher.getInstance(name, plain.provider());
            cipher.init(Cipher.DECRYPT_MODE, key, spec);
            addAad(cipher, vector);
            byte[] decrypted = cipher.doFinal(encrypted);
            cipher.init(Cipher.ENCRYPT_MODE, key, spec);
            addAad(cipher, vector);
            return Arrays.equals(vector.hex("msg"), decrypted) && Arrays.equals(encrypted, cipher.doFinal(decrypted));
        } finally {
            destroy(key);
        }
    }

    private static void addAad(Cipher cipher, Vector vector) {
        if (vector.json().has("aad")) {
            cipher.updateAAD(vector.hex("aad"));
        }
    }

    private Check mac(Group group) {
        boolean cmac = group.algorithm().equals("AES-CMAC");
        String name = cmac ? "AESCMAC" : group.algorithm().replaceFirst("^HMACSHA", "HmacSHA");
        if (!cmac && !name.startsWith("Hmac")) {
            return noServiceFor(group.algorithm());
        }
        TokenVectors token = cmac ? tokens.cmac() : plain;
        Check check = vector -> {
            SecretKey key = token.secret(cmac ? "AES" : name, vector.hex("key"));
            try {
                Mac mac = Mac.getInstance(name, token.provider());
                mac.init(key);
                byte[] tag = vector.hex("tag");
                if (!Arrays.equals(tag, Arrays.copyOf(mac.doFinal(vector.hex("msg")), tag.length))) {
                    throw new SignatureException("another MAC");
                }
                return true;
            } finally {
                destroy(key);
            }
        };
        return check.but(vector -> vector.hex("key").length == 0, "the JCA has no empty SecretKeySpec");
    }

    private Check keyWrap(Group group) {
        String name = switch (group.algorithm()) {
            case "AES-WRAP" -> "AES/KW/NoPadding";
            case "AES-KWP" -> "AES/KWP/NoPadding";
            default -> null;
        };
        if (name == null) {
            return noServiceFor(group.algorithm());
        }
        TokenVectors token = tokens.wrapping();
        return vector -> {
            SecretKey key = token.secret("AES", vector.hex("key"));
            Cipher cipher = Cipher.getInstance(name, token.provider());
            cipher.init(Cipher.UNWRAP_MODE, key);
            SecretKey unwrapped = (SecretKey) cipher.unwrap(vector.hex("ct"), "Generic", Cipher.SECRET_KEY);
            cipher.init(Cipher.WRAP_MODE, key);
            boolean right = Arrays.equals(vector.hex("msg"), token.value(unwrapped))
                && Arrays.equals(vector.hex("ct"), cipher.wrap(unwrapped));
            destroy(unwrapped);
            destroy(key);
            return right;
        };
    }

    private Check ecdh(Group group) {
        String curve = group.text("curve");
        boolean point = group.text("encoding").equals("ecpoint");
        if (!CURVES.containsKey(curve) || !point && !group.text("encoding").equals("asn")) {
            return noServiceFor("ECDH with " + curve + " in the form " + group.text("encoding"));
        }
        return vector -> {
            byte[] given = vector.hex("public");
            PublicKey peer = plain.publicKey("EC", point
                ? x509(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, CURVES.get(curve)), given) : given);
            return agrees("ECDH", plain.ec(curve, vector.hex("private")), peer, vector);
        };
    }

    private Check xdh(Group group) {
        boolean raw = group.type().equals("XdhComp");
        String name = switch (group.text("curve")) {
            case "curve25519" -> "X25519";
            case "curve448" -> "X448";
            default -> null;
        };
        if (name == null) {
            return noServiceFor("XDH with " + group.text("curve"));
        }
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(
            name.equals("X448") ? EdECObjectIdentifiers.id_X448 : EdECObjectIdentifiers.id_X25519);
        return vector -> {
            byte[] given = vector.hex("public");
            PublicKey peer = plain.publicKey(name, raw ? x509(algorithm, given) : given);
            PrivateKey mine = raw ? plain.xdh(name, vector.hex("private")) : plain.pkcs8(name, vector.hex("private"));
            return agrees(name, mine, peer, vector);
        };
    }

    private boolean agrees(String name, PrivateKey mine, PublicKey peer, Vector vector)
            throws GeneralSecurityException {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance(name, plain.provider());
            agreement.init(mine);
            agreement.doPhase(peer, true);
            return Arrays.equals(vector.hex("shared"), agreement.generateSecret());
        } finally {
            destroy(mine);
        }
    }

    private Check ecdsa(Group group, String form) {
        String hash = group.text("sha");
        String curve = group.json().path("publicKey").path("curve").asText();
        return SIGNED_HASHES.contains(hash) && CURVES.containsKey(curve)
            ? verify(group, "EC", inSignatures(hash) + "withECDSA" + form, null)
            : noServiceFor("ECDSA with " + hash + " on " + curve);
    }

    private Check eddsa(Group group) {
        String curve = group.json().path("publicKey").path("curve").asText();
        return switch (curve) {
            case "edwards25519" -> verify(group, "Ed25519", "Ed25519", null);
            case "edwards448" -> verify(group, "Ed448", "Ed448", null);
            default -> noServiceFor("EdDSA on " + curve);
        };
    }

    /** SHA256 in the name of a signature, but SHA3-256. */
    private static String inSignatures(String hash) {
        return hash.startsWith("SHA3-") ? hash : hash.replace("-", "");
    }

    private Check mlDsa(Group group) {
        if (!Set.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87").contains(group.algorithm())) {
            return noServiceFor(group.algorithm());
        }
        return vector -> {
            Check check = verify(group, group.algorithm(), group.algorithm(),
                vector.json().has("ctx") ? new ContextParameterSpec(vector.hex("ctx")) : null);
            return check.accepts(vector);
        };
    }

    private static final Map<String, ASN1ObjectIdentifier> KEMS = Map.of(
        "ML-KEM-512", NISTObjectIdentifiers.id_alg_ml_kem_512,
        "ML-KEM-768", NISTObjectIdentifiers.id_alg_ml_kem_768,
        "ML-KEM-1024", NISTObjectIdentifiers.id_alg_ml_kem_1024);

    private Check mlKem(Group group) {
        String name = group.text("parameterSet");
        if (!KEMS.containsKey(name) || plain.provider().getService("KEM", name) == null) {
            return noServiceFor(name);
        }
        return vector -> {
            PrivateKey key = (PrivateKey) KeyFactory.getInstance(name, plain.provider())
                .translateKey(new SeedKey(KEMS.get(name), vector.hex("seed")));
            try {
                return Arrays.equals(vector.hex("K"), KEM.getInstance(name, plain.provider()).newDecapsulator(key)
                    .decapsulate(vector.hex("c")).getEncoded());
            } finally {
                destroy(key);
            }
        };
    }

    private Check rsaVerify(Group group) {
        return rsa(group, SIGNED_HASHES,
            () -> verify(group, "RSA", inSignatures(group.text("sha")) + "withRSA", null));
    }

    private Check pss(Group group) {
        return HASHES.contains(group.text("mgfSha")) ? rsa(group, HASHES, () -> verify(group, "RSA", "RSASSA-PSS",
            new PSSParameterSpec(group.text("sha"), "MGF1", new MGF1ParameterSpec(group.text("mgfSha")),
                group.number("sLen"), PSSParameterSpec.TRAILER_FIELD_BC)))
            : noServiceFor("MGF1 with " + group.text("mgfSha"));
    }

    /** The public key is imported into the token by the provider when it is used, and verifies there. */
    private Check verify(Group group, String keys, String name, AlgorithmParameterSpec parameters) {
        return vector -> {
            Signature signature = Signature.getInstance(name, plain.provider());
            if (parameters != null) {
                signature.setParameter(parameters);
            }
            signature.initVerify(plain.publicKey(keys, group.hex("publicKeyDer")));
            signature.update(vector.hex("msg"));
            if (!signature.verify(vector.hex("sig"))) {
                throw new SignatureException("not the signature");
            }
            return true;
        };
    }

    private Check rsaSign(Group group) {
        return rsa(group, SIGNED_HASHES, () -> {
            GroupKey key = new GroupKey(plain, group);
            return vector -> {
                Signature signature =
                    Signature.getInstance(inSignatures(group.text("sha")) + "withRSA", plain.provider());
                signature.initSign(key.get());
                signature.update(vector.hex("msg"));
                return Arrays.equals(vector.hex("sig"), signature.sign());
            };
        });
    }

    private Check oaep(Group group) {
        return HASHES.contains(group.text("mgfSha")) ? rsa(group, HASHES, () -> decrypt(plain, group,
            "RSA/ECB/OAEPPadding", vector -> new OAEPParameterSpec(group.text("sha"), "MGF1",
                new MGF1ParameterSpec(group.text("mgfSha")), new PSource.PSpecified(vector.hex("label")))))
            : noServiceFor("MGF1 with " + group.text("mgfSha"));
    }

    private Check pkcs1(Group group) {
        return rsa(group, null,
            () -> decrypt(tokens.pkcs1Decryption(), group, "RSA/ECB/PKCS1Padding", vector -> null));
    }

    private static Check decrypt(TokenVectors token, Group group, String name,
            Function<Vector, AlgorithmParameterSpec> parameters) {
        GroupKey key = new GroupKey(token, group);
        return vector -> {
            Cipher cipher = Cipher.getInstance(name, token.provider());
            cipher.init(Cipher.DECRYPT_MODE, key.get(), parameters.apply(vector));
            return Arrays.equals(vector.hex("msg"), cipher.doFinal(vector.hex("ct")));
        };
    }

    /** The RSA key of a group, imported for its first vector: a refusal of the key is a verdict on the vectors. */
    private static final class GroupKey {
        private final TokenVectors token;
        private final Group group;
        private PrivateKey imported;

        GroupKey(TokenVectors token, Group group) {
            this.token = token;
            this.group = group;
        }

        PrivateKey get() throws GeneralSecurityException {
            if (imported == null) {
                imported = token.pkcs8("RSA", group.hex("privateKeyPkcs8"));
            }
            return imported;
        }
    }

    private interface Plan {
        Check check();
    }

    private static Check rsa(Group group, Set<String> hashes, Plan plan) {
        int bits = group.number("keySize");
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            return noServiceFor("RSA keys of " + bits + " bits");
        }
        return hashes == null || hashes.contains(group.text("sha")) ? plan.check()
            : noServiceFor(group.algorithm() + " with " + group.text("sha"));
    }

    private static byte[] x509(AlgorithmIdentifier algorithm, byte[] point) {
        try {
            return new SubjectPublicKeyInfo(algorithm, point).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void destroy(Key key) {
        try {
            ((Destroyable) key).destroy();
        } catch (DestroyFailedException e) {
            throw new IllegalStateException(e);
        }
    }
}
