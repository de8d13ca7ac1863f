package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_BASE;
import static claviger.cryptoki.Cka.CKA_PRIME;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VALUE_BITS;
import static claviger.cryptoki.Ckk.CKK_DH;
import static claviger.cryptoki.Ckm.CKM_DH_PKCS_DERIVE;
import static claviger.cryptoki.Ckm.CKM_DH_PKCS_KEY_PAIR_GEN;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Cko.CKO_PUBLIC_KEY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_DOMAIN_PARAMS_INVALID;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import org.bouncycastle.crypto.params.DHParameters;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Diffie-Hellman beside the JDK's: groups, keys, agreement (6.4, W7, Z11, Z18). */
class DhTest {
    private static final Algorithm DERIVE = Mechanisms.row(CKM_DH_PKCS_DERIVE).algorithm();

    /** The JDK has the same groups, reads our keys, and comes to the same secret. */
    @ParameterizedTest @EnumSource(DhGroup.class) void theJdkAgreesInEveryGroup(DhGroup group) throws Exception {
        TestKeys.Pair ours = pair(group.components());
        DHParameters p = group.parameters();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DH", "SunJCE");
        generator.initialize(new DHParameterSpec(p.getP(), p.getG(), group.privateBits()));
        KeyPair theirs = generator.generateKeyPair();
        KeyFactory factory = KeyFactory.getInstance("DH", "SunJCE");
        DHPublicKey ourPublic = (DHPublicKey) factory.generatePublic(
            new X509EncodedKeySpec(ours.privateKey().get(CKA_PUBLIC_KEY_INFO)));
        assertEquals(new BigInteger(1, ours.publicKey().get(CKA_VALUE)), ourPublic.getY());
        byte[] secret = derive(ours, ((DHPublicKey) theirs.getPublic()).getY(), -1);
        assertEquals(group.bytes(), secret.length);
        assertArrayEquals(agreed(theirs.getPrivate(), ourPublic), secret);
        PrivateKey ourPrivate =
            factory.generatePrivate(new PKCS8EncodedKeySpec(KeyTypes.wrappedForm(ours.privateKey())));
        assertArrayEquals(secret, agreed(ourPrivate, (DHPublicKey) theirs.getPublic()));
        assertEquals(group.bits(), ours.privateKey().size());
    }

    /** The JDK's encoding, which tells the length of the private value besides, comes in; ours comes back (W7). */
    @Test void wrappedKeysOfBothComeIn() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DH", "SunJCE");
        DHParameters p = DhGroup.FFDHE_3072.parameters();
        generator.initialize(new DHParameterSpec(p.getP(), p.getG(), 300));
        KeyPair theirs = generator.generateKeyPair();
        Template unwrapped = KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, CKK_DH, theirs.getPrivate().getEncoded());
        assertEquals(new BigInteger(1, unwrapped.require(CKA_VALUE)).bitLength(), unwrapped.require(CKA_VALUE_BITS));
        TestKeys.Pair ours = pair(DhGroup.MODP_2048.components());
        byte[] wrapped = KeyTypes.wrappedForm(ours.privateKey());
        Template again = KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, CKK_DH, Arrays.copyOf(wrapped, wrapped.length + 3));
        assertArrayEquals(ours.privateKey().get(CKA_VALUE), again.require(CKA_VALUE));
        assertArrayEquals(ours.privateKey().get(CKA_PUBLIC_KEY_INFO), again.require(CKA_PUBLIC_KEY_INFO));
        assertEquals(CKR_WRAPPED_KEY_INVALID, refusal(() -> KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, CKK_DH,
            Arrays.copyOf(wrapped, wrapped.length - 1))));
        byte[] rsa = KeyTypes.wrappedForm(TestKeys.pair(claviger.cryptoki.Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN).privateKey());
        assertEquals(CKR_TEMPLATE_INCONSISTENT, refusal(() -> KeyTypes.unwrappedForm(CKO_PRIVATE_KEY, CKK_DH, rsa)));
    }

    /** Z18: values that lead into a small subgroup, or nowhere. */
    @Test void thePeersValueIsLookedAt() {
        TestKeys.Pair ours = pair(DhGroup.FFDHE_2048.components());
        BigInteger prime = DhGroup.FFDHE_2048.parameters().getP();
        for (BigInteger wrong : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE, prime.subtract(BigInteger.ONE), prime,
            prime.add(BigInteger.TWO), notInSubgroup(DhGroup.FFDHE_2048), BigInteger.ONE.shiftLeft(4096)}) {
            assertEquals(CKR_PUBLIC_KEY_INVALID, refusal(() -> derive(ours, wrong, 32)), () -> "bits " + wrong.bitLength());
            assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() -> KeyTypes.completed(CKO_PUBLIC_KEY, CKK_DH,
                DhGroup.FFDHE_2048.components().with(CKA_VALUE, BigIntegers.asUnsignedByteArray(wrong)))));
        }
    }

    /** A number that is no square modulo a safe prime is not in the subgroup of the squares. */
    private static BigInteger notInSubgroup(DhGroup group) {
        BigInteger candidate = BigInteger.TWO;
        while (candidate.modPow(group.parameters().getQ(), group.parameters().getP()).equals(BigInteger.ONE)) {
            candidate = candidate.add(BigInteger.ONE);
        }
        return candidate;
    }

    @Test void leadingBytesAreDropped() {
        TestKeys.Pair ours = pair(DhGroup.MODP_2048.components());
        BigInteger peer = new BigInteger(1, pair(DhGroup.MODP_2048.components()).publicKey().get(CKA_VALUE));
        byte[] whole = derive(ours, peer, -1);
        assertArrayEquals(Arrays.copyOfRange(whole, 256 - 32, 256), derive(ours, peer, 32));
        assertEquals(CKR_TEMPLATE_INCONSISTENT, refusal(() -> derive(ours, peer, 257)));
    }

    @Test void onlyKnownGroupsOf2048BitsAndMore() {
        Template known = DhGroup.MODP_2048.components();
        assertEquals(CKR_DOMAIN_PARAMS_INVALID, refusal(() -> pair(known.with(CKA_BASE, new byte[] {3}))));
        byte[] short1536 = BigIntegers.asUnsignedByteArray(
            org.bouncycastle.crypto.agreement.DHStandardGroups.rfc3526_1536.getP());
        assertEquals(CKR_DOMAIN_PARAMS_INVALID, refusal(() -> pair(known.with(CKA_PRIME, short1536))));
        TestKeys.Pair ours = pair(known);
        assertEquals(CKR_DOMAIN_PARAMS_INVALID, refusal(() -> KeyTypes.completed(CKO_PRIVATE_KEY, CKK_DH,
            known.with(CKA_PRIME, short1536).with(CKA_VALUE, ours.privateKey().get(CKA_VALUE)))));
    }

    @Test void thePrivateValueHasTheBitsThatAreAskedFor() {
        for (long bits : new long[] {225, 256, 2046}) {
            TestKeys.Pair pair = pair(DhGroup.FFDHE_2048.components().with(CKA_VALUE_BITS, bits));
            assertEquals(bits, pair.privateKey().get(CKA_VALUE_BITS));
            assertEquals(bits, new BigInteger(1, pair.privateKey().get(CKA_VALUE)).bitLength());
        }
        for (long bits : new long[] {-1, 0, 224, 2047, 1L << 40}) {
            assertEquals(CKR_ATTRIBUTE_VALUE_INVALID,
                refusal(() -> pair(DhGroup.FFDHE_2048.components().with(CKA_VALUE_BITS, bits))), "bits " + bits);
        }
    }

    /** Z11. */
    @Test void whatIsImportedFitsTogether() {
        TestKeys.Pair pair = pair(DhGroup.FFDHE_2048.components());
        Template whole = DhGroup.FFDHE_2048.components().with(CKA_VALUE, pair.privateKey().get(CKA_VALUE));
        Template padded = whole.with(CKA_VALUE, join(new byte[2], pair.privateKey().get(CKA_VALUE)));
        Template completed = KeyTypes.completed(CKO_PRIVATE_KEY, CKK_DH, padded);
        assertArrayEquals(pair.privateKey().get(CKA_VALUE), completed.require(CKA_VALUE));
        assertTrue(completed.has(CKA_VALUE_BITS));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() -> KeyTypes.completed(CKO_PRIVATE_KEY, CKK_DH,
            whole.with(CKA_VALUE, BigIntegers.asUnsignedByteArray(DhGroup.FFDHE_2048.parameters().getQ())))));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(() -> KeyTypes.completed(CKO_PRIVATE_KEY, CKK_DH,
            whole.with(CKA_PUBLIC_KEY_INFO, new byte[] {1}))));
    }

    private static TestKeys.Pair pair(Template wanted) {
        return TestKeys.fresh(CKM_DH_PKCS_KEY_PAIR_GEN, CKK_DH, wanted);
    }

    private static byte[] derive(TestKeys.Pair own, BigInteger peer, int length) {
        return DERIVE.derive(own.privateKey(),
            new Parameters.PublicValue(BigIntegers.asUnsignedByteArray(peer)), length);
    }

    private static byte[] agreed(PrivateKey own, DHPublicKey peer) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("DH", "SunJCE");
        agreement.init(own);
        DHParameterSpec group = ((javax.crypto.interfaces.DHPrivateKey) own).getParams();
        agreement.doPhase(KeyFactory.getInstance("DH", "SunJCE").generatePublic(
            new DHPublicKeySpec(peer.getY(), group.getP(), group.getG())), true);
        return agreement.generateSecret();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static Ckr refusal(Executable call) {
        return assertThrows(CkrException.class, call).ckr();
    }
}
