package claviger.provider;

import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.CkpParameterSet;
import claviger.cryptoki.Template;
import java.security.Key;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The parameter sets of ML-KEM, ML-DSA and SLH-DSA: their Java names and their OIDs. */
final class ParameterSets {
    private static final Map<CkpParameterSet, ASN1ObjectIdentifier> OIDS = Map.ofEntries(
        Map.entry(CkpParameterSet.CKP_ML_KEM_512, NISTObjectIdentifiers.id_alg_ml_kem_512),
        Map.entry(CkpParameterSet.CKP_ML_KEM_768, NISTObjectIdentifiers.id_alg_ml_kem_768),
        Map.entry(CkpParameterSet.CKP_ML_KEM_1024, NISTObjectIdentifiers.id_alg_ml_kem_1024),
        Map.entry(CkpParameterSet.CKP_ML_DSA_44, NISTObjectIdentifiers.id_ml_dsa_44),
        Map.entry(CkpParameterSet.CKP_ML_DSA_65, NISTObjectIdentifiers.id_ml_dsa_65),
        Map.entry(CkpParameterSet.CKP_ML_DSA_87, NISTObjectIdentifiers.id_ml_dsa_87),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHA2_128S, NISTObjectIdentifiers.id_slh_dsa_sha2_128s),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHAKE_128S, NISTObjectIdentifiers.id_slh_dsa_shake_128s),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHA2_128F, NISTObjectIdentifiers.id_slh_dsa_sha2_128f),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHAKE_128F, NISTObjectIdentifiers.id_slh_dsa_shake_128f),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHA2_192S, NISTObjectIdentifiers.id_slh_dsa_sha2_192s),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHAKE_192S, NISTObjectIdentifiers.id_slh_dsa_shake_192s),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHA2_192F, NISTObjectIdentifiers.id_slh_dsa_sha2_192f),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHAKE_192F, NISTObjectIdentifiers.id_slh_dsa_shake_192f),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHA2_256S, NISTObjectIdentifiers.id_slh_dsa_sha2_256s),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHAKE_256S, NISTObjectIdentifiers.id_slh_dsa_shake_256s),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHA2_256F, NISTObjectIdentifiers.id_slh_dsa_sha2_256f),
        Map.entry(CkpParameterSet.CKP_SLH_DSA_SHAKE_256F, NISTObjectIdentifiers.id_slh_dsa_shake_256f));

    private static final Map<String, CkpParameterSet> NAMED = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        Stream.of(CkpParameterSet.values()).forEach(set -> NAMED.put(name(set), set));
    }

    private ParameterSets() {
    }

    /** {@code ML-DSA-65}: the JDK's name, and that of Bouncy Castle where the JDK has none. */
    static String name(CkpParameterSet set) {
        return set.name().substring("CKP_".length()).replace('_', '-');
    }

    /** {@code ML-DSA}. */
    static String family(Ckk type) {
        return type.name().substring("CKK_".length()).replace('_', '-');
    }

    static boolean has(Ckk type) {
        return !of(type).isEmpty();
    }

    static List<CkpParameterSet> of(Ckk type) {
        return Stream.of(CkpParameterSet.values()).filter(set -> set.keyType() == type).toList();
    }

    static Optional<CkpParameterSet> of(ASN1ObjectIdentifier oid) {
        return Stream.of(CkpParameterSet.values()).filter(set -> OIDS.get(set).equals(oid)).findFirst();
    }

    /** The set of a public key. */
    static Optional<CkpParameterSet> of(Key publicKey) {
        SubjectPublicKeyInfo info = PublicKeys.info(publicKey);
        return info == null ? Optional.empty() : of(info.getAlgorithm().getAlgorithm());
    }

    /** The set that a name tells; none for the name of a family. */
    static Optional<CkpParameterSet> named(String name) {
        return Optional.ofNullable(NAMED.get(name));
    }

    /** The set that the name of a signature tells, also that of a hashed one: {@code ML-DSA-65-WITH-SHA512}. */
    static Optional<CkpParameterSet> ofSignature(String name) {
        int with = name.indexOf("-WITH-");
        return named(with < 0 ? name : name.substring(0, with));
    }

    static ASN1ObjectIdentifier oid(CkpParameterSet set) {
        return OIDS.get(set);
    }

    static Template material(CkpParameterSet set) {
        return Template.EMPTY.with(CKA_PARAMETER_SET, set.code());
    }
}
