package claviger.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The seed of an ML-KEM key in PKCS#8 (RFC 9935), as any provider may have it. */
record SeedKey(ASN1ObjectIdentifier set, byte[] seed) implements PrivateKey {
    @Override public String getAlgorithm() {
        return "ML-KEM";
    }

    @Override public String getFormat() {
        return "PKCS#8";
    }

    @Override public byte[] getEncoded() {
        try {
            return new PrivateKeyInfo(new AlgorithmIdentifier(set),
                new DERTaggedObject(false, 0, new DEROctetString(seed))).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
