package claviger.provider;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.util.Optional;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import org.bouncycastle.crypto.params.DHParameters;
import org.bouncycastle.crypto.params.DHPublicKeyParameters;
import org.bouncycastle.util.BigIntegers;

/** The value of a peer's Diffie-Hellman key, checked before the token checks it, for the reason of {@link PeerPoint}. */
final class PeerValue {
    private PeerValue() {
    }

    /**
     * The value, if a secret can be agreed on with it. Only the numbers of the groups have to be equal: keys also tell the
     * length of their private value.
     */
    static byte[] of(Key theirs, DHParameterSpec ours) throws InvalidKeyException {
        if (!(theirs instanceof DHPublicKey peer)) {
            throw new InvalidKeyException("DH needs the peer's DHPublicKey");
        }
        Optional<DHParameters> group = DhGroups.named(ours);
        if (group.isEmpty() || !peer.getParams().getP().equals(ours.getP())
                || !peer.getParams().getG().equals(ours.getG())) {
            throw new InvalidKeyException("the peer's public key is in another group");
        }
        return inSubgroup(peer.getY(), group.get());
    }

    private static byte[] inSubgroup(BigInteger y, DHParameters group) throws InvalidKeyException {
        try {
            return BigIntegers.asUnsignedByteArray(new DHPublicKeyParameters(y, group).getY());
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("the peer's public key is not a value that may be used", e);
        }
    }
}
