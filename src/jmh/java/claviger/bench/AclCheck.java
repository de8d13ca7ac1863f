package claviger.bench;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.provider.TokenKeySpec;
import claviger.spki.Sexp;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What asking the ACLs adds to an Ed25519 signature through the provider: the time of C_SignInit and its cancellation on a
 * token with an ACL less that on one without, beside that of a signature (D38).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class AclCheck {
    private static final Mechanism EDDSA = new Mechanism(Ckm.CKM_EDDSA, Parameters.NONE);
    private static final byte[] DATA = new byte[64];

    @Param({"false", "true"})
    boolean acl;

    private Cryptoki cryptoki;
    private SessionHandle session;
    private ObjectHandle handle;
    private Signature signature;
    private PrivateKey key;

    @Setup public void open() throws GeneralSecurityException {
        String store = "memory:acl " + UUID.randomUUID();
        Provider provider = Tokens.provider(store);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", provider);
        generator.initialize(TokenKeySpec.of(255).stored("tls-1"));
        key = generator.generateKeyPair().getPrivate();
        signature = Signature.getInstance("Ed25519", provider);
        cryptoki = Library.over(Stores.open(store), Settings.DEFAULT).application(new Peer.ThisJvm());
        cryptoki.initialize();
        session = cryptoki.openSession(cryptoki.getSlotList(true).get(0), true);
        cryptoki.login(session, Cku.CKU_USER, Tokens.pin());
        handle = cryptoki.find(session, Template.EMPTY.with(Cka.CKA_LABEL, "tls-1")
            .with(Cka.CKA_CLASS, Cko.CKO_PRIVATE_KEY)).get(0);
        if (acl) {
            cryptoki.authorizations().setAcl(session, ObjectHandle.NONE, Optional.of(Sexp.read("""
                (acl (entry (subject (pin user)) (tag (* set
                    (pkcs11 bench (* set login-user find read-attr))
                    (pkcs11 bench sign private-key (obj (*) (* prefix tls-)) CKM_EDDSA)))))""").canonical()));
        }
    }

    @Benchmark public void initAndCancel() {
        cryptoki.signInit(session, EDDSA, handle);
        cryptoki.signInit(session, null, handle);
    }

    @Benchmark public byte[] sign() throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(DATA);
        return signature.sign();
    }
}
