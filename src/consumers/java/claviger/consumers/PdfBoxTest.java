package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.OpenSsl;
import claviger.interop.Run;
import claviger.interop.TlsKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Calendar;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureInterface;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PDFBox signs a document, its SignatureInterface as in its own examples; openssl verifies what the signature covers. */
class PdfBoxTest {
    @TempDir
    private Path folder;

    /** A detached CMS signature over what PDFBox gives it. */
    private record Signer(String algorithm, PrivateKey key, X509Certificate certificate) implements SignatureInterface {
        @Override public byte[] sign(InputStream content) throws IOException {
            try {
                CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
                generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                        .build(new JcaContentSignerBuilder(algorithm).build(key), certificate));
                generator.addCertificate(new JcaX509CertificateHolder(certificate));
                return generator.generate(new CMSProcessableByteArray(content.readAllBytes()), false).getEncoded();
            } catch (OperatorCreationException | CMSException | CertificateEncodingException e) {
                throw new IOException("cannot sign", e);
            }
        }
    }

    @BeforeEach void needsOpenSsl() {
        OpenSsl.required();
    }

    @ParameterizedTest
    @CsvSource({"SHA256withRSA, RSA", "SHA256withECDSA, EC"})
    void signsADocument(String algorithm, TlsKey key) throws Exception {
        byte[] signed =
            signed(new Signer(algorithm, TokenInUse.privateKey(key), TokenInUse.certificate(key)));
        try (PDDocument document = Loader.loadPDF(signed)) {
            PDSignature signature = document.getLastSignatureDictionary();
            assertEquals("Somebody", signature.getName());
            Files.write(folder.resolve("signature"), signature.getContents(signed));
            byte[] covered = signature.getSignedContent(signed);
            assertTrue(covered.length > 0 && covered.length < signed.length);
            Files.write(folder.resolve("covered"), covered);
            verify().succeeds();
            covered[covered.length / 2] ^= 1;
            Files.write(folder.resolve("covered"), covered);
            assertFalse(verify().exitCode() == 0, "a changed document verifies");
        }
    }

    private static byte[] signed(Signer signer) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.save(plain);
        }
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(plain.toByteArray())) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            signature.setName("Somebody");
            signature.setSignDate(Calendar.getInstance());
            document.addSignature(signature, signer);
            document.saveIncremental(signed);
        }
        return signed.toByteArray();
    }

    private Run verify() throws Exception {
        return Run.of(folder, "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature",
            "-content", "covered", "-out", "content", "-purpose", "any",
            "-CAfile", TokenInUse.trusted(folder).toString());
    }
}
