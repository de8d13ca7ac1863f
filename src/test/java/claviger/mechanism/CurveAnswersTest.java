package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_EC_POINT;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckd.CKD_NULL;
import static claviger.cryptoki.Ckk.CKK_EC;
import static claviger.cryptoki.Ckk.CKK_EC_EDWARDS;
import static claviger.cryptoki.Ckk.CKK_EC_MONTGOMERY;
import static claviger.cryptoki.Ckm.CKM_ECDH1_DERIVE;
import static claviger.cryptoki.Ckm.CKM_ECDSA_SHA256;
import static claviger.cryptoki.Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EC_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN;
import static claviger.cryptoki.Ckm.CKM_EDDSA;
import static claviger.cryptoki.Cko.CKO_PRIVATE_KEY;
import static claviger.cryptoki.Ckr.CKR_CURVE_NOT_SUPPORTED;
import static claviger.cryptoki.Ckr.CKR_KEY_SIZE_RANGE;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;
import static claviger.cryptoki.Ckr.CKR_PUBLIC_KEY_INVALID;
import static claviger.cryptoki.Use.CKF_DERIVE;
import static claviger.cryptoki.Use.CKF_SIGN;
import static claviger.cryptoki.Use.CKF_VERIFY;
import static claviger.mechanism.MechanismsTest.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.spec.EdDSAParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Curves against openssl, the JDK and RFCs, and the code of each refusal. */
@OnEachEngine
class CurveAnswersTest {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] MESSAGE = "claviger".getBytes(StandardCharsets.US_ASCII);

    @Test void opensslSignsOnEveryCurveOfWeierstrass() throws Exception {
        // secp224r1
        verifies("ME4wEAYHKoZIzj0CAQYFK4EEACEDOgAEs3FI+ARC1QP4iwKnXa2idCpvN8I/eZOlg4UBNT1XvldzO7G/7tltkFqcL0tvlNAj"
            + "xI2sXV1Cp/o=",
            "MD0CHBGGrDDldlTTYiGTZi5MmOEDXObHxfzILXIn1dMCHQC+BY0clHzsUanwJHfxkWrFxzR7K+pQ7mkbtG/A");
        // secp256k1
        verifies("MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEwOB0U4IqHgh60vncFWFq/WjOM9P/w++L0nLHi2MWKBhstnhmOvdVYUzE9O4G1Adj"
            + "7U4ncUxD/eH1DLYqOV3MuA==",
            "MEQCICvfwlcsbk/yiL5V8Fk4AX1DpL+BTK+3nkpb81f/7pg1AiAEqjKOskOby0HzOTXoWBCuky3k51b0TTA8xPc78Lz6qg==");
        // brainpoolP256r1
        verifies("MFowFAYHKoZIzj0CAQYJKyQDAwIIAQEHA0IABABf6BnqJxT3sNvGPP7W3qWoUEnfHwIReqs7hhKQQD8UTJ01s2/xvKSkWZdT"
            + "W+SgZCUsqBCJcrRPVccwMhdX+Cs=",
            "MEUCIHYtvKjew1R9T3WTFCI2XppCYcjARC+/7JxaUO3UlWR7AiEApSTYJrx07BXfJsmTK2jMvb3IHfnjIJrha7iKB0HMBWU=");
        // brainpoolP256t1
        verifies("MFowFAYHKoZIzj0CAQYJKyQDAwIIAQEIA0IABIocjyfPh7FSH4TzrbxttQN+0WosVfUtYtHV3GyixgFMY/eZjcABpHOM2ZLE"
            + "7BNVH6wrD6qxAFb3lxjGF3qNGmI=",
            "MEQCIE43JbUSeoX0kh7JaqVb5l16shIQX4AEdnSw1Zvt7BP2AiBOB647NRChQ+xbjmLzaHhOdY6wgyRv6INK5S4uUSoaWQ==");
        // brainpoolP320r1
        verifies("MGowFAYHKoZIzj0CAQYJKyQDAwIIAQEJA1IABA+Dnbwud+ziNTtFuefBCYw3RLMrWVUb3tLIw/+4QLr0AmySQTmSA8CKSg3+"
            + "vRsbWnnvr4Wv2qL8ZxUjzskgJV70dY8jEklM/jMaSLeDqdrG",
            "MFUCKQCwEmkvryTyDTC9AB8R/wnOSfi/x9i7SaLY5JOZyLcztrnJBHrJVZEpAihg5A1Y/T9WIZo4kT8OGLefUvLuA3UEZyxX"
            + "5kJWzr+Ct9g82TZmWz1C");
        // brainpoolP320t1
        verifies("MGowFAYHKoZIzj0CAQYJKyQDAwIIAQEKA1IABBn30AYkySr4q8y31teEOdBprxOHN4GKx+ftXW2GsUs+DPGUIUCMoGGWFjE9"
            + "uKYP0x4fK0bITnmmDi+OXVphLgdMQdss6jZ5vk5jo2WIUnUJ",
            "MFQCKAzp6zpg06vt4GuHlL0Ljm2yZo3dXp+6VInfmZwdyrU9gXi2ulhoTU4CKHXIyCFMyVl0on49QLN+2261f8rOkmAPcKtr"
            + "VMefNPI1OXpxi0oI2ss=");
        // brainpoolP384r1
        verifies("MHowFAYHKoZIzj0CAQYJKyQDAwIIAQELA2IABDsL/UXXFhxan6BdbczzIkF3PRGSPopr8SOWBEAwIM2bp/jfokYHYU9x6BMS"
            + "Qd/0kEXHW9fugfnpZC4eJMjFRo1PF4co9uNzw3g9WRHDnPM5HkJeb8G0PLB8/djgBkvgaA==",
            "MGQCMB4ERz/frYwhHFQRICKOejbYX73VjnvCpiUkDUoHn2FxDziEdbvWfPxeslVpMUM7pQIwCrV5sWKtOYPbRqE7aQV7m6vy"
            + "PP2pLBWUFTWOk/dMdeay2Re7v/+cO3EfwUDgIft2");
        // brainpoolP384t1
        verifies("MHowFAYHKoZIzj0CAQYJKyQDAwIIAQEMA2IABG++wgSnFiKnc4/KOgm+MwqJe/DgSEAmN2HvOw/0M8OVU45zEw21u41trjYT"
            + "qkgxOHj6/UwnWsSSLip8a4BqhIVxtf1JUz3e2vyvuNpPanBZMTiiwhEu37YE/BmSjx5XrQ==",
            "MGQCMCo2hNMAh5c70mSOhoe9jwMhn3OcsiT7x1aQamzWcpOrzSTsRonVLpXx+wN6P8V/ogIwWGGu1km1p8vi2FWpJwxoJr0y"
            + "HiO20kzZ8WVEen87XNA5J6ecM9Bp9eOizmkZLCZc");
        // brainpoolP512r1
        verifies("MIGbMBQGByqGSM49AgEGCSskAwMCCAEBDQOBggAEcEJRKK3q2y+rFLa9Oq7OpTlmCczSz6EMcgL/WAJ8g2KZFDsfhLvAcPKN"
            + "5vIpxjVzm2fJxroFRn3BKgP+Es19IEzWWQgxm5srimbjzkTQsCp1k67tOwxShHvVgxcg8z+ocZDCdLTGjTbJV2QrT6N3QB93"
            + "usQykwIlZbD+qtd+NCQ=",
            "MIGEAkBQJD9UbjtwzY1rfDHBDMP1Y6Steqr2udWeqHCIf8KmgASpxaoGzSXV8twzIjMaDrv6My8iv+X+UcnjT1pzWJUsAkA6"
            + "PpXwjLSIefrc7dNxeOy0hQovrAe6M+JwhEh9OjfTO9o7cUGW1hT7uuxkgKpMN19UKe1FBsycUHbOd7CiaQx+");
        // brainpoolP512t1
        verifies("MIGbMBQGByqGSM49AgEGCSskAwMCCAEBDgOBggAEZQRVwCX6RyEmZfdBIc/c5CrdD3Q/mtMuJHioNJvaYsEu/0k1Uv+ZNBp1"
            + "Iq+m0YOLq1jMhVfwvJb46X/GWqDtIBtaeRbh4hFJmuj47tMkMfZQFz3PyhvIPV0FWuQtVNSifze5x78mrvTcD3GPPvVm0l7U"
            + "gw3jGFWhOGozLEiUu0k=",
            "MIGEAkAts/Z0BBMx+ItbMS4d8UuUMN6nEOUAH7LrKnEKpqZGaHN88AoIMQWf71I2aK+ZmVajH324/LwDFa757D+yNTuOAkAz"
            + "C/gwdnKMAjvOwFpPtnCGwgLkM+T8P8vko4ATgv6ZcVgfZjTG9xWir6bqguBWb93LzUp7x1HDKmV2lAPUDmij");
    }

    private static void verifies(String spki, String der) throws Exception {
        KeyMaterial key = TestKeys.publicKey(Base64.getDecoder().decode(spki));
        Weierstrass curve = Weierstrass.of(key);
        int half = curve.curve().bytes();
        BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(curve.domain().getN(), Base64.getDecoder().decode(der));
        byte[] signature = new byte[2 * half];
        BigIntegers.asUnsignedByteArray(rs[0], signature, 0, half);
        BigIntegers.asUnsignedByteArray(rs[1], signature, half, half);
        Computation.Verifying verifying = algorithm(CKM_ECDSA_SHA256).verify(key, Parameters.NONE);
        verifying.update(MESSAGE);
        verifying.verify(signature);
    }

    /** A key on P-224 is too short to make anything new. */
    @Test void p224OnlyVerifies() {
        Mechanisms.row(CKM_ECDSA_SHA256).admitSize(CKF_VERIFY, 224);
        assertEquals(CKR_KEY_SIZE_RANGE, refusal(() -> Mechanisms.row(CKM_ECDSA_SHA256).admitSize(CKF_SIGN, 224)));
        assertEquals(CKR_KEY_SIZE_RANGE,
            refusal(() -> Mechanisms.row(CKM_ECDH1_DERIVE).admitSize(CKF_DERIVE, 224)));
        assertEquals(CKR_CURVE_NOT_SUPPORTED, refusal(() -> TestKeys.curve(CKM_EC_KEY_PAIR_GEN, Curve.P_224)));
    }

    @ParameterizedTest
    @EnumSource(value = Curve.class, mode = EnumSource.Mode.EXCLUDE, names = {"P_224", "ED25519", "ED448"})
    void bothSidesAgree(Curve curve) {
        Ckm generator = curve.keyType() == CKK_EC
            ? CKM_EC_KEY_PAIR_GEN : CKM_EC_MONTGOMERY_KEY_PAIR_GEN;
        TestKeys.Pair ours = TestKeys.curve(generator, curve);
        TestKeys.Pair theirs = TestKeys.curve(generator, curve);
        byte[] secret = agreed(ours, theirs.publicKey().get(CKA_EC_POINT));
        assertEquals(curve.bytes(), secret.length);
        assertArrayEquals(secret, agreed(theirs, ours.publicKey().get(CKA_EC_POINT)));
        byte[] wrong = theirs.publicKey().get(CKA_EC_POINT).clone();
        Arrays.fill(wrong, wrong.length - curve.bytes(), wrong.length, (byte) 0);
        assertEquals(CKR_PUBLIC_KEY_INVALID, refusal(() -> agreed(ours, wrong)));   // Z18
    }

    private static byte[] agreed(TestKeys.Pair own, byte[] point) {
        return algorithm(CKM_ECDH1_DERIVE).derive(own.privateKey(), new Parameters.Ecdh(CKD_NULL, NOTHING, point), -1);
    }

    /** RFC 7748, 6.2. */
    @Test void x448() {
        KeyMaterial alice = TestKeys.key(CKO_PRIVATE_KEY,
            CKK_EC_MONTGOMERY, Template.EMPTY.with(CKA_EC_PARAMS, Curve.X448.params())
                .with(CKA_VALUE, unhex("9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28d"
                    + "d9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b")));
        byte[] bob = unhex("3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b430"
            + "27d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609");
        assertEquals("07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282b"
            + "b60c0b56fd2464c335543936521c24403085d59a449a5037514a879d",
            hex(algorithm(CKM_ECDH1_DERIVE).derive(alice, new Parameters.Ecdh(CKD_NULL, NOTHING, bob), -1)));
    }

    @Test void theJdkVerifiesEveryFormOfEddsa() throws Exception {
        for (Curve curve : List.of(Curve.ED25519, Curve.ED448)) {
            KeyMaterial key = TestKeys.curve(CKM_EC_EDWARDS_KEY_PAIR_GEN, curve).privateKey();
            String name = curve == Curve.ED448 ? "Ed448" : "Ed25519";
            assertTrue(KnownAnswersTest.jdkVerifies(name, name, key, null, signed(CKM_EDDSA, key, Parameters.NONE, MESSAGE)));
            for (boolean prehash : new boolean[] {false, true}) {
                for (byte[] context : List.of(MESSAGE, new byte[255])) {
                    assertTrue(KnownAnswersTest.jdkVerifies(name, name, key, new EdDSAParameterSpec(prehash, context),
                        signed(CKM_EDDSA, key, new Parameters.Eddsa(prehash, context), MESSAGE)));
                }
            }
            assertEquals(CKR_MECHANISM_PARAM_INVALID, refusal(() ->
                algorithm(CKM_EDDSA).sign(key, new Parameters.Eddsa(false, new byte[256]))));
            assertEquals(CKK_EC_EDWARDS, key.type());
        }
    }

    private static byte[] signed(Ckm type, KeyMaterial key, Parameters parameters, byte[] data) {
        Computation.Signing signing = algorithm(type).sign(key, parameters);
        signing.update(data);
        return signing.sign();
    }

    private static Algorithm algorithm(Ckm type) {
        return Mechanisms.row(type).algorithm();
    }

    private static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
