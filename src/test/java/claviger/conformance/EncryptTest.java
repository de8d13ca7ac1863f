package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_INVALID;
import static claviger.cryptoki.Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE;
import static claviger.cryptoki.Ckr.CKR_KEY_TYPE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encryption and decryption; the rules that hold for every operation are in {@link OperationTest}. */
class EncryptTest {
    private static final byte[] NONCE = Templates.hex("cafebabefacedbaddecaf888");
    private static final byte[] AAD = Token.utf8("for everybody to see");

    @InEveryWorld void gcmIsTheOneOfTheJdk(Token token) throws Exception {
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_256));
        Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
        jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Templates.AES_256, "AES"), new GCMParameterSpec(128, NONCE));
        jdk.updateAAD(AAD);
        byte[] expected = jdk.doFinal(Operation.DATA);
        a.encryptInit(session, gcm(NONCE, AAD), key);
        assertArrayEquals(expected, a.encrypt(session, Operation.DATA));
        a.decryptInit(session, gcm(NONCE, AAD), key);
        assertArrayEquals(Operation.DATA, a.decrypt(session, expected));
    }

    @InEveryWorld void gcmGivesOutNothingThatItHasNotChecked(Token token) {   // O9
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_256));
        a.encryptInit(session, gcm(NONCE, AAD), key);
        byte[] sealed = a.encrypt(session, Operation.DATA);
        a.decryptInit(session, gcm(NONCE, AAD), key);
        assertEquals(0, a.decryptUpdate(session, sealed).length);
        assertArrayEquals(Operation.DATA, a.decryptFinal(session));
        byte[] tampered = sealed.clone();
        tampered[0] ^= 1;
        a.decryptInit(session, gcm(NONCE, AAD), key);
        assertCkr(CKR_ENCRYPTED_DATA_INVALID, () -> a.decrypt(session, tampered));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.decrypt(session, sealed));   // O3
        a.decryptInit(session, gcm(NONCE, Token.utf8("something else")), key);
        assertEquals(0, a.decryptUpdate(session, sealed).length);
        assertCkr(CKR_ENCRYPTED_DATA_INVALID, () -> a.decryptFinal(session));
        assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.decryptFinal(session));
    }

    @InEveryWorld void dataOfTheWrongLengthEndsTheOperation(Token token) {   // O3, O9
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128));
        for (Mechanism mechanism : List.of(Templates.ECB, Templates.CBC)) {
            a.encryptInit(session, mechanism, key);
            assertCkr(CKR_DATA_LEN_RANGE, () -> a.encrypt(session, new byte[15]));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.encrypt(session, new byte[16]));
            a.encryptInit(session, mechanism, key);
            a.encryptUpdate(session, new byte[17]);
            assertCkr(CKR_DATA_LEN_RANGE, () -> a.encryptFinal(session));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.encryptFinal(session));
        }
        for (Mechanism mechanism : List.of(Templates.ECB, Templates.CBC, Templates.CBC_PAD)) {
            a.decryptInit(session, mechanism, key);
            assertCkr(CKR_ENCRYPTED_DATA_LEN_RANGE, () -> a.decrypt(session, new byte[15]));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.decrypt(session, new byte[16]));
        }
    }

    @InEveryWorld void aKeyForXtsEncryptsDataUnits(Token token) {   // 6.15, IEEE 1619-2007, appendix B, vector 15
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        byte[] value = Templates.hex("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0bfbebdbcbbbab9b8b7b6b5b4b3b2b1b0");
        ObjectHandle key = a.createObject(session, Templates.aes(value).with(CKA_KEY_TYPE, Ckk.CKK_AES_XTS));
        Mechanism unit = new Mechanism(Ckm.CKM_AES_XTS,
            new Parameters.Iv(Arrays.copyOf(Templates.hex("9a78563412"), 16)));
        byte[] plain = Templates.hex("000102030405060708090a0b0c0d0e0f10");
        a.encryptInit(session, unit, key);
        byte[] encrypted = a.encrypt(session, plain);
        assertEquals("6c1625db4671522d3d7599601de7ca09ed", HexFormat.of().formatHex(encrypted));
        a.decryptInit(session, unit, key);
        assertEquals(0, a.decryptUpdate(session, encrypted).length);
        assertArrayEquals(plain, a.decryptFinal(session));
        a.encryptInit(session, unit, key);
        assertCkr(CKR_DATA_LEN_RANGE, () -> a.encrypt(session, new byte[15]));
        assertCkr(CKR_KEY_TYPE_INCONSISTENT, () -> a.encryptInit(session, Templates.CBC, key));
        assertCkr(CKR_ATTRIBUTE_VALUE_INVALID, () -> a.createObject(session,
            Templates.aes(new byte[32]).with(CKA_KEY_TYPE, Ckk.CKK_AES_XTS)));
    }

    @InEveryWorld void paddingThatIsWrongIsInvalidData(Token token) {   // O9, Z9
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128));
        a.encryptInit(session, Templates.CBC, key);
        byte[] noPadding = a.encrypt(session, new byte[16]);
        a.decryptInit(session, Templates.CBC_PAD, key);
        assertCkr(CKR_ENCRYPTED_DATA_INVALID, () -> a.decrypt(session, noPadding));
    }

    @InEveryWorld void aParameterThatDoesNotFitIsRefusedAtInit(Token token) {   // O10
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128));
        for (Mechanism wrong : List.of(Mechanism.of(Ckm.CKM_AES_CBC), Mechanism.of(Ckm.CKM_AES_GCM),
                new Mechanism(Ckm.CKM_AES_CBC, new Parameters.Iv(new byte[15])),
                new Mechanism(Ckm.CKM_AES_ECB, new Parameters.Iv(Templates.IV)),
                new Mechanism(Ckm.CKM_AES_CBC, new Parameters.Gcm(NONCE, AAD, 128)),
                new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Gcm(NONCE, AAD, 129)))) {
            assertCkr(CKR_MECHANISM_PARAM_INVALID, () -> a.encryptInit(session, wrong, key));
            assertCkr(CKR_OPERATION_NOT_INITIALIZED, () -> a.encrypt(session, new byte[16]));
        }
    }

    @InEveryWorld void theCallersArraysAreLeftAlone(Token token) {   // O18
        Cryptoki a = token.a();
        SessionHandle session = token.ro(a);
        ObjectHandle key = a.createObject(session, Templates.aes(Templates.AES_128));
        byte[] data = a.generateRandom(session, 64);
        byte[] before = data.clone();
        a.encryptInit(session, Templates.CBC, key);
        byte[] sealed = a.encrypt(session, data);
        assertArrayEquals(before, data);
        byte[] sealedBefore = Arrays.copyOf(sealed, sealed.length);
        a.decryptInit(session, Templates.CBC, key);
        assertArrayEquals(data, a.decrypt(session, sealed));
        assertArrayEquals(sealedBefore, sealed);
    }

    private static Mechanism gcm(byte[] nonce, byte[] aad) {
        return new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Gcm(nonce, aad, 128));
    }
}
