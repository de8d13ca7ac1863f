package claviger.cli;

import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;

import claviger.config.ConfigurationException;
import claviger.config.KeyFile;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.spki.CertificateSigner;
import claviger.spki.VerificationKey;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --key} or {@code --key-file}: the key of whoever signs, in a token or in a file. */
final class OwnKey {
    /** What computes a signature by the JCA's name of it (CertificateSigner.Signing). */
    private static final Map<String, Ckm> MECHANISMS = Map.of(
        "SHA256withRSA",                   Ckm.CKM_SHA256_RSA_PKCS,
        "SHA256withECDSAinP1363Format",    Ckm.CKM_ECDSA_SHA256,
        "SHA384withECDSAinP1363Format",    Ckm.CKM_ECDSA_SHA384,
        "SHA512withECDSAinP1363Format",    Ckm.CKM_ECDSA_SHA512,
        "Ed25519",                         Ckm.CKM_EDDSA,
        "ML-DSA",                          Ckm.CKM_ML_DSA);

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Which which;

    @Mixin
    private TokenPlace place;

    /** One of them. */
    static final class Which {
        @Option(names = "--key", paramLabel = "NAME", order = 7,
            description = "A private key of the token, by its label, unique id or CKA_ID: it signs.")
        private String inToken;

        @Option(names = "--key-file", paramLabel = "FILE", order = 8,
            description = "A private key in a file (PEM, PKCS#8, no password; only you may read it): it signs.")
        private Path inFile;
    }

    /** What to do with a signer, which is there for as long as its token is open. */
    @FunctionalInterface
    interface Use<T> {
        T with(CertificateSigner signer) throws Exception;
    }

    <T> T sign(Use<T> use) throws Exception {
        if (which.inFile != null) {
            return use.with(signer(which.inFile));
        }
        try (OpenToken open = place.openAsUser(false)) {
            return use.with(signer(open, open.object(which.inToken)));
        }
    }

    private static CertificateSigner signer(Path file) {
        try {
            return KeyFile.read(file);
        } catch (ConfigurationException e) {
            throw new Stopped(ExitCode.USAGE, "%s", e.getMessage());
        }
    }

    private static CertificateSigner signer(OpenToken open, OpenToken.Named key) {
        byte[] info = open.cryptoki().attributes(open.session(), key.handle(), CKA_PUBLIC_KEY_INFO)
            .get(CKA_PUBLIC_KEY_INFO, new byte[0]);
        if (key.kind() != CKO_PRIVATE_KEY || info.length == 0) {
            throw new Stopped(ExitCode.NOT_FOUND, "%s is no private key that signs", key.label());
        }
        return new CertificateSigner(VerificationKey.ofInfo(info), (algorithm, octets) -> {
            open.cryptoki().signInit(open.session(), Mechanism.of(MECHANISMS.get(algorithm)), key.handle());
            return open.cryptoki().sign(open.session(), octets);
        });
    }
}
