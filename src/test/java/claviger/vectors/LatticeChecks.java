package claviger.vectors;

import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.function.Function;
import javax.crypto.KEM;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;

/** ML-DSA and ML-KEM. */
record LatticeChecks(TokenVectors token) {
    private static final int SECRET_BYTES = 32;

    /** What a vector says of a key that was imported. */
    private interface Judgement {
        boolean right(PrivateKey key, Vector vector) throws Exception;
    }

    Check verify(Group group) {
        byte[] key = KeyForms.setPublic(group.algorithm(), group.hex("publicKey"));
        return vector -> new SignatureChecks(token)
            .verify(group.algorithm(), key, group.algorithm(), context(vector)).accepts(vector);
    }

    /** The provider hedges each signature, so that it is not the one of the vector; both have to verify. */
    Check sign(Group group) {
        String name = group.algorithm();
        byte[] pkcs8 = group.has("privateSeed") ? KeyForms.setSeed(name, group.hex("privateSeed"))
            : KeyForms.setPrivate(name, group.hex("privateKey"));
        SignatureChecks signatures = new SignatureChecks(token);
        return imported(name, vector -> pkcs8, (key, vector) -> {
            byte[] message = vector.hex("msg");
            PublicKey half = token.publicKey(name, info(name, key));
            byte[] made = signatures.signed(key, name, context(vector), message);
            signatures.requireVerified(half, name, context(vector), message, made);
            signatures.requireVerified(half, name, context(vector), message, vector.hex("sig"));
            return true;
        }).but(vector -> !vector.has("msg"), "no mechanism signs a µ from outside");
    }

    private static AlgorithmParameterSpec context(Vector vector) {
        return vector.has("ctx") ? new ContextParameterSpec(vector.hex("ctx")) : null;
    }

    Check decapsulate(Group group) {
        return kem(group, name -> imported(name, vector -> KeyForms.setSeed(name, vector.hex("seed")),
            (key, vector) -> Arrays.equals(vector.hex("K"), secret(name, key, vector))));
    }

    /** Without the secret in the vector, what is left to see is whether there is one. */
    Check decapsulateExpanded(Group group) {
        return kem(group, name -> imported(name, vector -> KeyForms.setPrivate(name, vector.hex("dk")),
            (key, vector) -> {
                byte[] secret = secret(name, key, vector);
                return vector.has("K") ? Arrays.equals(vector.hex("K"), secret) : secret.length == SECRET_BYTES;
            }));
    }

    private byte[] secret(String name, PrivateKey key, Vector vector) throws Exception {
        return KEM.getInstance(name, token.provider()).newDecapsulator(key).decapsulate(vector.hex("c")).getEncoded();
    }

    /** The private half stays in the token; the public one has to be that of the vector. */
    Check makeKey(Group group) {
        return kem(group, name -> imported(name, vector -> KeyForms.setSeed(name, vector.hex("seed")),
            (key, vector) -> Arrays.equals(KeyForms.setPublic(name, vector.hex("ek")), info(name, key))));
    }

    /** Chance is the token's own, so that c and K are others than those of the vector. */
    Check encapsulate(Group group) {
        return kem(group, name -> vector -> {
            PublicKey key = token.publicKey(name, KeyForms.setPublic(name, vector.hex("ek")));
            KEM.Encapsulated made = KEM.getInstance(name, token.provider()).newEncapsulator(key).encapsulate();
            return made.encapsulation().length == vector.hex("c").length
                && made.key().getEncoded().length == vector.hex("K").length;
        });
    }

    private Check kem(Group group, Function<String, Check> check) {
        String name = group.text("parameterSet");
        return KeyForms.hasSet(name) && token.has("KEM", name) ? check.apply(name) : Checks.noServiceFor(name);
    }

    private interface Encoded {
        byte[] of(Vector vector);
    }

    private Check imported(String name, Encoded pkcs8, Judgement judgement) {
        return vector -> {
            PrivateKey key = token.pkcs8(name, pkcs8.of(vector));
            try {
                return judgement.right(key, vector);
            } finally {
                SecretChecks.destroy(key);
            }
        };
    }

    /** The public half of a key in the token. */
    private byte[] info(String name, PrivateKey key) throws Exception {
        return KeyFactory.getInstance(name, token.provider()).getKeySpec(key, X509EncodedKeySpec.class).getEncoded();
    }
}
