package claviger.vectors;

import static claviger.vectors.GeneratedVectors.changed;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.util.BigIntegers;

/** ECDSA and EdDSA, with the classic mistakes of encodings and ranges. */
record GeneratedSignatures(Path folder) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] MESSAGE = "123400".getBytes(StandardCharsets.US_ASCII);
    private static final BigInteger ED25519_ORDER = BigInteger.ONE.shiftLeft(252)
        .add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger ED448_ORDER = BigInteger.ONE.shiftLeft(446)
        .subtract(new BigInteger("13818066809895115352007386748515426880336692474882178609894547503885"));

    void write() throws Exception {
        for (String[] one : new String[][] {{"secp224r1", "SHA-224"}, {"secp224r1", "SHA3-512"}, {"secp256k1", "SHA-256"},
            {"secp256r1", "SHA-512"}, {"secp384r1", "SHA3-384"}, {"secp521r1", "SHA-512"}, {"brainpoolP256r1", "SHA-256"},
            {"brainpoolP320r1", "SHA-384"}, {"brainpoolP512r1", "SHA3-512"}}) {
            ecdsa(one[0], one[1]);
        }
        new VectorWriter(folder, "ecdsa_secp160r1_sha256_test.json", "ECDSA")
            .group("EcdsaVerify", "sha", "SHA-256", "publicKey", Map.of("curve", "secp160r1"), "publicKeyDer", "00")
            .valid("a curve that is not offered", "msg", "", "sig", "").write();
        edDsa();
    }

    private void ecdsa(String curve, String hash) throws Exception {
        X9ECParameters x9 = ECNamedCurveTable.getByName(curve);
        BigInteger n = x9.getN();
        int bytes = (n.bitLength() + 7) / 8;
        BigInteger d = BigIntegers.createRandomInRange(BigInteger.TWO, n.subtract(BigInteger.TWO), RANDOM);
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ECPrivateKeyParameters(d, new ECDomainParameters(x9)));
        BigInteger[] rs = signer.generateSignature(MessageDigest.getInstance(hash).digest(MESSAGE));
        BigInteger r = rs[0];
        BigInteger s = rs[1];
        Object[] key = {"sha", hash, "publicKey", Map.of("curve", curve), "publicKeyDer",
            KeyForms.ecPublic(curve, x9.getG().multiply(d).getEncoded(false))};

        VectorWriter der = new VectorWriter(folder, "ecdsa_" + curve + "_" + hash + "_test.json", "ECDSA")
            .group("EcdsaVerify", key);
        byte[] right = der(r, s);
        der.valid("normal", "msg", MESSAGE, "sig", right)
            .valid("the other s", "msg", MESSAGE, "sig", der(r, n.subtract(s)))
            .invalid("another message", "msg", new byte[1], "sig", right)
            .invalid("empty", "msg", MESSAGE, "sig", "")
            .invalid("one byte", "msg", MESSAGE, "sig", "30")
            .invalid("null", "msg", MESSAGE, "sig", "0500")
            .invalid("empty sequence", "msg", MESSAGE, "sig", "3000")
            .invalid("a number", "msg", MESSAGE, "sig", new ASN1Integer(r).getEncoded())
            .invalid("r alone", "msg", MESSAGE, "sig", new DERSequence(new ASN1Integer(r)).getEncoded())
            .invalid("one number more", "msg", MESSAGE, "sig", sequence(r, s, BigInteger.ZERO))
            .invalid("indefinite length", "msg", MESSAGE, "sig", ber(r, s))
            .invalid("garbage behind", "msg", MESSAGE, "sig", Arrays.copyOf(right, right.length + 2))
            .invalid("cut", "msg", MESSAGE, "sig", Arrays.copyOf(right, right.length - 1))
            .invalid("long form of the length", "msg", MESSAGE, "sig", longLength(right))
            .invalid("length of 2^31", "msg", MESSAGE, "sig", "30847fffffff0201010201 01".replace(" ", ""))
            .invalid("r and s exchanged", "msg", MESSAGE, "sig", der(s, r))
            .invalid("nested", "msg", MESSAGE, "sig",
                new DERSequence(new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)})).getEncoded());
        BigInteger[] odd = {BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE.negate(), n, n.subtract(BigInteger.ONE),
            n.add(BigInteger.ONE), x9.getCurve().getField().getCharacteristic(), BigInteger.ONE.shiftLeft(8 * bytes),
            BigInteger.ONE.shiftLeft(2000)};
        for (BigInteger one : odd) {
            der.invalid("r of " + one.bitLength() + " bits", "msg", MESSAGE, "sig", der(one, s))
                .invalid("s of " + one.bitLength() + " bits", "msg", MESSAGE, "sig", der(r, one));
            for (BigInteger two : odd) {
                der.invalid("both odd", "msg", MESSAGE, "sig", der(one, two));
            }
        }
        der.invalid("r + n", "msg", MESSAGE, "sig", der(r.add(n), s)).invalid("-r", "msg", MESSAGE, "sig", der(r.negate(), s))
            .invalid("s + n", "msg", MESSAGE, "sig", der(r, s.add(n))).invalid("-s", "msg", MESSAGE, "sig", der(r, s.negate()));
        for (int at = 0; at < right.length; at++) {
            der.invalid("byte " + at + " changed", "msg", MESSAGE, "sig", changed(right, at));
        }
        der.write();

        VectorWriter plain = new VectorWriter(folder, "ecdsa_" + curve + "_" + hash + "_p1363_test.json", "ECDSA")
            .group("EcdsaP1363Verify", key);
        byte[] both = plain(r, s, bytes);
        plain.valid("normal", "msg", MESSAGE, "sig", both)
            .invalid("empty", "msg", MESSAGE, "sig", "")
            .invalid("cut", "msg", MESSAGE, "sig", Arrays.copyOf(both, both.length - 1))
            .invalid("half", "msg", MESSAGE, "sig", Arrays.copyOf(both, bytes))
            .invalid("longer", "msg", MESSAGE, "sig", Arrays.copyOf(both, both.length + 2))
            .invalid("padded", "msg", MESSAGE, "sig", plain(r, s, bytes + 1))
            .invalid("DER", "msg", MESSAGE, "sig", right)
            .invalid("zero", "msg", MESSAGE, "sig", new byte[2 * bytes])
            .invalid("r is n", "msg", MESSAGE, "sig", plain(n, s, bytes))
            .invalid("s is n", "msg", MESSAGE, "sig", plain(r, n, bytes)).write();

        if (curve.equals("secp256k1")) {
            BigInteger half = s.min(n.subtract(s));
            new VectorWriter(folder, "ecdsa_secp256k1_sha256_bitcoin_test.json", "ECDSA")
                .group("EcdsaBitcoinVerify", key).valid("small s", "msg", MESSAGE, "sig", der(r, half))
                .invalid("large s", "msg", MESSAGE, "sig", der(r, n.subtract(half))).flag("SignatureMalleabilityBitcoin")
                .write();
        }
    }

    private static byte[] der(BigInteger r, BigInteger s) throws Exception {
        return sequence(r, s);
    }

    private static byte[] sequence(BigInteger... numbers) throws Exception {
        return new DERSequence(vector(numbers)).getEncoded();
    }

    private static byte[] ber(BigInteger... numbers) throws Exception {
        return new BERSequence(vector(numbers)).getEncoded();
    }

    private static ASN1EncodableVector vector(BigInteger... numbers) {
        ASN1EncodableVector vector = new ASN1EncodableVector();
        for (BigInteger number : numbers) {
            vector.add(new ASN1Integer(number));
        }
        return vector;
    }

    /** The same with one octet more for the length than there has to be. */
    private static byte[] longLength(byte[] der) {
        int header = der[1] < 0 ? 3 : 2;
        byte[] longer = new byte[der.length - header + 4];
        longer[0] = 0x30;
        longer[1] = (byte) 0x82;
        longer[3] = (byte) (der.length - header);
        System.arraycopy(der, header, longer, 4, der.length - header);
        return longer;
    }

    private static byte[] plain(BigInteger r, BigInteger s, int bytes) {
        byte[] both = Arrays.copyOf(BigIntegers.asUnsignedByteArray(bytes, r), 2 * bytes);
        System.arraycopy(BigIntegers.asUnsignedByteArray(bytes, s), 0, both, bytes, bytes);
        return both;
    }

    private void edDsa() throws Exception {
        Ed25519PrivateKeyParameters small = new Ed25519PrivateKeyParameters(RANDOM);
        Ed25519Signer first = new Ed25519Signer();
        first.init(true, small);
        first.update(MESSAGE, 0, MESSAGE.length);
        edDsa("edwards25519", new SubjectPublicKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
            small.generatePublicKey().getEncoded()).getEncoded(), first.generateSignature(), 32, ED25519_ORDER);
        Ed448PrivateKeyParameters large = new Ed448PrivateKeyParameters(RANDOM);
        Ed448Signer second = new Ed448Signer(new byte[0]);
        second.init(true, large);
        second.update(MESSAGE, 0, MESSAGE.length);
        edDsa("edwards448", new SubjectPublicKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed448),
            large.generatePublicKey().getEncoded()).getEncoded(), second.generateSignature(), 57, ED448_ORDER);
    }

    private void edDsa(String curve, byte[] spki, byte[] signature, int half, BigInteger order) throws Exception {
        byte[] s = reversed(Arrays.copyOfRange(signature, half, 2 * half));
        BigInteger larger = new BigInteger(1, s).add(order);
        byte[] malleable = Arrays.copyOf(signature, 2 * half);
        System.arraycopy(reversed(BigIntegers.asUnsignedByteArray(half, larger)), 0, malleable, half, half);
        byte[] zeroS = Arrays.copyOf(Arrays.copyOf(signature, half), 2 * half);
        byte[] ones = signature.clone();
        Arrays.fill(ones, half, 2 * half, (byte) 0xff);
        VectorWriter file = new VectorWriter(folder, curve + "_test.json", "EDDSA")
            .group("EddsaVerify", "publicKey", Map.of("curve", curve), "publicKeyDer", spki)
            .valid("normal", "msg", MESSAGE, "sig", signature)
            .invalid("another message", "msg", "", "sig", signature)
            .invalid("S + L", "msg", MESSAGE, "sig", malleable)
            .invalid("S is 0", "msg", MESSAGE, "sig", zeroS)
            .invalid("S is all ones", "msg", MESSAGE, "sig", ones)
            .invalid("zero", "msg", MESSAGE, "sig", new byte[2 * half])
            .invalid("empty", "msg", MESSAGE, "sig", "")
            .invalid("half", "msg", MESSAGE, "sig", Arrays.copyOf(signature, half))
            .invalid("cut", "msg", MESSAGE, "sig", Arrays.copyOf(signature, 2 * half - 1))
            .invalid("longer", "msg", MESSAGE, "sig", Arrays.copyOf(signature, 2 * half + 1));
        for (int at = 0; at < 2 * half; at += 3) {
            file.invalid("byte " + at + " changed", "msg", MESSAGE, "sig", changed(signature, at));
        }
        file.write();
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = bytes.clone();
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
