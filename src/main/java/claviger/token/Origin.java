package claviger.token;

import static claviger.token.Footnote.N1_REQUIRED_IN_CREATE;
import static claviger.token.Footnote.N2_FORBIDDEN_IN_CREATE;
import static claviger.token.Footnote.N3_REQUIRED_IN_GENERATE;
import static claviger.token.Footnote.N4_FORBIDDEN_IN_GENERATE;
import static claviger.token.Footnote.N5_REQUIRED_IN_UNWRAP;
import static claviger.token.Footnote.N6_FORBIDDEN_IN_UNWRAP;

import claviger.cryptoki.Cko;
import java.util.Set;

/** Which function makes an object, and so which footnotes its template has to obey. */
enum Origin {
    /** C_CreateObject. */
    CREATE(Set.of(N1_REQUIRED_IN_CREATE), Set.of(N2_FORBIDDEN_IN_CREATE)),
    /** C_GenerateKey and C_GenerateKeyPair. */
    GENERATE(Set.of(N3_REQUIRED_IN_GENERATE), Set.of(N4_FORBIDDEN_IN_GENERATE)),
    /** C_GenerateKey with CKM_PKCS5_PBKD2: whoever knows the password knows the key. */
    FROM_PASSWORD(GENERATE),
    /** C_UnwrapKey. */
    UNWRAP(Set.of(N5_REQUIRED_IN_UNWRAP), Set.of(N6_FORBIDDEN_IN_UNWRAP)),
    /** C_UnwrapKey of a blob that says itself what its key is and may be used for (Z3). */
    BOUND(Set.of(), Set.of(N6_FORBIDDEN_IN_UNWRAP)),
    /** C_DeriveKey: what a generation computes itself, a derivation computes too. */
    DERIVE(Set.of(), Set.of(N4_FORBIDDEN_IN_GENERATE)),
    /** C_EncapsulateKey and C_DecapsulateKey: as C_UnwrapKey, but the type of a secret may stay unsaid. */
    ENCAPSULATE(Set.of(), Set.of(N6_FORBIDDEN_IN_UNWRAP));

    private final Set<Footnote> required;
    private final Set<Footnote> forbidden;

    Origin(Origin like) {
        this(like.required, like.forbidden);
    }

    Origin(Set<Footnote> required, Set<Footnote> forbidden) {
        this.required = required;
        this.forbidden = forbidden;
    }

    /** The right to make an object of a class so. What is derived from a key needs the key's rights besides. */
    Right right(Cko objectClass) {
        return switch (this) {
            case CREATE -> switch (objectClass) {
                case CKO_PRIVATE_KEY, CKO_SECRET_KEY -> Right.IMPORT_CLEAR;
                default -> Right.CREATE;
            };
            case GENERATE, FROM_PASSWORD -> Right.GENERATE;
            case UNWRAP, BOUND -> Right.IMPORT_WRAPPED;
            case DERIVE, ENCAPSULATE -> Right.CREATE;
        };
    }

    boolean requires(Schema.Row<?> row) {
        return required.stream().anyMatch(row::says);
    }

    boolean forbids(Schema.Row<?> row) {
        return forbidden.stream().anyMatch(row::says);
    }
}
