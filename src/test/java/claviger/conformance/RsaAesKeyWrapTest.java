package claviger.conformance;

import static claviger.conformance.Refusals.assertCkr;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_UNWRAP;
import static claviger.cryptoki.Cka.CKA_DECRYPT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static claviger.cryptoki.Cka.CKA_WRAP;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Ckr.CKR_KEY_NOT_WRAPPABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.KeyPair;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;

/** The one mechanism with which a public key wraps a private one (W2). */
class RsaAesKeyWrapTest {
    private static final Parameters.Oaep OAEP =
        new Parameters.Oaep(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, new byte[0]);

    @InEveryWorld void aPrivateKeyTravelsUnderAPublicOne(Token token) {
        Cryptoki a = token.a();
        SessionHandle session = token.user(a);
        KeyPair rsa = a.generateKeyPair(session, Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN),
            Template.EMPTY.with(CKA_MODULUS_BITS, 3072L).with(CKA_WRAP, true).with(CKA_ENCRYPT, false)
                .with(CKA_VERIFY, false),
            Template.EMPTY.with(CKA_UNWRAP, true).with(CKA_DECRYPT, false).with(CKA_SIGN, false));
        ObjectHandle ec = a.generateKeyPair(session, Templates.EC_KEY_PAIR_GEN, Templates.newP256PublicKey(),
            Templates.newPrivateKey().with(CKA_EXTRACTABLE, true)).privateKey();
        Mechanism mechanism = new Mechanism(Ckm.CKM_RSA_AES_KEY_WRAP, new Parameters.RsaAesKeyWrap(256, OAEP));
        byte[] wrapped = a.wrapKey(session, mechanism, rsa.publicKey(), ec);
        ObjectHandle back = a.unwrapKey(session, mechanism, rsa.privateKey(), wrapped,
            Template.EMPTY.with(CKA_CLASS, CKO_PRIVATE_KEY).with(CKA_KEY_TYPE, CKK_EC));
        assertArrayEquals(info(a, session, ec), info(a, session, back));
        assertCkr(CKR_KEY_NOT_WRAPPABLE, () ->
            a.wrapKey(session, new Mechanism(Ckm.CKM_RSA_PKCS_OAEP, OAEP), rsa.publicKey(), ec));
    }

    private static byte[] info(Cryptoki a, SessionHandle session, ObjectHandle key) {
        return a.attributes(session, key, CKA_PUBLIC_KEY_INFO).require(CKA_PUBLIC_KEY_INFO);
    }
}
