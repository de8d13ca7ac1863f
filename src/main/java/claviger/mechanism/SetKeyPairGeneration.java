package claviger.mechanism;

import static claviger.cryptoki.Cka.CKA_PARAMETER_SET;
import static claviger.cryptoki.Cka.CKA_PUBLIC_KEY_INFO;
import static claviger.cryptoki.Cka.CKA_SEED;
import static claviger.cryptoki.Cka.CKA_VALUE;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;

/** The generators of ML-KEM, ML-DSA and SLH-DSA pairs: a seed from the generator of random numbers, and its key. */
record SetKeyPairGeneration(Ckk keyType) implements Algorithm {

    @Override public GeneratedPair generateKeyPair(Parameters parameters, Template wanted) {
        Param.none(parameters);
        ParameterSet set = ParameterSet.of(keyType, wanted.require(CKA_PARAMETER_SET));
        byte[] seed = Jdk.random(set.seedBytes());
        byte[] value = set.keys().expanded(seed);
        byte[] half = set.keys().publicOf(value);
        Template shared = Template.EMPTY.with(CKA_PARAMETER_SET, set.code())
            .with(CKA_PUBLIC_KEY_INFO, SetPublicForm.info(set, half));
        Template privateKey = shared.with(CKA_VALUE, value);
        return new GeneratedPair(shared.with(CKA_VALUE, half),
            set.keepsSeed() ? privateKey.with(CKA_SEED, seed) : privateKey);
    }
}
