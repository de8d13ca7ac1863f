package claviger.vectors;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.VectorFile;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The vectors of HKDF through {@code javax.crypto.KDF}, which JDK 25 has, with the input keying material in a token. */
class KdfWycheproofTest {
    @TestFactory Stream<DynamicTest> everyFileOfHkdf() throws Exception {
        TokenVectors token = TokenVectors.All.make().wrapping();
        return Stream.of(Wycheproof.files(), GeneratedVectors.files()).flatMap(List::stream)
            .filter(path -> path.getFileName().toString().startsWith("hkdf_"))
            .map(path -> dynamicTest(path.getFileName().toString(), () -> run(path, token)));
    }

    private static void run(Path path, TokenVectors token) {
        VectorFile file = Wycheproof.read(path);
        Outcome.of(file, group -> hkdf(token, group), GeneralSecurityException.class).report("javax.crypto.KDF");
    }

    private static Check hkdf(TokenVectors token, Group group) {
        String name = "HKDF-" + group.algorithm().replaceFirst("^HKDF-", "").replaceFirst("^SHA-", "SHA");
        if (!token.has("KDF", name)) {
            return Checks.noServiceFor(name);
        }
        Check derives = vector -> {
            SecretKey base = token.secret("HKDF", vector.hex("ikm"));
            try {
                return Arrays.equals(vector.hex("okm"), KDF.getInstance(name, token.provider())
                    .deriveData(HKDFParameterSpec.ofExtract().addIKM(base).addSalt(vector.hex("salt"))
                        .thenExpand(vector.hex("info"), DerivationChecks.size(vector))));
            } finally {
                SecretChecks.destroy(base);
            }
        };
        return derives.forbidden(DerivationChecks::isTooLong, "a secret of a token has 4096 bytes at the most");
    }
}
