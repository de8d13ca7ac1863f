package claviger.provider;

import static claviger.cryptoki.Ckr.CKR_ACTION_PROHIBITED;
import static claviger.cryptoki.Ckr.CKR_AEAD_DECRYPT_FAILED;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_BUFFER_TOO_SMALL;
import static claviger.cryptoki.Ckr.CKR_CURVE_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_DOMAIN_PARAMS_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_KEY_FUNCTION_NOT_PERMITTED;
import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_KEY_UNEXTRACTABLE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_INVALID;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_PIN_EXPIRED;
import static claviger.cryptoki.Ckr.CKR_PIN_INCORRECT;
import static claviger.cryptoki.Ckr.CKR_PIN_LOCKED;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_SESSION_COUNT;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_INVALID;
import static claviger.cryptoki.Ckr.CKR_SIGNATURE_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_TOKEN_NOT_PRESENT;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_USER_NOT_LOGGED_IN;
import static claviger.cryptoki.Ckr.CKR_USER_PIN_NOT_INITIALIZED;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_WRAPPING_KEY_TYPE_INCONSISTENT;

import claviger.config.ConfigurationException;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyStoreException;
import java.security.ProviderException;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.security.auth.login.AccountLockedException;
import javax.security.auth.login.CredentialExpiredException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;

/**
 * Where a refusal of the token becomes the exception that the JCA promises (E4). No other class of this package catches
 * CkrException. The message names the CKR, what was tried, and what to do about it.
 */
final class Refusal {
    /** What a CKR is about, which with the place of the call decides the exception. */
    private enum About { KEY, PARAMETER, LENGTH, CIPHERTEXT, SIGNATURE, PIN, LOCKED, EXPIRED, OTHER }

    private record Row(About about, String remedy) {
    }

    private static final Row UNKNOWN = new Row(About.OTHER, "");
    private static final Map<Ckr, Row> TABLE = new EnumMap<>(Ckr.class);

    static {
        row(CKR_PIN_INCORRECT, About.PIN, "check the PIN; failed tries are counted");
        row(CKR_PIN_LOCKED, About.LOCKED, "the security officer unlocks it with: claviger pin --reset");
        row(CKR_PIN_EXPIRED, About.EXPIRED, "set a new PIN with: claviger pin");
        row(CKR_USER_PIN_NOT_INITIALIZED, About.PIN, "set a user PIN with: claviger pin --reset");
        row(CKR_USER_NOT_LOGGED_IN, About.KEY, "log in by KeyStore.load with the PIN or by AuthProvider.login");
        row(CKR_KEY_HANDLE_INVALID, About.KEY, "the key is gone, or nobody is logged in; log in and load it again");
        row(CKR_OBJECT_HANDLE_INVALID, About.KEY, "the object is gone, or nobody is logged in");
        row(CKR_KEY_TYPE_INCONSISTENT, About.KEY, "use a key of the algorithm's type");
        row(CKR_KEY_FUNCTION_NOT_PERMITTED, About.KEY,
            "the key's attributes or an access control list do not permit this use; attributes are set when the key is made "
                + "(TokenKeySpec), lists by claviger acl");
        row(CKR_ACTION_PROHIBITED, About.KEY, "an access control list or the token's policy prohibits it");
        row(CKR_KEY_SIZE_RANGE, About.KEY, "use a key of another size");
        row(CKR_KEY_NOT_WRAPPABLE, About.KEY, "the token's policy keeps this key from being wrapped so; with AES/GCM leave the "
            + "IV to the token: init for wrapping without parameters, and take them from the Cipher after wrap");
        row(CKR_KEY_UNEXTRACTABLE, About.KEY, "only a key made with CKA_EXTRACTABLE can leave the token wrapped");
        row(CKR_WRAPPING_KEY_HANDLE_INVALID, About.KEY, "the wrapping key is gone, or nobody is logged in");
        row(CKR_WRAPPING_KEY_TYPE_INCONSISTENT, About.KEY, "use a wrapping key of the algorithm's type");
        row(CKR_WRAPPING_KEY_SIZE_RANGE, About.KEY, "use a wrapping key of another size");
        row(CKR_UNWRAPPING_KEY_HANDLE_INVALID, About.KEY, "the unwrapping key is gone, or nobody is logged in");
        row(CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT, About.KEY, "use an unwrapping key of the algorithm's type");
        row(CKR_UNWRAPPING_KEY_SIZE_RANGE, About.KEY, "use an unwrapping key of another size");
        row(CKR_WRAPPED_KEY_INVALID, About.KEY, "the wrapped key was changed, or wrapped with another key");
        row(CKR_WRAPPED_KEY_LEN_RANGE, About.KEY, "no wrapped key of this kind has this length");
        row(CKR_PUBLIC_KEY_INVALID, About.KEY, "the public key is not a point or value that may be used");
        row(CKR_MECHANISM_INVALID, About.KEY,
            "the token, its policy or the key's CKA_ALLOWED_MECHANISMS do not have this mechanism");
        row(CKR_MECHANISM_PARAM_INVALID, About.PARAMETER, "check the algorithm parameters");
        row(CKR_CURVE_NOT_SUPPORTED, About.PARAMETER,
            "use P-256, P-384, P-521, secp256k1, a curve of Brainpool, Ed25519, Ed448, X25519 or X448");
        row(CKR_DOMAIN_PARAMS_INVALID, About.PARAMETER, "use a named curve or group");
        row(CKR_ATTRIBUTE_VALUE_INVALID, About.PARAMETER, "check the attributes asked for");
        row(CKR_TEMPLATE_INCOMPLETE, About.PARAMETER, "check the attributes asked for");
        row(CKR_TEMPLATE_INCONSISTENT, About.PARAMETER,
            "the attributes asked for contradict each other or the token's policy");
        row(CKR_DATA_LEN_RANGE, About.LENGTH, "the data has a length that this mechanism cannot take");
        row(CKR_ENCRYPTED_DATA_LEN_RANGE, About.LENGTH, "no ciphertext of this mechanism has this length");
        row(CKR_ENCRYPTED_DATA_INVALID, About.CIPHERTEXT, "the data was changed, or encrypted with another key");
        row(CKR_AEAD_DECRYPT_FAILED, About.CIPHERTEXT, "the data was changed, or encrypted with another key");
        row(CKR_DATA_INVALID, About.CIPHERTEXT, "the data does not fit the mechanism");
        row(CKR_SIGNATURE_INVALID, About.SIGNATURE, "");
        row(CKR_SIGNATURE_LEN_RANGE, About.SIGNATURE, "");
        row(CKR_OPERATION_NOT_INITIALIZED, About.OTHER, "the operation was ended by a logout; log in and start again");
        row(CKR_SESSION_COUNT, About.OTHER, "too many operations are under way at once");
        row(CKR_TOKEN_NOT_PRESENT, About.OTHER, "the token was deleted");
        row(CKR_FUNCTION_FAILED, About.OTHER, "the store was busy or failed; see the cause");
        row(CKR_DEVICE_ERROR, About.OTHER, "the store, or the connection to the server, failed; see the cause");
        row(CKR_BUFFER_TOO_SMALL, About.OTHER, "give a longer buffer");
    }

    private Refusal() {
    }

    private static void row(Ckr ckr, About about, String remedy) {
        if (TABLE.put(ckr, new Row(about, remedy)) != null) {
            throw new AssertionError("two rows for " + ckr);
        }
    }

    /** init with a key: InvalidKeyException. */
    static <T> T atInit(String what, Supplier<T> call) throws InvalidKeyException {
        try {
            return call.get();
        } catch (CkrException e) {
            throw invalidKey(what, e);
        }
    }

    /** init with a key and parameters: what is wrong with the parameters is told apart. */
    static <T> T atInitWithParameters(String what, Supplier<T> call)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        try {
            return call.get();
        } catch (CkrException e) {
            if (about(e) == About.PARAMETER) {
                throw new InvalidAlgorithmParameterException(message(what, e), e);
            }
            throw invalidKey(what, e);
        }
    }

    /** Parameters that come before, or without, a key. */
    static void atParameters(String what, Runnable call) throws InvalidAlgorithmParameterException {
        try {
            call.run();
        } catch (CkrException | ConfigurationException e) {
            throw new InvalidAlgorithmParameterException(what + ": " + e.getMessage(), e);
        }
    }

    /** update and sign. */
    static <T> T atSign(String what, Supplier<T> call) throws SignatureException {
        try {
            return call.get();
        } catch (CkrException e) {
            throw new SignatureException(message(what, e), e);
        }
    }

    /** verify: a signature that is not right is no exception. */
    static boolean atVerify(String what, Runnable call) throws SignatureException {
        try {
            call.run();
            return true;
        } catch (CkrException e) {
            if (about(e) == About.SIGNATURE) {
                return false;
            }
            throw new SignatureException(message(what, e), e);
        }
    }

    /** doFinal. @param aead whether ciphertext that is not right means a wrong tag */
    static <T> T atFinal(String what, boolean aead, Supplier<T> call)
            throws IllegalBlockSizeException, BadPaddingException {
        try {
            return call.get();
        } catch (CkrException e) {
            String message = message(what, e);
            boolean ciphertext = about(e) == About.CIPHERTEXT;
            if (aead && (ciphertext || e.ckr() == CKR_ENCRYPTED_DATA_LEN_RANGE)) {
                throw caused(new AEADBadTagException(message), e);
            } else if (ciphertext) {
                throw caused(new BadPaddingException(message), e);
            } else if (about(e) == About.LENGTH) {
                throw caused(new IllegalBlockSizeException(message), e);
            }
            throw unexpected(what, e);
        }
    }

    /** Calls for which the JCA has no checked exception: update of a Cipher, Mac, MessageDigest, generation. */
    static <T> T atCall(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (CkrException e) {
            throw unexpected(what, e);
        }
    }

    /** KeyFactory and SecretKeyFactory. */
    static <T> T atKeySpec(String what, Supplier<T> call) throws InvalidKeySpecException {
        try {
            return call.get();
        } catch (CkrException e) {
            throw new InvalidKeySpecException(message(what, e), e);
        }
    }

    /** A change of a KeyStore. */
    static <T> T atStore(String what, Supplier<T> call) throws KeyStoreException {
        try {
            return call.get();
        } catch (CkrException e) {
            throw new KeyStoreException(message(what, e), e);
        }
    }

    /** KeyStore.load: what is wrong with the PIN is caused by UnrecoverableKeyException, which keytool looks for. */
    static void atLoad(String what, Runnable call) throws IOException {
        try {
            call.run();
        } catch (CkrException e) {
            boolean pin = about(e) == About.PIN || about(e) == About.LOCKED || about(e) == About.EXPIRED;
            Throwable cause = pin ? caused(new UnrecoverableKeyException(message(what, e)), e) : e;
            throw new IOException(message(what, e), cause);
        } catch (ConfigurationException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        }
    }

    /** AuthProvider.login and logout. */
    static void atLogin(String what, Runnable call) throws LoginException {
        try {
            call.run();
        } catch (CkrException e) {
            String message = message(what, e);
            LoginException refused = switch (about(e)) {
                case PIN -> new FailedLoginException(message);
                case LOCKED -> new AccountLockedException(message);
                case EXPIRED -> new CredentialExpiredException(message);
                default -> new LoginException(message);
            };
            throw caused(refused, e);
        } catch (ConfigurationException e) {
            throw caused(new LoginException(what + ": " + e.getMessage()), e);
        }
    }

    /** Provider.configure. Also logged, because keytool says no more than that there is no such provider. */
    static <T> T atConfigure(Callable<T> call) {
        try {
            return call.call();
        } catch (ConfigurationException e) {
            log().log(Level.ERROR, e.getMessage());
            throw caused(new InvalidParameterException(e.getMessage()), e);
        } catch (CkrException e) {
            log().log(Level.ERROR, message("opening the token", e));
            throw caused(new InvalidParameterException(message("opening the token", e)), e);
        } catch (Exception e) {
            throw new ProviderException("opening the token", e);
        }
    }

    /** A call that may be made twice: made again on a new connection if the server went away under it. */
    static <T> T onceMore(Token token, Supplier<T> call) {
        try {
            return call.get();
        } catch (CkrException e) {
            if (e.ckr() != CKR_DEVICE_ERROR || token.isConnected()) {
                throw e;
            }
            log().log(Level.DEBUG, () -> message("once more", e));
            return call.get();
        }
    }

    /** A function that foreign tokens may lack, and what to do without it. */
    static <T> T unlessSupported(Supplier<T> call, Supplier<T> without) {
        try {
            return call.get();
        } catch (CkrException e) {
            if (e.ckr() != CKR_FUNCTION_NOT_SUPPORTED) {
                throw e;
            }
            return without.get();
        }
    }

    /** Cleaning up, where nobody waits for an exception. @return whether it worked */
    static boolean cleansUp(String what, Runnable call) {
        try {
            call.run();
            return true;
        } catch (CkrException e) {
            log().log(Level.DEBUG, () -> message(what, e));
            return false;
        }
    }

    /** Whether a CKR has a row of its own; for the test of the table. */
    static boolean knows(Ckr ckr) {
        return TABLE.containsKey(ckr);
    }

    private static About about(CkrException e) {
        return TABLE.getOrDefault(e.ckr(), UNKNOWN).about;
    }

    /** What is wrong with the key; what has nothing to do with the key is thrown as it is. */
    private static InvalidKeyException invalidKey(String what, CkrException e) {
        if (about(e) == About.OTHER) {
            throw unexpected(what, e);
        }
        return new InvalidKeyException(message(what, e), e);
    }

    private static ProviderException unexpected(String what, CkrException e) {
        return new ProviderException(message(what, e), e);
    }

    private static String message(String what, CkrException e) {
        String remedy = TABLE.getOrDefault(e.ckr(), UNKNOWN).remedy;
        return what + ": " + e.getMessage() + (remedy.isEmpty() ? "" : " (" + remedy + ")");
    }

    private static <X extends Throwable> X caused(X refused, Throwable cause) {
        refused.initCause(cause);
        return refused;
    }

    /** Looked for when there is something to say: the JVM's loggers are not a thing to load before a first signature. */
    private static System.Logger log() {
        return System.getLogger("claviger.provider");
    }
}
