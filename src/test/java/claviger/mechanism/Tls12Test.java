package claviger.mechanism;

import static claviger.cryptoki.Ckk.CKK_GENERIC_SECRET;
import static claviger.cryptoki.Ckm.CKM_SHA256;
import static claviger.cryptoki.Ckm.CKM_SHA384;
import static claviger.cryptoki.Ckm.CKM_SHA_1;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.mechanism.MechanismsTest.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Parameters.RandomInfo;
import claviger.cryptoki.Returned;
import claviger.cryptoki.Version;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The derivations of TLS 1.2 beside TLS1-PRF of OpenSSL 3.0.22 (openssl kdf). */
class Tls12Test {
    private static final RandomInfo RANDOM = new RandomInfo(counted(0, 32), counted(0x40, 32));
    private static final KeyMaterial OF_RSA = secret("0303" + hex(counted(1, 46)));
    private static final KeyMaterial OF_DH = secret(hex(counted(0xa0, 32)));
    private static final String MASTER =
        "1e2c58c945848386d30d3083c77a4bb8305761891c98d5d05072d70f73d37cb64569dd7b229e3819c23c467ffc96b6ef";
    /** SHA-256 and SHA-384 of "handshake". */
    private static final byte[] HASHED =
        unhex("dfff30d188055f20aaa1610f29102805528465bbad91709ded764e8899f5ad2b");
    private static final byte[] HASHED_384 = unhex("1b133408db39267987434253e9bdf86acb6e8a3573c69c7ce4493457684dce2a"
        + "ad1fb3a5ca300c7cb12d2c0a3b9cd80c");

    /** What each mechanism of TLS takes. */
    static Parameters parameters(Ckm type) {
        return switch (type) {
            case CKM_TLS_MAC, CKM_TLS12_MAC -> new Parameters.TlsMac(CKM_SHA256, 12, false);
            case CKM_TLS12_MASTER_KEY_DERIVE, CKM_TLS12_MASTER_KEY_DERIVE_DH -> plain(CKM_SHA256);
            case CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE, CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH ->
                extended(CKM_SHA256, HASHED);
            case CKM_TLS12_KEY_AND_MAC_DERIVE, CKM_TLS12_KEY_SAFE_DERIVE -> mat(0, 256, 32, CKM_SHA256);
            case CKM_TLS_KDF, CKM_TLS12_KDF -> kdf(Optional.empty());
            default -> throw new IllegalArgumentException(type.name());
        };
    }

    @Test void masterSecrets() {
        assertEquals(MASTER, derived(Ckm.CKM_TLS12_MASTER_KEY_DERIVE, OF_RSA, plain(CKM_SHA256), 48));
        assertEquals("2fcefde6012f7b7bc4c3468377f3fc658a6edf246e9faac6b8b03b9ce77bcce0004c4fffa9f23172b0e7e7836cc6538b",
            derived(Ckm.CKM_TLS12_MASTER_KEY_DERIVE_DH, OF_DH, plain(CKM_SHA384), -1));
        assertEquals("67c1fd08f8864279bca55df5ab84846df021484d4cb2eadaa3329135efcfea37b8f5cf646982256ef59b82b430eba7fd",
            derived(Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE, OF_RSA, extended(CKM_SHA256, HASHED), -1));
        assertEquals("bf03d8a15f8969c1e2113b9df8a539c693dea23f3380cfa0362c51ce5439b3fd577f03b3c3905f878293875b60461bff",
            derived(Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH, OF_DH, extended(CKM_SHA384, HASHED_384), -1));
    }

    @Test void theKeyBlockIsCutAsRfc5246Says() {
        KeyBlock mac = block(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE, mat(160, 128, 128, CKM_SHA256));
        assertEquals("e7c460362330ba4ccd9f3ca9b29a9c862efbffda", hex(mac.clientMacSecret()));
        assertEquals("aefc7a976af837df1e61ed06f891847c5a3c581d", hex(mac.serverMacSecret()));
        assertEquals("4fe0de5c63e29caa3e7898b15d898407", hex(mac.clientKey()));
        assertEquals("dec3a5cc8a9783d03ba8d66ae8ebdcf9", hex(mac.serverKey()));
        assertEquals("21f3e0caee991ca40c1701ad89e16af3", hex(mac.clientIv()));
        assertEquals("14855e0dbcc2bae23af20127d7b11996", hex(mac.serverIv()));
        KeyBlock gcm = block(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE, mat(0, 256, 32, CKM_SHA384));
        assertEquals("10f200ccc3894b3e5d886d222c62ea8ce4ddf92ed735b96368c9c4e4598a53a5", hex(gcm.clientKey()));
        assertEquals("094c6fe531da9f7876dba4145cc206a95b4eb7c34ab4729903468531d5035450", hex(gcm.serverKey()));
        assertEquals("2a48b773", hex(gcm.clientIv()));
        assertEquals("f3474228", hex(gcm.serverIv()));
        KeyBlock safe = block(Ckm.CKM_TLS12_KEY_SAFE_DERIVE, mat(0, 256, 32, CKM_SHA384));
        assertEquals(hex(gcm.serverKey()), hex(safe.serverKey()));
        assertEquals(0, safe.clientIv().length + safe.serverIv().length + safe.clientMacSecret().length);
        safe.wipe();
        assertEquals("0".repeat(64), hex(safe.clientKey()));
    }

    /** RFC 5705: no context and an empty one are not the same. */
    @Test void exportedKeys() {
        for (Ckm name : new Ckm[] {Ckm.CKM_TLS_KDF, Ckm.CKM_TLS12_KDF}) {
            assertEquals("aff74714e978e74caa3797d883d398a78ccb0e9fc6ec16bbca177b70a1deb029",
                derived(name, secret(MASTER), kdf(Optional.empty()), 32));
            assertEquals("5c9655f19d5c0ada3e971c0fc9290394568c83f5456c0bc5e238c4a1e01effb0",
                derived(name, secret(MASTER), kdf(Optional.of(new byte[0])), 32));
            assertEquals("e45e4e8c905dfe37a9e0d976b39fa9241fa586a502ff6568c598018a04e5ee2f",
                derived(name, secret(MASTER), kdf(Optional.of(new byte[] {1, 2, 3})), 32));
        }
    }

    @Test void theVersionIsToldOfWhatIsAPremasterSecretAndOfNothingElse() {
        assertEquals(Optional.of(new Version(3, 3)), version(OF_RSA));
        assertEquals(Optional.of(new Version(3, 0)), version(secret("0300" + hex(counted(1, 46)))));
        for (String start : new String[] {"0304", "0403", "0383", "a1b2"}) {     // two bytes of some other secret
            assertEquals(Optional.empty(), version(secret(start + hex(counted(1, 46)))), start);
        }
        for (Ckm dh : new Ckm[] {Ckm.CKM_TLS12_MASTER_KEY_DERIVE_DH, Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH}) {
            Optional<Returned<Version>> wanted = Optional.of(new Returned<>());
            Parameters asking = dh == Ckm.CKM_TLS12_MASTER_KEY_DERIVE_DH
                ? new Parameters.Tls12MasterKey(RANDOM, wanted, CKM_SHA256)
                : new Parameters.Tls12ExtendedMasterKey(CKM_SHA256, HASHED, wanted);
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> algorithm(dh).derive(OF_RSA, asking, -1)));
        }
    }

    private static Optional<Version> version(KeyMaterial premaster) {
        Returned<Version> plain = new Returned<>();
        algorithm(Ckm.CKM_TLS12_MASTER_KEY_DERIVE)
            .derive(premaster, new Parameters.Tls12MasterKey(RANDOM, Optional.of(plain), CKM_SHA256), -1);
        Returned<Version> extended = new Returned<>();
        algorithm(Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE)
            .derive(premaster, new Parameters.Tls12ExtendedMasterKey(CKM_SHA256, HASHED, Optional.of(extended)), -1);
        assertEquals(plain.value(), extended.value());
        return plain.value();
    }

    @Test void wrongParametersAreRefused() {
        Algorithm master = algorithm(Ckm.CKM_TLS12_MASTER_KEY_DERIVE);
        Algorithm extended = algorithm(Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE);
        assertEquals(CKR_TEMPLATE_INCONSISTENT, refusal(() -> master.derive(OF_RSA, plain(CKM_SHA256), 32)));
        for (Parameters wrong : new Parameters[] {Parameters.NONE, plain(CKM_SHA_1), extended(CKM_SHA256, HASHED),
            new Parameters.Tls12MasterKey(new RandomInfo(new byte[31], new byte[32]), Optional.empty(), CKM_SHA256)}) {
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> master.derive(OF_RSA, wrong, -1)));
        }
        for (Parameters wrong : new Parameters[] {plain(CKM_SHA256), extended(CKM_SHA384, HASHED),
            extended(CKM_SHA_1, new byte[20]), extended(CKM_SHA256, new byte[0])}) {
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> extended.derive(OF_RSA, wrong, -1)));
        }
        for (Parameters wrong : new Parameters[] {Parameters.NONE, mat(0, 0, 128, CKM_SHA256), mat(0, 129, 0, CKM_SHA256),
            mat(-8, 128, 0, CKM_SHA256), mat(0, 1024, 0, CKM_SHA256), mat(0, 128, 32, CKM_SHA_1),
            new Parameters.Tls12KeyMat(0, 40, 0, true, RANDOM, new Returned<>(), CKM_SHA256)}) {
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> block(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE, wrong)));
        }
        for (Parameters wrong : new Parameters[] {new Parameters.TlsKdf(CKM_SHA256, new byte[0], RANDOM, Optional.empty()),
            new Parameters.TlsKdf(CKM_SHA_1, new byte[3], RANDOM, Optional.empty()), kdf(Optional.of(new byte[65536]))}) {
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() -> algorithm(Ckm.CKM_TLS_KDF).derive(OF_RSA, wrong, 32)));
        }
    }

    private static Parameters plain(Ckm hash) {
        return new Parameters.Tls12MasterKey(RANDOM, Optional.empty(), hash);
    }

    private static Parameters extended(Ckm hash, byte[] hashed) {
        return new Parameters.Tls12ExtendedMasterKey(hash, hashed, Optional.empty());
    }

    private static Parameters mat(int mac, int key, int iv, Ckm hash) {
        return new Parameters.Tls12KeyMat(mac, key, iv, false, RANDOM, new Returned<>(), hash);
    }

    private static Parameters kdf(Optional<byte[]> context) {
        return new Parameters.TlsKdf(CKM_SHA256, "EXPORTER-claviger".getBytes(), RANDOM, context);
    }

    private static KeyBlock block(Ckm type, Parameters parameters) {
        return algorithm(type).keyBlock(secret(MASTER), parameters);
    }

    private static String derived(Ckm type, KeyMaterial base, Parameters parameters, int length) {
        return hex(algorithm(type).derive(base, parameters, length));
    }

    private static Algorithm algorithm(Ckm type) {
        return Mechanisms.row(type).algorithm();
    }

    private static KeyMaterial secret(String hex) {
        return TestKeys.secret(CKK_GENERIC_SECRET, hex);
    }

    private static byte[] counted(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] unhex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
