package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;

import claviger.cryptoki.Parameters;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.agreement.DHBasicAgreement;
import org.bouncycastle.crypto.params.DHPrivateKeyParameters;
import org.bouncycastle.crypto.params.DHPublicKeyParameters;
import org.bouncycastle.util.BigIntegers;

/**
 * CKM_DH_PKCS_DERIVE, by Bouncy Castle. The secret is as long as the prime. The peer's value has to be in the subgroup
 * that the group's base makes (Z18).
 */
final class Dh implements Algorithm {

    @Override public byte[] derive(KeyMaterial baseKey, Parameters parameters, int length) {
        byte[] peer = Param.of(Parameters.PublicValue.class, parameters).value();
        DhGroup group = DhGroup.of(baseKey);
        DHPublicKeyParameters checked = checked(group, peer);
        DHBasicAgreement agreement = new DHBasicAgreement();
        agreement.init(baseKey.prepared(DHPrivateKeyParameters.class, material ->
            new DHPrivateKeyParameters(new BigInteger(1, material.get(CKA_VALUE)), group.parameters())));
        byte[] secret = BigIntegers.asUnsignedByteArray(group.bytes(), agreement.calculateAgreement(checked));
        try {
            return Lengths.truncated(secret, length);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static DHPublicKeyParameters checked(DhGroup group, byte[] peer) {
        if (peer.length > group.bytes() + 1) {
            throw CKR_PUBLIC_KEY_INVALID.because("a public value of %s does not have %d bytes", group, peer.length);
        }
        try {
            return group.publicKey(new BigInteger(1, peer));
        } catch (IllegalArgumentException e) {
            throw CKR_PUBLIC_KEY_INVALID.because(e, "the peer's value is not in the subgroup of %s", group);
        }
    }
}
