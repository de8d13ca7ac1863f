package claviger.provider;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;

/**
 * PBKDF2 in the token (CKM_PKCS5_PBKD2). It takes a {@link TokenPasswordSpec} and nothing else: with the provider first
 * in the list it is asked for every password of the JVM, of PKCS#12 files too, and for a plain PBEKeySpec the JCA then
 * goes on to the next provider.
 */
final class PasswordFactory extends SecretKeyFactorySpi {
    private final Token token;
    private final String name;
    private final Ckm prf;

    PasswordFactory(Token token, String name, Ckm prf) {
        this.token = token;
        this.name = name;
        this.prf = prf;
    }

    @Override protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
        if (!(spec instanceof TokenPasswordSpec given)) {
            throw new InvalidKeySpecException(name + " makes keys in the token from a TokenPasswordSpec; leave others "
                + "to another provider");
        }
        char[] characters = given.getPassword();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
        byte[] password = new byte[encoded.remaining()];
        encoded.get(password);
        try {
            Mechanism mechanism = new Mechanism(Ckm.CKM_PKCS5_PBKD2,
                new Parameters.Pbkdf2(given.getSalt(), given.getIterationCount(), prf, password));
            return Refusal.atKeySpec(name, () -> {
                token.loginByFile();
                return NewSecret.of(given.algorithm(), given.key()).made(token, (session, template) ->
                    token.cryptoki().generateKey(session.handle(), mechanism, template));
            });
        } finally {
            Arrays.fill(characters, '\0');
            Arrays.fill(encoded.array(), (byte) 0);
            Arrays.fill(password, (byte) 0);
        }
    }

    @Override protected KeySpec engineGetKeySpec(SecretKey key, Class<?> spec) throws InvalidKeySpecException {
        throw new InvalidKeySpecException(name + " only makes keys; ask the SecretKeyFactory of the key's own algorithm");
    }

    @Override protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
        throw new InvalidKeyException(name + " makes keys of passwords and translates none");
    }
}
