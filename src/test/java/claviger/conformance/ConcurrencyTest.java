package claviger.conformance;

import static claviger.cryptoki.Ckr.CKR_KEY_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OBJECT_HANDLE_INVALID;
import static claviger.cryptoki.Ckr.CKR_OPERATION_NOT_INITIALIZED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keys under running operations while others log in and out and destroy (D11): whatever comes out is right. */
class ConcurrencyTest {
    private static final Set<Ckr> EXPECTED_REFUSALS =
        Set.of(CKR_KEY_HANDLE_INVALID, CKR_OBJECT_HANDLE_INVALID, CKR_OPERATION_NOT_INITIALIZED);
    private static final Mechanism RSA = Mechanism.of(Ckm.CKM_SHA256_RSA_PKCS);

    @InEveryWorld void everySignatureVerifiesWhileOthersComeAndGo(Token token) throws Exception {   // D11, L6, O13
        SessionHandle owner = token.user(token.a());
        KeyPair rsa = token.a().generateKeyPair(owner, Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN),
            Template.EMPTY.with(Cka.CKA_MODULUS_BITS, 2048L),
            Templates.TOKEN.with(Templates.PRIVATE).with(Templates.labelled("signer")));
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(
            token.a().attributes(owner, rsa.publicKey(), Cka.CKA_PUBLIC_KEY_INFO).require(Cka.CKA_PUBLIC_KEY_INFO)));
        AtomicBoolean over = new AtomicBoolean();
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> sign(token, key, over));
        tasks.add(() -> sign(token, key, over));
        tasks.add(() -> comeAndGo(token, token.a(), owner, over));
        tasks.add(() -> destroyCopies(token, over));
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<Integer>> running = tasks.stream().map(threads::submit).toList();
            TimeUnit.MILLISECONDS.sleep(600);
            over.set(true);
            for (Future<Integer> task : running) {
                assertTrue(task.get(30, TimeUnit.SECONDS) > 0, "a thread did nothing");
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    /** Signs in an application of its own that now and then logs out under its own operation. */
    private static int sign(Token token, PublicKey key, AtomicBoolean over) throws Exception {
        Cryptoki application = token.initialized();
        SessionHandle session = token.user(application);
        int signatures = 0;
        for (int i = 0; !over.get() || signatures == 0; i++) {
            byte[] message = Token.utf8("message " + i);
            try {
                ObjectHandle signer = application.find(session, Templates.labelled("signer")).get(0);
                application.signInit(session, RSA, signer);
                if (i % 50 == 49) {
                    application.logout(session);
                    token.loginUser(application, session);
                }
                byte[] signature = application.sign(session, message);
                Signature jdk = Signature.getInstance("SHA256withRSA");
                jdk.initVerify(key);
                jdk.update(message);
                assertTrue(jdk.verify(signature), "signature " + i + " does not verify");
                signatures++;
            } catch (CkrException refusal) {
                assertTrue(EXPECTED_REFUSALS.contains(refusal.ckr()), refusal::getMessage);
            }
        }
        return signatures;
    }

    private static int comeAndGo(Token token, Cryptoki application, SessionHandle session, AtomicBoolean over) {
        int times = 0;
        do {
            application.logout(session);
            token.loginUser(application, session);
            times++;
        } while (!over.get());
        return times;
    }

    /** Makes copies of the key, signs with them while they are destroyed by another session. */
    private static int destroyCopies(Token token, AtomicBoolean over) {
        Cryptoki application = token.initialized();
        SessionHandle session = token.user(application);
        SessionHandle other = token.rw(application);
        int copies = 0;
        do {
            ObjectHandle copy = application.copyObject(session,
                application.find(session, Templates.labelled("signer")).get(0), Templates.labelled("copy"));
            application.signInit(session, RSA, copy);
            application.destroyObject(other, copy);
            assertEquals(256, application.sign(session, new byte[10]).length);
            copies++;
        } while (!over.get());
        return copies;
    }
}
