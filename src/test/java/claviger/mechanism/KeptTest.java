package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What a key keeps between operations: used by one at a time, forgotten after a failure, erased with the key (D11). */
@OnEachEngine
class KeptTest {
    private final byte[] value = "0123456789abcdef0123456789abcdef".getBytes();
    private final KeyMaterial key = TestKeys.secret(Ckk.CKK_AES, value.clone());

    private static Parameters.Gcm gcm(int nonce) {
        byte[] iv = new byte[12];
        iv[11] = (byte) nonce;
        iv[10] = (byte) (nonce >> 8);
        iv[9] = (byte) (nonce >> 16);
        return new Parameters.Gcm(iv, new byte[0], 128);
    }

    @Test void aCipherServesTheNextOperation() {
        KeptCipher first = KeptCipher.started(key, Cipher.ENCRYPT_MODE, gcm(1));
        first.giveBack();
        KeptCipher second = KeptCipher.started(key, Cipher.ENCRYPT_MODE, gcm(2));
        assertSame(first, second);
        assertNotSame(second, KeptCipher.started(key, Cipher.ENCRYPT_MODE, gcm(3)), "it is in use");
        second.giveBack();
        assertNotSame(second, KeptCipher.started(key, Cipher.DECRYPT_MODE, gcm(4)));
    }

    /** An IV that comes again is the caller's affair, as it was before anything was kept. */
    @Test void theSameIvTwiceIsComputedTwice() {
        Algorithm row = Mechanisms.row(Ckm.CKM_AES_GCM).algorithm();
        byte[] once = row.encrypt(key, gcm(7)).last(value);
        assertArrayEquals(once, row.encrypt(key, gcm(7)).last(value));
        assertArrayEquals(once, row.encrypt(key, gcm(7)).last(value));
    }

    @Test void aFailureIsNotKept() {
        Algorithm row = Mechanisms.row(Ckm.CKM_AES_GCM).algorithm();
        KeptCipher started = KeptCipher.started(key, Cipher.DECRYPT_MODE, gcm(1));
        started.giveBack();
        byte[] nothing = new byte[40];
        assertThrows(CkrException.class, () -> row.decrypt(key, gcm(2)).last(nothing));
        assertNotSame(started, KeptCipher.started(key, Cipher.DECRYPT_MODE, gcm(3)));
    }

    @Test void aMacServesTheNextOperationAndNobodyAfterItsOwn() throws Exception {
        KeyMaterial secret = TestKeys.secret(Ckk.CKK_GENERIC_SECRET, value.clone());
        Mac jdk = Mac.getInstance("HmacSHA256", "SunJCE");
        jdk.init(new SecretKeySpec(value, "HmacSHA256"));
        Macs row = Macs.hmac(Hash.SHA_256);
        for (int i = 0; i < 5; i++) {
            byte[] data = new byte[100 * i];
            Computation.Signing signing = row.sign(secret, Parameters.NONE);
            signing.update(data);
            assertArrayEquals(jdk.doFinal(data), signing.sign());
            signing.close();
            assertThrows(IllegalStateException.class, () -> signing.update(data));
        }
        Computation.Signing left = row.sign(secret, Parameters.NONE);
        left.update(value);
        left.close();
        Computation.Signing fresh = row.sign(secret, Parameters.NONE);
        assertArrayEquals(jdk.doFinal(), fresh.sign(), "nothing of what was left is in the next");
    }

    @Test void wipingErasesWhatIsKeptAndWhatComesLater() {
        KeptCipher kept = KeptCipher.started(key, Cipher.ENCRYPT_MODE, gcm(1));
        KeptCipher late = KeptCipher.started(key, Cipher.ENCRYPT_MODE, gcm(2));
        kept.giveBack();
        key.wipe();
        assertArrayEquals(new byte[32], key.get(CKA_VALUE));
        assertNull(key.take(KeptCipher.Kind.of(Arithmetic.AES_GCM.engine(), Cipher.ENCRYPT_MODE)));
        assertFalse(computesWithTheKey(kept), "another key is in it");
        late.giveBack();
        assertFalse(computesWithTheKey(late));
        assertNull(key.take(KeptCipher.Kind.of(Arithmetic.AES_GCM.engine(), Cipher.ENCRYPT_MODE)));
    }

    private boolean computesWithTheKey(KeptCipher cipher) {
        try {
            Cipher other = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            other.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(value, "AES"), new GCMParameterSpec(128, gcm(2).iv()));
            return Arrays.equals(other.doFinal(new byte[16]), cipher.cipher().doFinal(new byte[16]));
        } catch (IllegalStateException spent) {
            return false;      // it wants an init, and with it a key
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test void aNativeKeyIsReleasedWithItsMaterial() {
        TestKeys.Pair rsa = TestKeys.fresh(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN, Ckk.CKK_RSA,
            claviger.cryptoki.Template.EMPTY.with(claviger.cryptoki.Cka.CKA_MODULUS_BITS, 2048L));
        RsaKey prepared = RsaKey.of(rsa.privateKey());
        rsa.privateKey().wipe();
        if (prepared.engine() == Engine.CORRETTO) {
            assertTrue(((javax.security.auth.Destroyable) prepared.key()).isDestroyed());
        } else {
            assertNotNull(prepared.key(), "the JDK's numbers are out of reach");
        }
    }

    /** No more than a few wait; the rest is erased at once. */
    @Test void theStackIsBoundedAndErasesWhatIsTooMuch() {
        AtomicInteger erased = new AtomicInteger();
        Spares spares = new Spares();
        for (int i = 0; i < 100; i++) {
            spares.put(erased::incrementAndGet);
        }
        assertEquals(100 - 8, erased.get());
        spares.close();
        assertEquals(100, erased.get());
        spares.put(erased::incrementAndGet);
        assertEquals(101, erased.get());
        assertNull(spares.take());
    }

    /** Each thread has a stack of its own, or shares it with few; where that is empty it looks into the others. */
    @Test void whatOneThreadLeavesAnotherTakes() throws Exception {
        AtomicInteger erased = new AtomicInteger();
        Spares spares = new Spares();
        ExecutorService threads = Executors.newFixedThreadPool(2 * Stripes.LENGTH / Stripes.APART);
        for (int i = 0; i < 2 * Stripes.LENGTH / Stripes.APART; i++) {
            threads.submit(() -> spares.put(erased::incrementAndGet)).get();
        }
        for (int i = 0; i < 2 * Stripes.LENGTH / Stripes.APART; i++) {
            assertNotNull(spares.take());
        }
        assertNull(spares.take());
        for (int i = 0; i < 2 * Stripes.LENGTH / Stripes.APART; i++) {
            threads.submit(() -> spares.put(erased::incrementAndGet)).get();
        }
        spares.close();
        assertEquals(2 * Stripes.LENGTH / Stripes.APART, erased.get(), "all stacks are closed");
        threads.shutdown();
    }

    /** Threads with one key get right results, whichever object they get. */
    @Test void threadsDoNotGetInEachOthersWay() throws Exception {
        Algorithm gcm = Mechanisms.row(Ckm.CKM_AES_GCM).algorithm();
        Algorithm cmac = Mechanisms.row(Ckm.CKM_AES_CMAC).algorithm();
        byte[] mac = mac(cmac, 64);
        AtomicInteger nonce = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Callable<Void> work = () -> {
                    for (int i = 0; i < 3000; i++) {
                        Parameters.Gcm parameters = gcm(nonce.incrementAndGet());
                        byte[] data = parameters.iv();
                        byte[] encrypted = gcm.encrypt(key, parameters).last(data);
                        assertArrayEquals(data, gcm.decrypt(key, parameters).last(encrypted));
                        assertArrayEquals(mac, mac(cmac, 64));
                    }
                    return null;
                };
                all.add(threads.submit(work));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private byte[] mac(Algorithm row, int length) {
        Computation.Signing signing = row.sign(key, Parameters.NONE);
        signing.update(new byte[length]);
        return signing.sign();
    }
}
