package claviger.vectors;

import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Signatures and decryption with RSA. */
record RsaChecks(TokenVectors.All tokens) {
    private static final Set<String> HASHES = Set.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512",
        "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512");
    private static final int LEAST_BITS = 1024;
    private static final int MOST_BITS = 16384;

    Check verify(Group group) {
        return signs(group, name -> new SignatureChecks(tokens.plain()).verify(group, "RSA", name, null));
    }

    Check sign(Group group) {
        GroupKey key = new GroupKey(tokens.plain(), group);
        Check signs = signs(group, name -> vector -> Arrays.equals(vector.hex("sig"),
            new SignatureChecks(tokens.plain()).signed(key.get(), name, null, vector.hex("msg"))));
        String old = group.text("sha").equals("SHA-1") ? "keys of a safe token that do not name SHA-1 do not sign it"
            : KeyForms.signsNoMore(group);
        return old == null ? signs : signs.forbidden(every -> true, old);
    }

    private Check signs(Group group, Function<String, Check> check) {
        String name = SignatureChecks.inSignatures(group.text("sha")) + "withRSA";
        return !tokens.plain().has("Signature", name) ? Checks.noServiceFor(name)
            : sized(group, () -> check.apply(name));
    }

    Check pss(Group group) {
        return hashed(group, () -> new SignatureChecks(tokens.plain())
            .verify(group, "RSA", "RSASSA-PSS", parameters(group)));
    }

    /** With keys that name their parameters, for which the KeyFactory of a JVM does not have every hash function. */
    Check pssKey(Group group) {
        PublicKey key = new EncodedPublicKey("RSASSA-PSS", group.publicKeyDer());
        return hashed(group, () -> vector -> {
            new SignatureChecks(tokens.plain())
                .requireVerified(key, "RSASSA-PSS", parameters(group), vector.hex("msg"), vector.hex("sig"));
            return true;
        });
    }

    private static PSSParameterSpec parameters(Group group) {
        return new PSSParameterSpec(group.text("sha"), "MGF1", new MGF1ParameterSpec(group.text("mgfSha")),
            group.number("sLen"), PSSParameterSpec.TRAILER_FIELD_BC);
    }

    Check oaep(Group group) {
        return hashed(group, () -> decrypt(tokens.plain(), group, "RSA/ECB/OAEPPadding",
            vector -> new OAEPParameterSpec(group.text("sha"), "MGF1",
                new MGF1ParameterSpec(group.text("mgfSha")), new PSource.PSpecified(vector.hex("label")))));
    }

    Check pkcs1(Group group) {
        return sized(group, () -> decrypt(tokens.pkcs1Decryption(), group, "RSA/ECB/PKCS1Padding", vector -> null));
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

    private static Check hashed(Group group, Supplier<Check> check) {
        for (String hash : new String[] {group.text("sha"), group.text("mgfSha")}) {
            if (!HASHES.contains(hash)) {
                return Checks.noServiceFor(group.algorithm() + " with " + hash);
            }
        }
        return sized(group, check);
    }

    private static Check sized(Group group, Supplier<Check> check) {
        int bits = group.number("keySize");
        if (bits < LEAST_BITS || bits > MOST_BITS) {
            return Checks.noServiceFor("RSA keys of " + bits + " bits");
        }
        return KeyForms.hasMorePrimes(group) ? Check.unfit("keys of a token have two primes") : check.get();
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
}
