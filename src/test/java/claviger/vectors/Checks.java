package claviger.vectors;

import claviger.vectors.Wycheproof.Group;
import java.util.Map;
import java.util.function.Function;

/** The checks through the JCA by the type of a group of vectors. */
public final class Checks implements Outcome.Formats {
    private final Map<String, Function<Group, Check>> byType;

    Checks(TokenVectors.All tokens) {
        SecretChecks secrets = new SecretChecks(tokens);
        DerivationChecks derivations = new DerivationChecks(tokens.wrapping());
        CurveChecks curves = new CurveChecks(tokens.plain());
        RsaChecks rsa = new RsaChecks(tokens);
        LatticeChecks lattices = new LatticeChecks(tokens.plain());
        this.byType = Map.ofEntries(
            Map.entry("AeadTest", secrets::aead),
            Map.entry("IndCpaTest", secrets::cipher),
            Map.entry("MacTest", secrets::mac),
            Map.entry("MacWithIvTest", secrets::gmac),
            Map.entry("KeywrapTest", secrets::keyWrap),
            Map.entry("HkdfTest", derivations::hkdf),
            Map.entry("PbkdfTest", derivations::pbkdf2),
            Map.entry("EcdhTest", curves::ecdh),
            Map.entry("EcdhEcpointTest", curves::ecdh),
            Map.entry("EcdhPemTest", curves::ecdh),
            Map.entry("EcdhWebcryptoTest", curves::ecdh),
            Map.entry("XdhComp", curves::xdh),
            Map.entry("XdhAsnComp", curves::xdh),
            Map.entry("XdhPemComp", curves::xdh),
            Map.entry("XdhJwkComp", curves::xdh),
            Map.entry("EcdsaVerify", group -> curves.ecdsa(group, "")),
            Map.entry("EcdsaBitcoinVerify", group -> withoutHalving(curves.ecdsa(group, ""))),
            Map.entry("EcdsaP1363Verify", group -> curves.ecdsa(group, "inP1363Format")),
            Map.entry("EddsaVerify", curves::eddsa),
            Map.entry("RsassaPkcs1Verify", rsa::verify),
            Map.entry("RsassaPkcs1Generate", rsa::sign),
            Map.entry("RsassaPssVerify", rsa::pss),
            Map.entry("RsassaPssWithParametersVerify", rsa::pssKey),
            Map.entry("RsaesOaepDecrypt", rsa::oaep),
            Map.entry("RsaesPkcs1Decrypt", rsa::pkcs1),
            Map.entry("MlDsaVerify", lattices::verify),
            Map.entry("MlDsaSign", lattices::sign),
            Map.entry("MLKEMTest", lattices::decapsulate),
            Map.entry("MLKEMDecapsTest", lattices::decapsulateExpanded),
            Map.entry("MLKEMDecapsValidationTest", lattices::decapsulateExpanded),
            Map.entry("MLKEMEncapsTest", lattices::encapsulate),
            Map.entry("MLKEMKeyGen", lattices::makeKey));
    }

    /** Bitcoin takes the smaller one of s and n - s only: a rule of its own, not of ECDSA. */
    public static Check withoutHalving(Check ecdsa) {
        return ecdsa.but(vector -> vector.hasFlag("SignatureMalleabilityBitcoin"), "a rule of Bitcoin, not of ECDSA");
    }

    @Override public Check of(Group group) {
        Function<Group, Check> check = byType.get(group.type());
        return check == null ? null : check.apply(group);
    }

    static Check noServiceFor(String what) {
        return Check.unfit("no service for " + what);
    }
}
