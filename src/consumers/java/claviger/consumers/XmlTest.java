package claviger.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.interop.TlsKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.List;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.xml.XMLConstants;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.xml.security.Init;
import org.apache.xml.security.encryption.EncryptedKey;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.keys.KeyInfo;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.apache.xml.security.utils.EncryptionConstants;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** XML signatures by the JDK and by Santuario, each verified by the other, and XML encryption by Santuario. */
class XmlTest {
    private static final String RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private static final String PSS = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";
    private static final String ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    private static final String EDDSA = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519";
    private static final String TEXT = "What is sent";

    @BeforeAll static void startSantuario() {
        Init.init();
    }

    @ParameterizedTest
    @CsvSource({RSA + ", RSA", ECDSA + ", EC", EDDSA + ", ED25519"})
    void theJdkSignsAndSantuarioVerifies(String algorithm, TlsKey key) throws Exception {
        assertTrue(verifiesBySantuario(signedByTheJdk(algorithm, key), TokenInUse.publicKey(key)));
    }

    @ParameterizedTest
    @CsvSource({RSA + ", RSA", ECDSA + ", EC", EDDSA + ", ED25519"})
    void santuarioSignsAndTheJdkVerifies(String algorithm, TlsKey key) throws Exception {
        assertTrue(verifiesByTheJdk(signedBySantuario(algorithm, key), TokenInUse.publicKey(key)));
    }

    /** Both set the parameters of the Signature before the key, so that the JCA settles on the JDK's provider. */
    @Test void bothSignWithPssIfTheProviderIsTheFirst() throws Exception {
        assertThrows(XMLSignatureException.class, () -> signedByTheJdk(PSS, TlsKey.RSA));
        assertThrows(XMLSecurityException.class, () -> signedBySantuario(PSS, TlsKey.RSA));
        TokenInUse.whileFirst(() -> {
            PublicKey key = TokenInUse.publicKey(TlsKey.RSA);
            assertTrue(verifiesBySantuario(signedByTheJdk(PSS, TlsKey.RSA), key));
            assertTrue(verifiesByTheJdk(signedBySantuario(PSS, TlsKey.RSA), key));
        });
    }

    @Test void aChangedDocumentDoesNotVerify() throws Exception {
        PublicKey key = TokenInUse.publicKey(TlsKey.EC);
        Document document = signedByTheJdk(ECDSA, TlsKey.EC);
        document.getElementsByTagName("line").item(0).setTextContent("What was not sent");
        assertFalse(verifiesBySantuario(document, key));
        assertFalse(verifiesByTheJdk(document, key));
    }

    @Test void santuarioDecryptsWithAnRsaKey() throws Exception {
        Document document = document();
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(256);
        SecretKey content = generator.generateKey();
        XMLCipher wrapping = XMLCipher.getInstance(XMLCipher.RSA_OAEP_11, null, XMLCipher.SHA256);
        wrapping.init(XMLCipher.WRAP_MODE, TokenInUse.publicKey(TlsKey.RSA));
        EncryptedKey wrapped = wrapping.encryptKey(document, content, EncryptionConstants.MGF1_SHA256, null);
        XMLCipher encrypting = XMLCipher.getInstance(XMLCipher.AES_256_GCM);
        encrypting.init(XMLCipher.ENCRYPT_MODE, content);
        KeyInfo info = new KeyInfo(document);
        info.add(wrapped);
        encrypting.getEncryptedData().setKeyInfo(info);
        encrypting.doFinal(document, (Element) document.getElementsByTagName("line").item(0));
        assertEquals(0, document.getElementsByTagName("line").getLength());

        XMLCipher decrypting = XMLCipher.getInstance();
        decrypting.init(XMLCipher.DECRYPT_MODE, null);
        decrypting.setKEK(TokenInUse.privateKey(TlsKey.RSA));
        decrypting.doFinal(document, (Element) document.getElementsByTagNameNS("*", "EncryptedData").item(0));
        assertEquals(TEXT, document.getElementsByTagName("line").item(0).getTextContent());
    }

    private static Document document() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(
            ("<page><line>" + TEXT + "</line></page>").getBytes(StandardCharsets.UTF_8)));
    }

    private static Document signedByTheJdk(String algorithm, TlsKey key) throws Exception {
        Document document = document();
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        Reference whole = factory.newReference("", factory.newDigestMethod(DigestMethod.SHA256, null),
            List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)), null, null);
        SignedInfo signed = factory.newSignedInfo(
            factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
            factory.newSignatureMethod(algorithm, null), List.of(whole));
        factory.newXMLSignature(signed, null)
            .sign(new DOMSignContext(TokenInUse.privateKey(key), document.getDocumentElement()));
        return document;
    }

    private static Document signedBySantuario(String algorithm, TlsKey key) throws Exception {
        Document document = document();
        XMLSignature signature = new XMLSignature(document, "", algorithm, CanonicalizationMethod.EXCLUSIVE);
        document.getDocumentElement().appendChild(signature.getElement());
        Transforms enveloped = new Transforms(document);
        enveloped.addTransform(Transforms.TRANSFORM_ENVELOPED_SIGNATURE);
        signature.addDocument("", enveloped, DigestMethod.SHA256);
        signature.sign(TokenInUse.privateKey(key));
        return document;
    }

    private static Node signature(Document document) {
        return document.getElementsByTagNameNS("*", "Signature").item(0);
    }

    private static boolean verifiesBySantuario(Document document, PublicKey key) throws Exception {
        return new XMLSignature((Element) signature(document), "").checkSignatureValue(key);
    }

    private static boolean verifiesByTheJdk(Document document, PublicKey key)
            throws MarshalException, XMLSignatureException {
        DOMValidateContext context = new DOMValidateContext(key, signature(document));
        return XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context).validate(context);
    }
}
