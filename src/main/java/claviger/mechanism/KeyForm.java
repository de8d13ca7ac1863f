package claviger.mechanism;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Template;
import java.util.Set;

/** One row of {@link KeyTypes}: what keys of one class and type are made of. Stateless. */
interface KeyForm {
    /** The attributes of the key material. */
    Set<Cka<?>> components();

    /** Those of them that are withheld from a sensitive key (the S of the attribute tables). */
    Set<Cka<?>> secrets();

    /** See {@link KeyTypes#completed}. @param refusal the code for values that cannot be */
    Template completed(Template material, Ckr refusal);

    /** See {@link KeyTypes#size}. */
    long size(Template material);

    /** See {@link KeyTypes#wrappedForm}. */
    byte[] wrapped(KeyMaterial key);

    /** See {@link KeyTypes#publicHalf}. */
    default Template publicHalf(KeyMaterial key) {
        throw KeyTypes.notPrivate(key);
    }

    /** See {@link KeyTypes#unwrappedForm}: the attributes that the bytes hold, not completed yet. */
    Template unwrapped(byte[] bytes);
}
