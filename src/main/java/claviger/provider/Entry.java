package claviger.provider;

import claviger.cryptoki.Cko;
import claviger.cryptoki.ObjectHandle;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What one alias stands for: a private key and its certificate if it has one, a secret key, or a certificate alone.
 *
 * @param kind        the class of the object that makes it an entry
 * @param label       the label that the alias is made of
 * @param id          CKA_ID of the object
 * @param uniqueId    CKA_UNIQUE_ID of the object
 * @param object      the object
 * @param certificate of a private key, or of the certificate entry itself
 */
record Entry(Cko kind, String label, byte[] id, String uniqueId, ObjectHandle object, Optional<ObjectHandle> certificate) {

    boolean isKey() {
        return kind != Cko.CKO_CERTIFICATE;
    }

    /** How entries of the same label are told apart: {@code label#id in hex}. */
    String longAlias() {
        return label + '#' + HexFormat.of().formatHex(id);
    }

    /** How entries of the same label and CKA_ID are told apart. */
    String longestAlias() {
        return label + '#' + uniqueId;
    }
}
