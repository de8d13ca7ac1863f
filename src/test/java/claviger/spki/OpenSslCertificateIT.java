package claviger.spki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.interop.OpenSsl;
import claviger.interop.Run;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates with keys and signatures that OpenSSL made, and ours before OpenSSL (AC63). */
class OpenSslCertificateIT {
    private static final CertificateVerifier VERIFIER = new CertificateVerifier();

    @TempDir
    private Path folder;

    @BeforeAll
    static void openSslIsHere() {
        OpenSsl.required();
    }

    @ParameterizedTest
    @CsvSource({"RSA, RSA, rsa_keygen_bits:2048", "RSA, RSA, rsa_keygen_bits:3072", "EC, EC, ec_paramgen_curve:P-256",
        "EC, EC, ec_paramgen_curve:P-384", "EC, EC, ec_paramgen_curve:P-521", "Ed25519, ED25519, "})
    void weVerifyWhatItSigns(String algorithm, String openSslName, String option) throws Exception {
        List<String> generation = new ArrayList<>(List.of("genpkey", "-algorithm", openSslName, "-out", "key.pem"));
        if (option != null) {
            generation.addAll(List.of("-pkeyopt", option));
        }
        openSsl(generation);
        openSsl(List.of("pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public.der"));
        byte[] info = Files.readAllBytes(folder.resolve("public.der"));
        PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(info));
        assertArrayEquals(info, VerificationKey.of(key).info());
        CertificateSigner signer = new CertificateSigner(key, (name, octets) -> signed(name, octets, key));
        Credential credential = credential(signer.issuer());
        SexpList sequence = signer.sign(credential);
        assertEquals(List.of(new VerifiedCredential(credential)), VERIFIER.verify(sequence).credentials());
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA", "P_256", "P_384", "P_521", "ED25519"})
    void itVerifiesWhatWeSign(SigningKey kind) throws Exception {
        VerificationKey key = VerificationKey.of(kind.pair().getPublic());
        SexpList sequence = kind.signer().sign(credential(kind.principal()));
        byte[] value = ((Atom) ((SexpList) sequence.items().get(2)).items().get(3)).bytes();
        Files.write(folder.resolve("public.der"), key.info());
        Files.write(folder.resolve("certificate"), sequence.items().get(1).canonical());
        Files.write(folder.resolve("signature"), kind.pair().getPublic() instanceof ECPublicKey ec ? der(ec, value) : value);
        List<String> verification = key.signatureAlgorithm().equals("Ed25519")
            ? List.of("pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", "public.der", "-sigfile",
                "signature", "-in", "certificate")
            : List.of("dgst", digest(key.signatureAlgorithm()), "-keyform", "DER", "-verify", "public.der", "-signature",
                "signature", "certificate");
        openSsl(verification);
        Files.write(folder.resolve("certificate"), credential(SigningKey.ML_DSA_44.principal()).sexp().canonical());
        assertThrows(AssertionError.class, () -> openSsl(verification), "another certificate");
    }

    private byte[] signed(String algorithm, byte[] octets, PublicKey key) {
        try {
            Files.write(folder.resolve("certificate"), octets);
            openSsl(algorithm.equals("Ed25519")
                ? List.of("pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "certificate", "-out", "signature")
                : List.of("dgst", digest(algorithm), "-sign", "key.pem", "-out", "signature", "certificate"));
            byte[] signature = Files.readAllBytes(folder.resolve("signature"));
            return key instanceof ECPublicKey ec ? plain(ec, signature) : signature;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String digest(String algorithm) {
        return "-" + algorithm.substring(0, "SHA256".length()).toLowerCase(Locale.ROOT);
    }

    private static byte[] plain(ECPublicKey key, byte[] der) throws Exception {
        BigInteger order = key.getParams().getOrder();
        BigInteger[] numbers = StandardDSAEncoding.INSTANCE.decode(order, der);
        return PlainDSAEncoding.INSTANCE.encode(order, numbers[0], numbers[1]);
    }

    private static byte[] der(ECPublicKey key, byte[] plain) throws Exception {
        BigInteger order = key.getParams().getOrder();
        BigInteger[] numbers = PlainDSAEncoding.INSTANCE.decode(order, plain);
        return StandardDSAEncoding.INSTANCE.encode(order, numbers[0], numbers[1]);
    }

    private static Credential credential(Principal.Key issuer) {
        return Credential.read(Sexp.read("(cert (issuer " + issuer.sexp() + ") (subject (unix uid \"1000\")) (tag (*)))"));
    }

    private void openSsl(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        Run.of(folder, command.toArray(String[]::new)).succeeds();
    }
}
