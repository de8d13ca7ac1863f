package claviger.faults;

import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Keys that come and go in memory while they are computed with (D11): whatever comes out verifies, and after the last
 * logout none is left.
 */
class KeyCacheTest {
    /** More than the cache of keys holds. */
    private static final int MANY = 1_100;
    private static final Mechanism CMAC = Mechanism.of(Ckm.CKM_AES_CMAC);
    private static final Mechanism RSA = Mechanism.of(Ckm.CKM_SHA256_RSA_PKCS);
    /** What a call may meet whose login has just ended, or whose key is gone. */
    private static final Set<Ckr> EXPECTED = Set.of(Ckr.CKR_USER_NOT_LOGGED_IN, Ckr.CKR_KEY_HANDLE_INVALID,
        Ckr.CKR_OBJECT_HANDLE_INVALID, Ckr.CKR_OPERATION_NOT_INITIALIZED);

    private final Site site = Site.make("memory:");
    private final LongAdder results = new LongAdder();
    private final byte[] aes = new byte[32];
    private long until;

    private interface Step {
        void in(Cryptoki cryptoki, SessionHandle session, int number) throws Exception;
    }

    @BeforeEach void makeKeys() {
        Cryptoki cryptoki = site.cryptoki();
        SessionHandle session = site.user();
        cryptoki.generateKeyPair(session, Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN),
            named("rsa").with(CKA_PRIVATE, false).with(CKA_MODULUS_BITS, 2048L).with(CKA_VERIFY, true),
            named("rsa").with(CKA_PRIVATE, true).with(CKA_SIGN, true));
        KeyPair ec = Samples.newEcPair(cryptoki, session, named("ec"));
        assertTrue(ec.privateKey().value() > 0);
        Arrays.fill(aes, (byte) 7);
        cryptoki.createObject(session, Samples.aes("gcm", aes.clone()));
        for (int i = 0; i < MANY; i++) {
            Samples.newAes(cryptoki, session, named("many").with(CKA_SIGN, true));
        }
        cryptoki.logout(session);
        cryptoki.closeSession(session);
    }

    @AfterEach void close() {
        site.close();
    }

    @Test void whateverComesOutVerifiesAndAfterTheLastLogoutNothingIsLeft() throws Exception {
        until = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<Void>> all = new ArrayList<>();
        for (Step step : List.<Step>of(this::signWithRsa, this::signWithRsa, this::signWithEc, this::encrypt,
            this::useMany,
                this::change, this::replace)) {
            all.add(threads.submit(() -> loop(step)));
        }
        for (Future<Void> one : all) {
            one.get();
        }
        threads.shutdown();
        assertTrue(results.sum() > 50, results + " results");
        StringBuilder left = new StringBuilder();
        Reachable.from(site.library(), left);
        for (String key : List.of("master key", "CKO_SECRET_KEY", "CKO_PRIVATE_KEY")) {
            assertFalse(left.toString().contains(key), () -> key + " is still there");
        }
    }

    /** Logs in and out in an application of its own, with some steps in between. */
    private Void loop(Step step) throws Exception {
        Cryptoki cryptoki = site.application();
        SessionHandle session = cryptoki.openSession(site.slot(), true);
        for (int i = 0; System.nanoTime() < until; ) {
            cryptoki.login(session, Cku.CKU_USER, Site.pin(Site.USER_PIN));
            for (int end = i + 20; i < end; i++) {
                try {
                    step.in(cryptoki, session, i);
                } catch (CkrException e) {
                    if (!EXPECTED.contains(e.ckr())) {
                        throw e;
                    }
                }
            }
            cryptoki.logout(session);
        }
        cryptoki.closeSession(session);
        return null;
    }

    private void signWithRsa(Cryptoki cryptoki, SessionHandle session, int number) {
        sign(cryptoki, session, "rsa", RSA, number);
    }

    private void signWithEc(Cryptoki cryptoki, SessionHandle session, int number) {
        sign(cryptoki, session, "ec", Samples.ECDSA, number);
    }

    private void sign(Cryptoki cryptoki, SessionHandle session, String label, Mechanism mechanism, int number) {
        byte[] data = ByteBuffer.allocate(4).putInt(number).array();
        cryptoki.signInit(session, mechanism, only(cryptoki, session, named(label).with(CKA_SIGN, true)));
        byte[] signature = cryptoki.sign(session, data);
        cryptoki.verifyInit(session, mechanism, only(cryptoki, session, named(label).with(CKA_VERIFY, true)));
        cryptoki.verify(session, data, signature);
        results.increment();
    }

    private void encrypt(Cryptoki cryptoki, SessionHandle session, int number) throws Exception {
        byte[] iv = ByteBuffer.allocate(12).putInt(number).array();
        byte[] data = new byte[1000];
        cryptoki.encryptInit(session, new Mechanism(Ckm.CKM_AES_GCM, new Parameters.Gcm(iv, new byte[0], 128)),
            only(cryptoki, session, named("gcm")));
        byte[] encrypted = cryptoki.encrypt(session, data);
        Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
        jdk.init(Cipher.DECRYPT_MODE, new SecretKeySpec(aes, "AES"), new GCMParameterSpec(128, iv));
        assertArrayEquals(data, jdk.doFinal(encrypted));
        results.increment();
    }

    /** Crowds the others out. */
    private void useMany(Cryptoki cryptoki, SessionHandle session, int number) {
        for (ObjectHandle key : cryptoki.find(session, named("many"))) {
            cryptoki.signInit(session, CMAC, key);
            cryptoki.sign(session, new byte[16]);
        }
    }

    /** Changes the rows of the keys that the others use. */
    private void change(Cryptoki cryptoki, SessionHandle session, int number) {
        for (String label : List.of("rsa", "ec", "gcm")) {
            for (ObjectHandle key : cryptoki.find(session, named(label))) {
                cryptoki.setAttributeValue(session, key, Template.EMPTY.with(CKA_ID, new byte[] {(byte) number}));
            }
        }
    }

    /** Destroys the key of the one who encrypts, and makes it anew. */
    private void replace(Cryptoki cryptoki, SessionHandle session, int number) {
        cryptoki.createObject(session, Samples.aes("gcm", aes.clone()));
        cryptoki.destroyObject(session, only(cryptoki, session, named("gcm")));
    }

    private static ObjectHandle only(Cryptoki cryptoki, SessionHandle session, Template template) {
        return cryptoki.find(session, template).stream().findFirst()
            .orElseThrow(() -> Ckr.CKR_KEY_HANDLE_INVALID.because("between destruction and creation"));
    }

    private static Template named(String label) {
        return Samples.ON_TOKEN.with(CKA_LABEL, label);
    }
}
