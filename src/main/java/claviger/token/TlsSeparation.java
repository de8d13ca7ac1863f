package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALLOWED_MECHANISMS;
import static claviger.cryptoki.Ckr.CKR_MECHANISM_PARAM_INVALID;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What keeps the outputs of one TLS 1.2 master secret apart: all of them are the same pseudorandom function, and some are
 * told to the caller (IVs, Finished messages) while others are keys (6.40). Stateless.
 */
final class TlsSeparation {
    /** What a master secret is for: the labels of these differ, so what one tells is no part of what another makes. */
    private static final Set<Ckm> OF_MASTER_SECRETS = EnumSet.of(Ckm.CKM_TLS12_KEY_AND_MAC_DERIVE,
        Ckm.CKM_TLS12_KEY_SAFE_DERIVE, Ckm.CKM_TLS_KDF, Ckm.CKM_TLS_MAC, Ckm.CKM_TLS12_KDF, Ckm.CKM_TLS12_MAC);

    private static final Set<Ckm> MAKING_MASTER_SECRETS = EnumSet.of(Ckm.CKM_TLS12_MASTER_KEY_DERIVE,
        Ckm.CKM_TLS12_MASTER_KEY_DERIVE_DH, Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE,
        Ckm.CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH);

    private static final List<String> LABELS =
        List.of("client finished", "server finished", "master secret", "extended master secret", "key expansion");

    /** A cut of the key block. The IVs stand behind the two keys. */
    record Shape(int keyBits, int ivBits) {
    }

    /**
     * The cipher suites that authenticate and have no keys of a MAC. Of whatever key one of them makes, the IVs of the
     * others leave 128 bits and more untold; with a MAC key in front, or with 16 bytes of key and 12 of IV, they would not.
     */
    static final List<Shape> SHAPES = List.of(
        new Shape(128, 32),      // AES-128 in GCM and CCM
        new Shape(256, 32),      // AES-256 likewise
        new Shape(256, 96));     // ChaCha20-Poly1305

    private TlsSeparation() {
    }

    static boolean isMasterSecretMadeBy(Ckm mechanism) {
        return MAKING_MASTER_SECRETS.contains(mechanism);
    }

    /** Whether a key does nothing but what a master secret does. Nobody changes what a key is allowed. */
    static boolean isMasterSecret(Template key) {
        long[] allowed = key.get(CKA_ALLOWED_MECHANISMS, new long[0]);
        return allowed.length > 0 && LongStream.of(allowed).allMatch(TlsSeparation::isOfMasterSecrets);
    }

    /** CKA_ALLOWED_MECHANISMS of a new master secret: all that there are for it, or those of them that the caller wants. */
    static long[] allowed(Template given) {
        return isMasterSecret(given) ? given.require(CKA_ALLOWED_MECHANISMS)
            : OF_MASTER_SECRETS.stream().mapToLong(Ckm::code).toArray();
    }

    private static boolean isOfMasterSecrets(long code) {
        return Ckm.of(code).filter(OF_MASTER_SECRETS::contains).isPresent();
    }

    /** @throws claviger.cryptoki.CkrException CKR_MECHANISM_PARAM_INVALID if what is derived overlaps with other uses */
    static void require(Mechanism mechanism) {
        if (mechanism.parameters() instanceof Parameters.Tls12KeyMat cut) {
            requireShape(cut, mechanism.type() == Ckm.CKM_TLS12_KEY_SAFE_DERIVE);
        } else if (mechanism.parameters() instanceof Parameters.TlsKdf kdf) {
            requireOtherLabel(kdf);
        }
    }

    private static void requireShape(Parameters.Tls12KeyMat cut, boolean withoutIvs) {
        boolean known = cut.macBits() == 0 && SHAPES.stream().anyMatch(shape ->
            shape.keyBits() == cut.keyBits() && (withoutIvs || cut.ivBits() == 0 || shape.ivBits() == cut.ivBits()));
        if (!known) {
            throw CKR_MECHANISM_PARAM_INVALID.because("a key block of %d, %d and %d bits: with any other cut than those of "
                + "GCM, CCM and ChaCha20-Poly1305 the IVs tell keys (Z7)", cut.macBits(), cut.keyBits(), cut.ivBits());
        }
    }

    /** Nothing stands between the label and what follows it, so it is the beginning of all that counts. */
    private static void requireOtherLabel(Parameters.TlsKdf kdf) {
        byte[] label = kdf.label();
        byte[] seed = Arrays.copyOf(label, label.length + kdf.random().client().length);
        System.arraycopy(kdf.random().client(), 0, seed, label.length, kdf.random().client().length);
        String start = new String(seed, StandardCharsets.ISO_8859_1);
        if (LABELS.stream().anyMatch(start::startsWith)) {
            throw CKR_MECHANISM_PARAM_INVALID.because("a label that TLS itself uses (RFC 5705, Z16)");
        }
    }
}
