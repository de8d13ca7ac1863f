package claviger.vectors;

import claviger.vectors.Wycheproof.Group;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;

/** Verification with the public keys of groups, which the provider imports when it uses them. */
record SignatureChecks(TokenVectors token) {

    /** SHA256 in the name of a signature, but SHA3-256. */
    static String inSignatures(String hash) {
        return hash.startsWith("SHA3-") ? hash : hash.replace("-", "");
    }

    Check verify(Group group, String keys, String name, AlgorithmParameterSpec parameters) {
        return verify(keys, group.publicKeyDer(), name, parameters);
    }

    Check verify(String keys, byte[] publicKey, String name, AlgorithmParameterSpec parameters) {
        return vector -> {
            requireVerified(token.publicKey(keys, publicKey), name, parameters, vector.hex("msg"), vector.hex("sig"));
            return true;
        };
    }

    /** @throws SignatureException if the signature does not belong to the message */
    void requireVerified(PublicKey key, String name, AlgorithmParameterSpec parameters, byte[] message, byte[] sig)
            throws Exception {
        Signature signature = Signature.getInstance(name, token.provider());
        signature.initVerify(key);
        if (parameters != null) {
            signature.setParameter(parameters);      // before init it could hand the key on to another provider
        }
        signature.update(message);
        if (!signature.verify(sig)) {
            throw new SignatureException("not the signature");
        }
    }

    byte[] signed(PrivateKey key, String name, AlgorithmParameterSpec parameters, byte[] message) throws Exception {
        Signature signature = Signature.getInstance(name, token.provider());
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }
}
