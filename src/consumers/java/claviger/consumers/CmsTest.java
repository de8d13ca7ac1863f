package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.interop.OpenSsl;
import claviger.interop.Run;
import claviger.interop.TlsAuthority;
import claviger.interop.TlsKey;
import claviger.provider.TokenKeySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bouncy Castle's CMS, no provider named, with keys of the token; openssl is the other side. */
class CmsTest {
    private static final byte[] CONTENT = "What is sent".getBytes();

    @TempDir
    private Path folder;

    @BeforeEach void needsOpenSsl() {
        OpenSsl.required();
    }

    @ParameterizedTest
    @CsvSource({"SHA256withRSA, RSA", "SHA256withRSAandMGF1, RSA", "SHA256withECDSA, EC"})
    void opensslVerifiesASignature(String algorithm, TlsKey key) throws Exception {
        Files.write(folder.resolve("signed"), signed(algorithm, key).getEncoded());
        openssl("cms", "-verify", "-binary", "-inform", "DER", "-in", "signed", "-out", "content", "-purpose", "any",
            "-CAfile", TokenInUse.trusted(folder).toString());
        assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("content")));
    }

    /** Here it is Bouncy Castle's own provider: openssl 3.0 does not know Ed25519 in CMS. */
    @Test void bouncyCastleVerifiesAnEd25519Signature() throws Exception {
        SignerInformation signer = signed("Ed25519", TlsKey.ED25519).getSignerInfos().iterator().next();
        assertTrue(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider(new BouncyCastleProvider())
            .build(TokenInUse.certificate(TlsKey.ED25519))));
    }

    private static CMSSignedData signed(String algorithm, TlsKey key) throws Exception {
        X509Certificate certificate = TokenInUse.certificate(key);
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
            new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                .build(new JcaContentSignerBuilder(algorithm).build(TokenInUse.privateKey(key)), certificate));
        generator.addCertificate(new JcaX509CertificateHolder(certificate));
        return generator.generate(new CMSProcessableByteArray(CONTENT), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha1", "sha256"})
    void decryptsWhatOpensslEncryptedWithOaep(String hash) throws Exception {
        RecipientInformation recipient = encrypted(TlsKey.RSA, "-keyopt", "rsa_padding_mode:oaep",
            "-keyopt", "rsa_oaep_md:" + hash);
        PrivateKey key = TokenInUse.privateKey(TlsKey.RSA);
        assertArrayEquals(CONTENT, recipient.getContent(new JceKeyTransEnvelopedRecipient(key)));
    }

    /** An oracle for whoever can call it (Z9). */
    @Test void decryptsPkcs1PaddingOnlyWithAKeyThatNamesIt() throws Exception {
        RecipientInformation recipient = encrypted(TlsKey.RSA);
        PrivateKey usual = TokenInUse.privateKey(TlsKey.RSA);
        assertThrows(CMSException.class, () -> recipient.getContent(new JceKeyTransEnvelopedRecipient(usual)));

        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", Security.getProvider("Claviger"));
        generator.initialize(
            TokenKeySpec.of(2048).with(Cka.CKA_ALLOWED_MECHANISMS, new long[] {Ckm.CKM_RSA_PKCS.code()}));
        KeyPair named = generator.generateKeyPair();
        assertArrayEquals(CONTENT, encrypted(TokenInUse.chain("recipient", named.getPublic())[0])
            .getContent(new JceKeyTransEnvelopedRecipient(named.getPrivate())));
    }

    @Test void bouncyCastlesOwnProviderWantsTheValueOfTheKey() throws Exception {
        PrivateKey key = TokenInUse.privateKey(TlsKey.RSA);
        JcaContentSignerBuilder pinned =
            new JcaContentSignerBuilder("SHA256withRSA").setProvider(new BouncyCastleProvider());
        assertThrows(OperatorCreationException.class, () -> pinned.build(key));
    }

    /** It asks the private key for the encoding that names its curve, and knows no other way to the curve by itself. */
    @Test void doesNotFindTheCurveOfAKeyWithoutAnEncoding() throws Exception {
        RecipientInformation recipient = encrypted(TlsKey.EC);
        PrivateKey key = TokenInUse.privateKey(TlsKey.EC);
        assertThrows(NullPointerException.class, () -> recipient.getContent(new JceKeyAgreeEnvelopedRecipient(key)));
    }

    private RecipientInformation encrypted(TlsKey key, String... options) throws Exception {
        return encrypted(TokenInUse.certificate(key), options);
    }

    private RecipientInformation encrypted(X509Certificate to, String... options) throws Exception {
        Files.write(folder.resolve("content"), CONTENT);
        List<String> arguments = new ArrayList<>(List.of("cms", "-encrypt", "-aes256", "-binary", "-in", "content",
            "-outform", "DER", "-out", "encrypted", "-recip",
            TlsAuthority.pem(folder.resolve("recipient.pem"), to).toString()));
        arguments.addAll(List.of(options));
        openssl(arguments.toArray(String[]::new));
        Collection<RecipientInformation> recipients =
            new CMSEnvelopedData(Files.readAllBytes(folder.resolve("encrypted"))).getRecipientInfos().getRecipients();
        assertEquals(1, recipients.size());
        return recipients.iterator().next();
    }

    private void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Run.of(folder, command.toArray(String[]::new)).succeeds();
    }
}
