package claviger.mechanism;

import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Parameters;
import claviger.vectors.Check;
import claviger.vectors.Checks;
import claviger.vectors.Outcome;
import claviger.vectors.Wycheproof.Group;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The checks of the rows' arithmetic by the type of a group of vectors. It notes the rows that have computed. */
final class MechanismVectors implements Outcome.Formats {
    private final Set<Ckm> used = EnumSet.noneOf(Ckm.class);
    private final Map<String, Function<Group, Check>> byType;

    MechanismVectors() {
        SecretVectors secrets = new SecretVectors(this);
        CurveVectors curves = new CurveVectors(this);
        RsaVectors rsa = new RsaVectors(this);
        LatticeVectors lattices = new LatticeVectors(this);
        this.byType = Map.ofEntries(
            Map.entry("AeadTest", secrets::aead),
            Map.entry("IndCpaTest", secrets::cipher),
            Map.entry("MacTest", secrets::mac),
            Map.entry("MacWithIvTest", secrets::gmac),
            Map.entry("KeywrapTest", secrets::keyWrap),
            Map.entry("HkdfTest", secrets::hkdf),
            Map.entry("PbkdfTest", secrets::pbkdf2),
            Map.entry("EcdhTest", curves::ecdh),
            Map.entry("EcdhEcpointTest", curves::ecdh),
            Map.entry("EcdhPemTest", curves::ecdh),
            Map.entry("EcdhWebcryptoTest", curves::ecdh),
            Map.entry("XdhComp", curves::xdh),
            Map.entry("XdhAsnComp", curves::xdh),
            Map.entry("XdhPemComp", curves::xdh),
            Map.entry("XdhJwkComp", curves::xdh),
            Map.entry("EcdsaVerify", group -> curves.ecdsa(group, true)),
            Map.entry("EcdsaBitcoinVerify", group -> Checks.withoutHalving(curves.ecdsa(group, true))),
            Map.entry("EcdsaP1363Verify", group -> curves.ecdsa(group, false)),
            Map.entry("EddsaVerify", curves::eddsa),
            Map.entry("RsassaPkcs1Verify", rsa::verify),
            Map.entry("RsassaPkcs1Generate", rsa::sign),
            Map.entry("RsassaPssVerify", rsa::pss),
            Map.entry("RsassaPssWithParametersVerify", rsa::pss),
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

    @Override public Check of(Group group) {
        Function<Group, Check> check = byType.get(group.type());
        return check == null ? null : check.apply(group);
    }

    /** The rows that have been asked for. */
    Set<Ckm> used() {
        return used;
    }

    /** The arithmetic of a row. */
    Algorithm algorithm(Ckm type) {
        used.add(type);
        return Mechanisms.row(type).algorithm();
    }

    static Check noMechanism(String what) {
        return Check.unfit("no mechanism for " + what);
    }

    /** The check with the mechanism of a name, if the token has one. */
    static Check with(String mechanism, Function<Ckm, Check> check) {
        return mechanism(mechanism).map(check).orElseGet(() -> noMechanism(mechanism));
    }

    static Optional<Ckm> mechanism(String name) {
        return Mechanisms.all().stream().map(MechanismRow::type).filter(type -> type.name().equals(name)).findFirst();
    }

    static Optional<Ckm> hash(String name) {
        return mechanism("CKM_" + (name.equals("SHA-1") ? "SHA_1" : named(name).replace('/', '_')));
    }

    /** SHA-256 is SHA256 in the names of mechanisms, SHA3-256 is SHA3_256. */
    static String named(String hash) {
        return hash.startsWith("SHA3-") ? hash.replace('-', '_') : hash.replace("-", "");
    }

    static Optional<Ckg> mask(String name) {
        String wanted = "CKG_MGF1_" + named(name);
        return Stream.of(Ckg.values()).filter(mask -> mask.name().equals(wanted)).findFirst();
    }

    /** True, or refused by the row. */
    boolean verified(Ckm type, KeyMaterial key, Parameters parameters, byte[] message, byte[] signature) {
        Computation.Verifying verifying = algorithm(type).verify(key, parameters);
        verifying.update(message);
        verifying.verify(signature);
        return true;
    }

    byte[] signed(Ckm type, KeyMaterial key, Parameters parameters, byte[] message) {
        Computation.Signing signing = algorithm(type).sign(key, parameters);
        signing.update(message);
        return signing.sign();
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
