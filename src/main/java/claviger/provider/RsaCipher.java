package claviger.provider;

import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_UNWRAP;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * RSA with PKCS#1 v1.5 or OAEP: one block, private keys of the token, public keys of anybody. Also CKM_RSA_AES_KEY_WRAP,
 * which wraps keys of any length: an AES key of 256 bits by OAEP, and the key by that.
 */
final class RsaCipher extends TokenCipher {
    private static final int AES_BITS = 256;

    private final Ckm mechanism;
    private final String oaepHash;
    private final InputBuffer input = new InputBuffer();
    private OAEPParameterSpec oaep;
    private int modulusBytes;
    private boolean tooLong;

    /** @param oaepHash the hash of OAEP unless parameters say otherwise, or null for PKCS#1 v1.5 */
    RsaCipher(Token token, String name, Ckm mechanism, String oaepHash) {
        super(token, name);
        this.mechanism = mechanism;
        this.oaepHash = oaepHash;
    }

    @Override TokenKey key(Key given, int opmode) throws InvalidKeyException {
        if (mechanism == Ckm.CKM_RSA_AES_KEY_WRAP && opmode != Cipher.WRAP_MODE && opmode != Cipher.UNWRAP_MODE) {
            throw new InvalidKeyException(name + " wraps and unwraps keys: use Cipher.WRAP_MODE and Cipher.UNWRAP_MODE");
        }
        TokenKey own;
        if (given instanceof PublicKey publicKey) {
            if (opmode == Cipher.DECRYPT_MODE || opmode == Cipher.UNWRAP_MODE) {
                throw new InvalidKeyException(name + " decrypts with a private key");
            }
            KeyImport foreign = new KeyImport(token);
            own = opmode == Cipher.WRAP_MODE ? foreign.forWrapping(publicKey) : foreign.forUse(publicKey);
            modulusBytes = (KeySizes.bits(publicKey) + 7) / Byte.SIZE;
        } else {
            TokenPrivateKey pair = TokenKey.own(TokenPrivateKey.class, given, token);
            if (opmode == Cipher.ENCRYPT_MODE || opmode == Cipher.WRAP_MODE) {
                throw new InvalidKeyException(name + " encrypts with a public key");
            }
            own = pair;
            modulusBytes = pair instanceof RSAKey rsa ? (rsa.getModulus().bitLength() + 7) / Byte.SIZE : 0;
        }
        if (own.type() != Ckk.CKK_RSA) {
            throw new InvalidKeyException(name + " needs an RSA key, not " + own.type());
        }
        return own;
    }

    @Override Mechanism mechanism(AlgorithmParameterSpec spec, int opmode, SecureRandom random)
            throws InvalidAlgorithmParameterException {
        input.drop();
        tooLong = false;
        if (oaepHash == null) {
            if (spec != null) {
                throw new InvalidAlgorithmParameterException(name + " takes no parameters");
            }
            return Mechanism.of(mechanism);
        }
        if (spec != null && !(spec instanceof OAEPParameterSpec)) {
            throw new InvalidAlgorithmParameterException(name + " takes an OAEPParameterSpec");
        }
        // as in the JDK, the mask generation function hashes with SHA-1 unless parameters say otherwise
        oaep = spec != null ? (OAEPParameterSpec) spec
            : new OAEPParameterSpec(oaepHash, "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
        if (!(oaep.getPSource() instanceof PSource.PSpecified label)) {
            throw new InvalidAlgorithmParameterException(name + ": the label has to be a PSource.PSpecified");
        }
        Parameters.Oaep parameters = new Parameters.Oaep(Hashes.named(oaep.getDigestAlgorithm()).digest(),
            Hashes.mgf(oaep.getMGFAlgorithm(), oaep.getMGFParameters()), label.getValue());
        return new Mechanism(mechanism, mechanism == Ckm.CKM_RSA_AES_KEY_WRAP
            ? new Parameters.RsaAesKeyWrap(AES_BITS, parameters) : parameters);
    }

    /**
     * Libraries take UNWRAP_MODE for a content key that they then use themselves (JWE, CMS), and want of the private key
     * what DECRYPT_MODE wants. So the uses of the key decide: CKA_UNWRAP keeps the content key in the token.
     */
    @Override boolean decryptsInstead(TokenKey with) {
        Template uses = Refusal.atCall(name, () -> token.call(session ->
            token.cryptoki().attributes(session, with.handle(), CKA_DECRYPT, CKA_UNWRAP)));
        return uses.is(CKA_DECRYPT) && !uses.is(CKA_UNWRAP);
    }

    @Override protected byte[] engineUpdate(byte[] bytes, int offset, int length) {
        if (length > modulusBytes - input.length()) {
            tooLong = true;
        } else {
            input.add(bytes, offset, length);
        }
        return null;
    }

    @Override byte[] last(byte[] bytes, int offset, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        if (length > 0) {
            engineUpdate(bytes, offset, length);
        }
        if (tooLong) {
            afterFinal();
            throw new IllegalBlockSizeException(name + " takes at most " + modulusBytes + " bytes with this key");
        }
        byte[] all = input.take();
        return super.last(all, 0, all.length);
    }

    @Override void afterFinal() {
        super.afterFinal();
        input.drop();
        tooLong = false;
    }

    @Override Class<? extends AlgorithmParameterSpec> specClass() {
        return OAEPParameterSpec.class;
    }

    @Override int growth(boolean encrypts) {
        return modulusBytes;
    }

    @Override protected int engineGetOutputSize(int inputLength) {
        return modulusBytes;
    }

    @Override protected int engineGetBlockSize() {
        return 0;
    }

    @Override protected byte[] engineGetIV() {
        return null;
    }

    @Override protected AlgorithmParameters engineGetParameters() {
        if (oaep == null) {
            return null;
        }
        try {
            AlgorithmParameters encoded = AlgorithmParameters.getInstance("OAEP");
            encoded.init(oaep);
            return encoded;
        } catch (NoSuchAlgorithmException | InvalidParameterSpecException e) {
            throw new ProviderException("no provider of this JVM encodes OAEP parameters", e);
        }
    }
}
