package claviger.provider;

import claviger.cryptoki.Cka;
import java.util.List;

/** The attributes of a key that anybody who holds it may read: those of {@link TokenKeyInfo} and of KeyStore entries. */
final class KeyFacts {
    static final List<Cka<?>> SHOWN = List.of(Cka.CKA_CLASS, Cka.CKA_KEY_TYPE, Cka.CKA_UNIQUE_ID, Cka.CKA_LABEL, Cka.CKA_ID,
        Cka.CKA_TOKEN, Cka.CKA_PRIVATE, Cka.CKA_MODIFIABLE, Cka.CKA_COPYABLE, Cka.CKA_DESTROYABLE, Cka.CKA_SENSITIVE,
        Cka.CKA_EXTRACTABLE, Cka.CKA_LOCAL, Cka.CKA_ALWAYS_SENSITIVE, Cka.CKA_NEVER_EXTRACTABLE, Cka.CKA_ENCRYPT,
        Cka.CKA_DECRYPT, Cka.CKA_SIGN, Cka.CKA_VERIFY, Cka.CKA_WRAP, Cka.CKA_UNWRAP, Cka.CKA_DERIVE, Cka.CKA_TRUSTED,
        Cka.CKA_WRAP_WITH_TRUSTED, Cka.CKA_ALLOWED_MECHANISMS, Cka.CKA_START_DATE, Cka.CKA_END_DATE,
        Cka.CKA_VALUE_LEN, Cka.CKA_PUBLIC_KEY_INFO, Cka.CKA_SUBJECT);

    private KeyFacts() {
    }

    /** The info of a key. */
    static TokenKeyInfo info(TokenKey key) {
        return new TokenKeyInfo(key.token().call(session ->
            key.token().cryptoki().attributes(session, key.handle(), SHOWN.toArray(Cka<?>[]::new))));
    }
}
