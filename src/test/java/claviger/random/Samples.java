package claviger.random;

import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_COPYABLE;
import static claviger.cryptoki.Cka.CKA_DESTROYABLE;
import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_ENCRYPT;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_MODIFIABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_SUBJECT;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Cka.CKA_VERIFY;

import claviger.cryptoki.Ckc;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The templates of the objects that are made, and what is in those that C_CreateObject makes. */
final class Samples {
    static final byte[] SECRET = new byte[16];
    static final KeyPair PAIR = pair();

    private static final byte[] P_256 = HexFormat.of().parseHex("06082a8648ce3d030107");
    private static final X509Certificate CERTIFICATE = certificate();

    private Samples() {
    }

    /** For C_CreateObject. */
    static Template created(Step step) {
        Template object = storage(step, step.call().isPrivate(), step.label())
            .with(CKA_CLASS, step.kind().objectClass());
        return switch (step.kind()) {
            case DATA -> object.with(CKA_VALUE, SECRET);
            case CERTIFICATE -> object.with(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509).with(CKA_VALUE, certificateValue())
                .with(CKA_SUBJECT, CERTIFICATE.getSubjectX500Principal().getEncoded());
            case PUBLIC_KEY -> object.with(publicKey()).with(CKA_KEY_TYPE, Ckk.CKK_EC)
                .with(CKA_EC_POINT, Material.OF_CREATED.point());
            case PRIVATE_KEY -> object.with(privateKey(step)).with(CKA_KEY_TYPE, Ckk.CKK_EC).with(CKA_EC_PARAMS, P_256)
                .with(CKA_VALUE, Material.OF_CREATED.scalar());
            case SECRET_KEY -> object.with(secrecy(step)).with(CKA_KEY_TYPE, Ckk.CKK_AES).with(CKA_ENCRYPT, true)
                .with(CKA_VALUE, SECRET);
        };
    }

    /** The public half for C_GenerateKeyPair, which anybody sees. */
    static Template publicHalf(Step step) {
        return storage(step, false, step.otherLabel()).with(publicKey());
    }

    static Template privateHalf(Step step) {
        return storage(step, step.call().isPrivate(), step.label()).with(privateKey(step));
    }

    private static Template storage(Step step, boolean isPrivate, String label) {
        Call call = step.call();
        return Template.EMPTY.with(CKA_LABEL, label).with(CKA_TOKEN, call.isToken()).with(CKA_PRIVATE, isPrivate)
            .with(CKA_MODIFIABLE, call.isModifiable()).with(CKA_COPYABLE, call.says(Changeable.COPYABLE))
            .with(CKA_DESTROYABLE, call.isDestroyable());
    }

    private static Template publicKey() {
        return Template.EMPTY.with(CKA_EC_PARAMS, P_256).with(CKA_VERIFY, true);
    }

    private static Template privateKey(Step step) {
        return secrecy(step).with(CKA_SIGN, true);
    }

    private static Template secrecy(Step step) {
        return Template.EMPTY.with(CKA_SENSITIVE, step.call().says(Changeable.SENSITIVE))
            .with(CKA_EXTRACTABLE, step.call().says(Changeable.EXTRACTABLE));
    }

    static byte[] certificateValue() {
        try {
            return CERTIFICATE.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate() {
        try {
            X500Name name = new X500Name("CN=random");
            Instant now = Instant.now();
            return new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(name, BigInteger.ONE,
                Date.from(now), Date.from(now.plus(1, ChronoUnit.DAYS)), name, PAIR.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").setProvider("SunEC").build(PAIR.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
