package claviger.random;

import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static java.nio.charset.StandardCharsets.US_ASCII;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * What objects hold, as far as it is known, and whether a token computes with it what the JDK does.
 *
 * @param publicKey of the pair
 * @param scalar    of the private half, or null if the token alone has it
 * @param signature by the private half
 */
record Material(ECPublicKey publicKey, byte[] scalar, byte[] signature) {
    private static final Mechanism ECB = Mechanism.of(Ckm.CKM_AES_ECB);
    private static final Mechanism ECDSA = Mechanism.of(Ckm.CKM_ECDSA);
    private static final Mechanism EC_KEY_PAIR_GEN = Mechanism.of(Ckm.CKM_EC_KEY_PAIR_GEN);
    private static final int FIELD = 32;
    private static final byte[] DATA = "sixteen of ASCII".getBytes(US_ASCII);
    private static final String JCA_ECDSA = "SHA256withECDSAinP1363Format";

    /** What CKM_ECDSA signs, which is there in every token. */
    private static final byte[] HASH = hash();

    /** Of what C_CreateObject makes. */
    static final Material OF_CREATED = ofCreated();

    private static Material ofCreated() {
        try {
            Signature signer = Signature.getInstance(JCA_ECDSA, "SunEC");
            signer.initSign(Samples.PAIR.getPrivate());
            signer.update(DATA);
            return new Material((ECPublicKey) Samples.PAIR.getPublic(),
                field(((ECPrivateKey) Samples.PAIR.getPrivate()).getS()), signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256", "SUN").digest(DATA);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair generated(Cryptoki cryptoki, SessionHandle session, Step step) {
        return cryptoki.generateKeyPair(session, EC_KEY_PAIR_GEN, Samples.publicHalf(step), Samples.privateHalf(step));
    }

    /** Of a new pair, which at once has to sign. */
    static Material of(Cryptoki cryptoki, SessionHandle session, KeyPair pair) {
        byte[] point = cryptoki.attributes(session, pair.publicKey(), CKA_EC_POINT).require(CKA_EC_POINT);
        try {
            int y = point.length - FIELD;
            ECPublicKey publicKey = (ECPublicKey) KeyFactory.getInstance("EC", "SunEC").generatePublic(new ECPublicKeySpec(
                new ECPoint(number(point, y - FIELD), number(point, y)), OF_CREATED.publicKey.getParams()));
            return new Material(publicKey, null, signed(cryptoki, session, pair.privateKey()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The form of CKA_EC_POINT. */
    byte[] point() {
        HexFormat hex = HexFormat.of();
        return hex.parseHex("044104" + hex.formatHex(field(publicKey.getW().getAffineX()))
            + hex.formatHex(field(publicKey.getW().getAffineY())));
    }

    /** What the model says of CKA_VALUE, if it is what it has to be. */
    String told(ObjectKind kind, byte[] value) {
        boolean right = switch (kind) {
            case CERTIFICATE -> Arrays.equals(Samples.certificateValue(), value);
            case PRIVATE_KEY -> scalar == null ? value.length == FIELD : Arrays.equals(scalar, value);
            case DATA, SECRET_KEY -> Arrays.equals(Samples.SECRET, value);
            case PUBLIC_KEY -> false;
        };
        return right ? "its value" : HexFormat.of().formatHex(value);
    }

    /** Lets a key compute as one of a kind does. */
    String used(Cryptoki cryptoki, SessionHandle session, ObjectHandle key, ObjectKind as) {
        try {
            return switch (as.use()) {
                case CKF_VERIFY -> {
                    cryptoki.verifyInit(session, ECDSA, key);
                    cryptoki.verify(session, HASH, signature);
                    yield "CKR_OK";
                }
                case CKF_SIGN -> verifies(signed(cryptoki, session, key)) ? "CKR_OK" : "a wrong signature";
                default -> {
                    cryptoki.encryptInit(session, ECB, key);
                    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding", "SunJCE");
                    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Samples.SECRET, "AES"));
                    yield Arrays.equals(cipher.doFinal(DATA), cryptoki.encrypt(session, DATA)) ? "CKR_OK"
                        : "a wrong ciphertext";
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] signed(Cryptoki cryptoki, SessionHandle session, ObjectHandle key) {
        cryptoki.signInit(session, ECDSA, key);
        return cryptoki.sign(session, HASH);
    }

    private boolean verifies(byte[] bytes) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(JCA_ECDSA, "SunEC");
        verifier.initVerify(publicKey);
        verifier.update(DATA);
        return verifier.verify(bytes);
    }

    private static BigInteger number(byte[] point, int at) {
        return new BigInteger(1, Arrays.copyOfRange(point, at, at + FIELD));
    }

    private static byte[] field(BigInteger number) {
        byte[] bytes = number.toByteArray();      // with a sign, and short if it is small
        byte[] field = new byte[FIELD];
        int length = Math.min(FIELD, bytes.length);
        System.arraycopy(bytes, bytes.length - length, field, FIELD - length, length);
        return field;
    }
}
