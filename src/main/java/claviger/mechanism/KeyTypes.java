package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_AES;
import static claviger.cryptoki.Ckk.CKK_AES_XTS;
import static claviger.cryptoki.Ckk.CKK_CHACHA20;
import static claviger.cryptoki.Ckk.CKK_DH;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckk.CKK_HKDF;
import static claviger.cryptoki.Ckk.CKK_ML_DSA;
import static claviger.cryptoki.Ckk.CKK_ML_KEM;
import static claviger.cryptoki.Ckk.CKK_RSA;
import static claviger.cryptoki.Ckk.CKK_SHA224_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA256_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA384_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_224_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_256_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_384_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA3_512_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA512_224_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA512_256_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA512_HMAC;
import static claviger.cryptoki.Ckk.CKK_SHA_1_HMAC;
import static claviger.cryptoki.Ckk.CKK_SLH_DSA;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Cko.CKO_SECRET_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Template;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * What keys are made of (chapter 6 of PKCS#11 3.2), one row for each class and type: which attributes, which of them
 * are secret, what makes them right, and how they look when the key is wrapped. Stateless.
 */
public final class KeyTypes {
    /** Nothing that computes with a secret needs more, and a store should not have to keep it. */
    private static final int MOST_SECRET_BYTES = 4096;

    private static final LongPredicate SECRET_LENGTH = KeyTypes::isSecretLength;

    private static final Map<Cko, Map<Ckk, KeyForm>> ROWS = table(
        row(CKO_PUBLIC_KEY,  CKK_RSA,            new RsaPublicForm()),
        row(CKO_PRIVATE_KEY, CKK_RSA,            new RsaPrivateForm()),
        row(CKO_PUBLIC_KEY,  CKK_EC,             new CurvePublicForm(CKK_EC)),
        row(CKO_PRIVATE_KEY, CKK_EC,             new CurvePrivateForm(CKK_EC)),
        row(CKO_PUBLIC_KEY,  CKK_EC_EDWARDS,     new CurvePublicForm(CKK_EC_EDWARDS)),
        row(CKO_PRIVATE_KEY, CKK_EC_EDWARDS,     new CurvePrivateForm(CKK_EC_EDWARDS)),
        row(CKO_PUBLIC_KEY,  CKK_EC_MONTGOMERY,  new CurvePublicForm(CKK_EC_MONTGOMERY)),
        row(CKO_PRIVATE_KEY, CKK_EC_MONTGOMERY,  new CurvePrivateForm(CKK_EC_MONTGOMERY)),
        row(CKO_PUBLIC_KEY,  CKK_DH,             new DhPublicForm()),
        row(CKO_PRIVATE_KEY, CKK_DH,             new DhPrivateForm()),
        row(CKO_PUBLIC_KEY,  CKK_ML_KEM,         new SetPublicForm(CKK_ML_KEM)),
        row(CKO_PRIVATE_KEY, CKK_ML_KEM,         new SetPrivateForm(CKK_ML_KEM)),
        row(CKO_PUBLIC_KEY,  CKK_ML_DSA,         new SetPublicForm(CKK_ML_DSA)),
        row(CKO_PRIVATE_KEY, CKK_ML_DSA,         new SetPrivateForm(CKK_ML_DSA)),
        row(CKO_PUBLIC_KEY,  CKK_SLH_DSA,        new SetPublicForm(CKK_SLH_DSA)),
        row(CKO_PRIVATE_KEY, CKK_SLH_DSA,        new SetPrivateForm(CKK_SLH_DSA)),
        row(CKO_SECRET_KEY,  CKK_AES,            new SecretForm(CKK_AES, KeyTypes::isAesLength)),
        row(CKO_SECRET_KEY,  CKK_AES_XTS,        new SecretForm(CKK_AES_XTS, KeyTypes::isXtsLength)),
        row(CKO_SECRET_KEY,  CKK_CHACHA20,       new SecretForm(CKK_CHACHA20, KeyTypes::isChaChaLength)),
        row(CKO_SECRET_KEY,  CKK_HKDF,           new SecretForm(CKK_HKDF, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_GENERIC_SECRET, new SecretForm(CKK_GENERIC_SECRET, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA_1_HMAC,     new SecretForm(CKK_SHA_1_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA224_HMAC,    new SecretForm(CKK_SHA224_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA256_HMAC,    new SecretForm(CKK_SHA256_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA384_HMAC,    new SecretForm(CKK_SHA384_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA512_HMAC,    new SecretForm(CKK_SHA512_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA512_224_HMAC, new SecretForm(CKK_SHA512_224_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA512_256_HMAC, new SecretForm(CKK_SHA512_256_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA3_224_HMAC,  new SecretForm(CKK_SHA3_224_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA3_256_HMAC,  new SecretForm(CKK_SHA3_256_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA3_384_HMAC,  new SecretForm(CKK_SHA3_384_HMAC, SECRET_LENGTH)),
        row(CKO_SECRET_KEY,  CKK_SHA3_512_HMAC,  new SecretForm(CKK_SHA3_512_HMAC, SECRET_LENGTH))
    );

    private KeyTypes() {
    }

    private record Row(Cko objectClass, Ckk type, KeyForm form) {
    }

    private static Row row(Cko objectClass, Ckk type, KeyForm form) {
        return new Row(objectClass, type, form);
    }

    private static Map<Cko, Map<Ckk, KeyForm>> table(Row... rows) {
        Map<Cko, Map<Ckk, KeyForm>> table = new EnumMap<>(Cko.class);
        for (Row row : rows) {
            table.computeIfAbsent(row.objectClass, first -> new EnumMap<>(Ckk.class)).put(row.type, row.form);
        }
        return Collections.unmodifiableMap(table);
    }

    /** Whether this token has keys of this class and type. */
    public static boolean has(Cko objectClass, Ckk type) {
        return ROWS.getOrDefault(objectClass, Map.of()).containsKey(type);
    }

    /** The attributes of the key material, without those that every key has. */
    public static Set<Cka<?>> components(Cko objectClass, Ckk type) {
        return form(objectClass, type).components();
    }

    /** Those components that are withheld when the key is sensitive or cannot be extracted. */
    public static Set<Cka<?>> secrets(Cko objectClass, Ckk type) {
        return form(objectClass, type).secrets();
    }

    /**
     * Checks key material from a caller and adds what follows from it: CKA_MODULUS_BITS, missing CRT parts,
     * CKA_VALUE_LEN, CKA_CHECK_VALUE (kept when given right or empty) and CKA_PUBLIC_KEY_INFO, also of private keys.
     * Numbers lose leading zeros, points get the form of the standard. Other attributes are left as they are; the
     * given template is not changed and shares its arrays with the result.
     *
     * @throws CkrException CKR_TEMPLATE_INCOMPLETE for missing material; CKR_ATTRIBUTE_VALUE_INVALID for values that no
     *     key has or that contradict each other; CKR_TEMPLATE_INCONSISTENT for an exponent or a form of a point that
     *     this token does not take, and for a wrong length beside the value; CKR_CURVE_NOT_SUPPORTED,
     *     CKR_DOMAIN_PARAMS_INVALID (C12)
     */
    public static Template completed(Cko objectClass, Ckk type, Template material) {
        return form(objectClass, type).completed(material, CKR_ATTRIBUTE_VALUE_INVALID);
    }

    /** The size of a key in the unit of {@link Mechanisms}: bits of RSA, DH and curve keys, bytes of secret keys. */
    public static long size(Cko objectClass, Ckk type, Template material) {
        return form(objectClass, type).size(material);
    }

    /**
     * What is wrapped (W7): the value of a secret key, PKCS#8 of a private key. The caller wipes it.
     *
     * @throws CkrException CKR_KEY_NOT_WRAPPABLE for public keys and for an RSA key whose primes are not known
     */
    public static byte[] wrappedForm(KeyMaterial key) {
        return form(key.objectClass(), key.type()).wrapped(key);
    }

    /**
     * The key material in what was unwrapped, checked and completed as by {@link #completed}. The caller wipes both.
     *
     * @throws CkrException CKR_WRAPPED_KEY_INVALID for what is no key; CKR_TEMPLATE_INCONSISTENT for a private key of
     *     another type than wanted; CKR_CURVE_NOT_SUPPORTED
     */
    public static Template unwrappedForm(Cko objectClass, Ckk type, byte[] plain) {
        KeyForm form = form(objectClass, type);
        return form.completed(form.unwrapped(plain), CKR_WRAPPED_KEY_INVALID);
    }

    /**
     * The key material of the public key that belongs to a private key, not completed yet.
     *
     * @throws CkrException CKR_KEY_TYPE_INCONSISTENT for another key
     */
    static Template publicHalf(KeyMaterial key) {
        return form(key.objectClass(), key.type()).publicHalf(key);
    }

    private static KeyForm form(Cko objectClass, Ckk type) {
        KeyForm form = ROWS.getOrDefault(objectClass, Map.of()).get(type);
        if (form == null) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("this token has no %s of type %s", objectClass, type);
        }
        return form;
    }

    static boolean isAesLength(long bytes) {
        return bytes == 16 || bytes == 24 || bytes == 32;
    }

    /** Two keys of AES, of the same length; the standard has none of 2 * 24 bytes (6.15.2). */
    static boolean isXtsLength(long bytes) {
        return bytes == 32 || bytes == 64;
    }

    static boolean isChaChaLength(long bytes) {
        return bytes == 32;
    }

    static boolean isSecretLength(long bytes) {
        return bytes >= 1 && bytes <= MOST_SECRET_BYTES;
    }

    /** What is made here has at least 128 bits (Z7). */
    static boolean isNewSecretLength(long bytes) {
        return bytes >= 16 && bytes <= MOST_SECRET_BYTES;
    }

    static CkrException notWrappable(KeyMaterial key) {
        return CKR_KEY_NOT_WRAPPABLE.because("a %s is not wrapped", key.objectClass());
    }

    static CkrException notPrivate(KeyMaterial key) {
        return CKR_KEY_TYPE_INCONSISTENT.because("a %s has no public half", key);
    }

    static CkrException notUnwrappable() {
        return CKR_TEMPLATE_INCONSISTENT.because("public keys are not unwrapped");
    }

    /** The PKCS#8 form in what was unwrapped, behind which CKM_AES_KEY_WRAP may have put zeros. */
    static PrivateKeyInfo privateKeyInfo(byte[] plain, ASN1ObjectIdentifier algorithm) {
        PrivateKeyInfo info = Der.parseFilled(plain, CKR_WRAPPED_KEY_INVALID, PrivateKeyInfo::getInstance);
        if (algorithm != null && !algorithm.equals(info.getPrivateKeyAlgorithm().getAlgorithm())) {
            throw CKR_TEMPLATE_INCONSISTENT.because("the wrapped key is of another type");
        }
        return info;
    }
}
