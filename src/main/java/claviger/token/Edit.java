package claviger.token;

import claviger.cryptoki.Template;

/** One prepared change of one object: checked, and as it will be if nobody was quicker. */
sealed interface Edit {
    /** A new object. @param all all attributes, the secret ones too, and CKA_UNIQUE_ID */
    record Insert(Template all) implements Edit {
    }

    /** The same object with other attributes. @param shown all but the secret ones */
    record Update(StorageObject before, Template shown) implements Edit {
    }

    record Delete(StorageObject before) implements Edit {
    }
}
