package claviger.conformance;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MODULUS;
import static claviger.cryptoki.Cka.CKA_MODULUS_BITS;
import static claviger.cryptoki.Cka.CKA_PUBLIC_EXPONENT;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_SHA256_RSA_PKCS;
import static claviger.cryptoki.Ckm.CKM_SHA512;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.AttributeRequest;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckc;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotFlag;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import claviger.cryptoki.TokenFlag;
import claviger.cryptoki.TokenInfo;
import claviger.cryptoki.Use;
import claviger.cryptoki.Version;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The calls of the mandatory test cases of the OASIS profiles of PKCS#11 3.2, in their order: BL-M-1-32, EXT-M-1-32,
 * AUTH-M-1-32 and CERT-M-1-32. Names, handles and values are the token's own, as chapter 6 of the profiles permits; so
 * are its flags, its limits and the sizes of its keys.
 */
class ProfilesTest {
    private static final byte[] DATA = "what is to be signed".getBytes(UTF_8);
    private static final X500Name NAME = new X500Name("CN=root");
    private static final Template ON_THE_TOKEN = Template.EMPTY.with(CKA_TOKEN, true);

    @InEveryWorld void theCallsOfTheBaselineProvider(Token token) {   // BL-M-1-32
        Cryptoki a = token.application();
        SlotId slot = begin(a);
        describe(a, slot);
        SessionHandle session = a.openSession(slot, false);
        findOne(a, session, ON_THE_TOKEN);
        end(a, slot, session);
    }

    @InEveryWorld void theCallsOfTheExtendedProvider(Token token) {   // EXT-M-1-32
        Cryptoki a = token.application();
        SlotId slot = begin(a);
        describe(a, slot);
        assertTrue(a.getMechanismList(slot).containsAll(
            Set.of(CKM_SHA512, CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_RSA_PKCS)));
        assertEquals(Set.of(Use.CKF_DIGEST), a.getMechanismInfo(slot, CKM_SHA512).flags());
        assertEquals(Set.of(Use.CKF_GENERATE_KEY_PAIR), a.getMechanismInfo(slot, CKM_RSA_PKCS_KEY_PAIR_GEN).flags());
        assertTrue(a.getMechanismInfo(slot, CKM_RSA_PKCS).flags().containsAll(
            Set.of(Use.CKF_ENCRYPT, Use.CKF_DECRYPT, Use.CKF_SIGN, Use.CKF_VERIFY)));
        SessionHandle session = a.openSession(slot, true);
        token.loginUser(a, session);
        findOne(a, session, ON_THE_TOKEN);
        a.logout(session);
        end(a, slot, session);
    }

    @InEveryWorld void theCallsOfTheAuthenticationToken(Token token) throws Exception {   // AUTH-M-1-32
        SessionHandle maker = token.user(token.b());
        token.b().generateKeyPair(maker, Mechanism.of(CKM_RSA_PKCS_KEY_PAIR_GEN),
            ON_THE_TOKEN.with(CKA_LABEL, "testrsa-pub").with(CKA_MODULUS_BITS, 2048L),
            ON_THE_TOKEN.with(CKA_LABEL, "testrsa-pri"));

        Cryptoki a = token.application();
        SlotId slot = begin(a);
        SessionHandle session = a.openSession(slot, true);
        token.loginUser(a, session);
        ObjectHandle publicKey = findOne(a, session, ON_THE_TOKEN.with(CKA_LABEL, "testrsa-pub")
            .with(CKA_CLASS, Cko.CKO_PUBLIC_KEY)).get(0);
        byte[] modulus = value(a, session, publicKey, CKA_MODULUS, Output.room(1024));
        byte[] exponent = value(a, session, publicKey, CKA_PUBLIC_EXPONENT, Output.room(1024));
        assertArrayEquals(new byte[] {1, 0, 1}, exponent);
        ObjectHandle privateKey = findOne(a, session, ON_THE_TOKEN.with(CKA_LABEL, "testrsa-pri")
            .with(CKA_CLASS, Cko.CKO_PRIVATE_KEY)).get(0);
        a.signInit(session, Mechanism.of(CKM_SHA256_RSA_PKCS), privateKey);
        Output signature = Output.room(256);
        a.sign(session, DATA, signature);
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(KeyFactory.getInstance("RSA").generatePublic(
            new RSAPublicKeySpec(new BigInteger(1, modulus), new BigInteger(1, exponent))));
        verifier.update(DATA);
        assertTrue(verifier.verify(signature.bytes()));
        a.logout(session);
        end(a, slot, session);
    }

    @InEveryWorld void theCallsOfThePublicCertificatesToken(Token token) throws Exception {   // CERT-M-1-32
        byte[] certificate = certificate();
        SessionHandle maker = token.user(token.b());
        for (int i = 0; i < 5; i++) {
            token.b().createObject(maker, ON_THE_TOKEN.with(CKA_CLASS, Cko.CKO_CERTIFICATE)
                .with(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509).with(CKA_LABEL, "certificate " + i)
                .with(CKA_ID, new byte[] {(byte) i}).with(CKA_SUBJECT, NAME.getEncoded())
                .with(CKA_VALUE, certificate));
        }

        Cryptoki a = token.application();
        SlotId slot = begin(a);
        SessionHandle session = a.openSession(slot, false);
        a.findObjectsInit(session, ON_THE_TOKEN);
        List<ObjectHandle> found = a.findObjects(session, 5);
        assertEquals(5, found.size());
        byte[] label = asked(a, session, found.get(0), CKA_LABEL);
        assertTrue(new String(label, UTF_8).startsWith("certificate "));
        assertArrayEquals(certificate, asked(a, session, found.get(1), CKA_VALUE));
        a.findObjectsFinal(session);
        end(a, slot, session);
    }

    private static byte[] certificate() throws Exception {
        KeyPair root = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(NAME, BigInteger.ONE, Date.from(now),
            Date.from(now.plus(1, ChronoUnit.DAYS)), NAME, root.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(root.getPrivate())).getEncoded();
    }

    /** C_Initialize, C_GetInfo and C_GetSlotList. */
    private static SlotId begin(Cryptoki a) {
        a.initialize();
        assertEquals(new Version(3, 2), a.getInfo().cryptokiVersion());
        return a.getSlotList(true).get(0);
    }

    /** C_GetSlotInfo and C_GetTokenInfo. */
    private static void describe(Cryptoki a, SlotId slot) {
        assertTrue(a.getSlotInfo(slot).flags().contains(SlotFlag.CKF_TOKEN_PRESENT));
        TokenInfo info = a.getTokenInfo(slot);
        assertTrue(info.flags().containsAll(Set.of(TokenFlag.CKF_RNG, TokenFlag.CKF_LOGIN_REQUIRED,
            TokenFlag.CKF_USER_PIN_INITIALIZED, TokenFlag.CKF_TOKEN_INITIALIZED)), info::toString);
        assertEquals(0, info.sessions());
        assertEquals(0, info.rwSessions());
        assertEquals(List.of(4, 255), List.of(info.minPinLength(), info.maxPinLength()));
    }

    private static List<ObjectHandle> findOne(Cryptoki a, SessionHandle session, Template template) {
        a.findObjectsInit(session, template);
        List<ObjectHandle> found = a.findObjects(session, 1);
        a.findObjectsFinal(session);
        return found;
    }

    /** C_GetAttributeValue twice: for the length, then for the value. */
    private static byte[] asked(Cryptoki a, SessionHandle session, ObjectHandle object, Cka<?> attribute) {
        Output query = Output.lengthQuery();
        a.getAttributeValue(session, object, List.of(new AttributeRequest(attribute, query)));
        byte[] value = value(a, session, object, attribute, Output.room(query.length()));
        assertEquals(query.length(), value.length);
        return value;
    }

    private static byte[] value(Cryptoki a, SessionHandle session, ObjectHandle object, Cka<?> attribute, Output room) {
        a.getAttributeValue(session, object, List.of(new AttributeRequest(attribute, room)));
        return room.bytes();
    }

    /** C_CloseSession, C_CloseAllSessions and C_Finalize. */
    private static void end(Cryptoki a, SlotId slot, SessionHandle session) {
        a.closeSession(session);
        a.closeAllSessions(slot);
        a.finalizeCryptoki();
    }
}
