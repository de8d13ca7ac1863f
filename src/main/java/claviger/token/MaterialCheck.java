package claviger.token;

import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;

/** Checks what a key is made of and adds what follows from it; {@code claviger.mechanism.KeyTypes} is the real one. */
@FunctionalInterface
interface MaterialCheck {
    /**
     * The key material with everything that can be computed from it (CKA_VALUE_LEN, CKA_MODULUS_BITS, CKA_CHECK_VALUE,
     * CKA_PUBLIC_KEY_INFO).
     *
     * @throws claviger.cryptoki.CkrException for material that is no such key (C12, Z11)
     */
    Template completed(Cko objectClass, Ckk keyType, Template material);
}
