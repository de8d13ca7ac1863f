package claviger.vectors;

import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;

/** Ciphers, MACs and key wrapping with secret keys in the token. */
record SecretChecks(TokenVectors.All tokens) {
    private static final Map<String, String> WRAPS = Map.of("AES-WRAP", "AES/KW/NoPadding", "KW", "AES/KW/NoPadding",
        "AES-KWP", "AES/KWP/NoPadding", "KWP", "AES/KWP/NoPadding");

    private static final int BLOCK = 16;
    private static final int AES_192 = 24;

    Check aead(Group group) {
        boolean chacha = group.algorithm().equals("CHACHA20-POLY1305");
        String name = chacha ? "ChaCha20-Poly1305" : group.algorithm().replace("AES-", "AES/") + "/NoPadding";
        return vector -> {
            AlgorithmParameterSpec spec = chacha ? new IvParameterSpec(vector.hex("iv"))
                : new GCMParameterSpec(group.number("tagSize"), vector.hex("iv"));
            byte[] whole = org.bouncycastle.util.Arrays.concatenate(vector.hex("ct"), vector.hex("tag"));
            return roundTrip(name, chacha ? "ChaCha20" : "AES", spec, vector, whole);
        };
    }

    Check cipher(Group group) {
        boolean padded = group.algorithm().equals("AES-CBC-PKCS5");
        String name = padded ? "AES/CBC/PKCS5Padding" : "AES/XTS/NoPadding";
        Check check = vector -> roundTrip(name, padded ? "AES" : "AES-XTS",
            new IvParameterSpec(padded ? vector.hex("iv") : Arrays.copyOf(vector.hex("iv"), BLOCK)), vector, vector.hex("ct"));
        return check.but(vector -> !padded && vector.hex("key").length == 2 * AES_192,
            "PKCS#11 has no key of 2 * 192 bits for XTS");
    }

    private boolean roundTrip(String name, String keyName, AlgorithmParameterSpec spec, Vector vector,
            byte[] encrypted) throws GeneralSecurityException {
        SecretKey key = tokens.plain().secret(keyName, vector.hex("key"));
        try {
            Cipher cipher = Cipher.getInstance(name, tokens.plain().provider());
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
        if (vector.has("aad")) {
            cipher.updateAAD(vector.hex("aad"));
        }
    }

    Check mac(Group group) {
        boolean cmac = group.algorithm().equals("AES-CMAC");
        String name = cmac ? "AESCMAC" : "Hmac" + group.algorithm().replaceFirst("^HMAC-?", "");
        TokenVectors token = cmac ? tokens.macs() : tokens.plain();
        if (!token.has("Mac", name)) {
            return Checks.noServiceFor(group.algorithm());
        }
        return mac(token, name, cmac ? "AES" : name, group, false)
            .but(vector -> vector.hex("key").length == 0, "the JCA has no empty SecretKeySpec");
    }

    Check gmac(Group group) {
        return mac(tokens.macs(), "AESGMAC", "AES", group, true);
    }

    private static Check mac(TokenVectors token, String name, String keyName, Group group, boolean hasIv) {
        return vector -> {
            SecretKey key = token.secret(keyName, vector.hex("key"));
            try {
                Mac mac = Mac.getInstance(name, token.provider());
                mac.init(key, hasIv ? new IvParameterSpec(vector.hex("iv")) : null);
                byte[] tag = vector.hex("tag");
                byte[] made = mac.doFinal(vector.hex("msg"));
                // a caller cuts a MAC to the length that was agreed on, and takes no other length
                if (!Arrays.equals(tag, Arrays.copyOf(made, Math.min(made.length, group.number("tagSize") / 8)))) {
                    throw new SignatureException("another MAC");
                }
                return true;
            } finally {
                destroy(key);
            }
        };
    }

    Check keyWrap(Group group) {
        String name = WRAPS.get(group.algorithm());
        TokenVectors token = tokens.wrapping();
        return vector -> {
            SecretKey key = token.secret("AES", vector.hex("key"));
            try {
                Cipher cipher = Cipher.getInstance(name, token.provider());
                cipher.init(Cipher.UNWRAP_MODE, key);
                SecretKey unwrapped = (SecretKey) cipher.unwrap(vector.hex("ct"), "Generic", Cipher.SECRET_KEY);
                cipher.init(Cipher.WRAP_MODE, key);
                boolean right = Arrays.equals(vector.hex("msg"), token.value(unwrapped))
                    && Arrays.equals(vector.hex("ct"), cipher.wrap(unwrapped));
                destroy(unwrapped);
                return right;
            } finally {
                destroy(key);
            }
        };
    }

    /** Lets go of the session object. */
    static void destroy(Key key) {
        try {
            ((Destroyable) key).destroy();
        } catch (DestroyFailedException e) {
            throw new IllegalStateException(e);
        }
    }
}
