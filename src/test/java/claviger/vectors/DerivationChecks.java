package claviger.vectors;

import claviger.cryptoki.Cka;
import claviger.provider.TokenDerivationSpec;
import claviger.provider.TokenKeySpec;
import claviger.provider.TokenPasswordSpec;
import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;

/**
 * Keys out of keys and passwords, by SecretKeyFactory. The token is one of the policy spec: a safe one has no keys as short
 * as some of the vectors want (Z7).
 */
record DerivationChecks(TokenVectors token) {
    private static final int LONGEST_SECRET = 4096;

    Check hkdf(Group group) {
        String name = "HkdfWithHmac" + group.algorithm().replaceFirst("^HKDF-", "").replaceFirst("^SHA-", "SHA");
        return check(name, vector -> {
            SecretKey base = token.secret("HKDF", vector.hex("ikm"));
            try {
                return gives(name, TokenDerivationSpec.of(base, "Generic", readable(size(vector)))
                    .salt(vector.hex("salt")).info(vector.hex("info")), vector.hex("okm"));
            } finally {
                SecretChecks.destroy(base);
            }
        }).forbidden(DerivationChecks::isTooLong, "a secret of a token has 4096 bytes at the most");
    }

    static int size(Vector vector) {
        return vector.json().path("size").asInt();
    }

    static boolean isTooLong(Vector vector) {
        return vector.isValid() && size(vector) > LONGEST_SECRET;
    }

    Check pbkdf2(Group group) {
        String name = "PBKDF2WithHmac" + group.algorithm().replaceFirst("^PBKDF2-HMAC-?", "").replaceFirst("^SHA-", "SHA");
        return check(name, vector -> gives(name, new TokenPasswordSpec(password(vector).toCharArray(), vector.hex("salt"),
            vector.json().path("iterationCount").asInt(), "Generic", readable(vector.json().path("dkLen").asInt())),
            vector.hex("dk")))
            .but(vector -> !Arrays.equals(vector.hex("password"), password(vector).getBytes(StandardCharsets.UTF_8)),
                "a password of the JCA is text")
            .but(vector -> vector.hex("salt").length == 0, "PBEKeySpec has no empty salt");
    }

    private static String password(Vector vector) {
        return new String(vector.hex("password"), StandardCharsets.UTF_8);
    }

    private Check check(String name, Check check) {
        return token.has("SecretKeyFactory", name) ? check : Checks.noServiceFor(name);
    }

    private static TokenKeySpec readable(int bytes) {
        return TokenKeySpec.of(Byte.SIZE * bytes).extractable(true).with(Cka.CKA_SENSITIVE, false);
    }

    private boolean gives(String name, KeySpec spec, byte[] expected) throws GeneralSecurityException {
        SecretKey derived = SecretKeyFactory.getInstance(name, token.provider()).generateSecret(spec);
        byte[] value = token.value(derived);
        SecretChecks.destroy(derived);
        return Arrays.equals(expected, value);
    }
}
