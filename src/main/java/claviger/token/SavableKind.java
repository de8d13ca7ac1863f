package claviger.token;

import claviger.cryptoki.Parameters;
import claviger.mechanism.Algorithm;
import claviger.mechanism.Computation;
import claviger.mechanism.KeyMaterial;
import java.util.Optional;

/**
 * The kinds of operation whose state can be saved (V1), and how each starts again. Saved states name them by their
 * place in this table: append only.
 */
enum SavableKind {
    ENCRYPT(         OperationKind.ENCRYPT,          KeyUse.ENCRYPT, Needs.ENCRYPTION_KEY,     Algorithm::encrypt),
    DECRYPT(         OperationKind.DECRYPT,          KeyUse.DECRYPT, Needs.ENCRYPTION_KEY,     Algorithm::decrypt),
    DIGEST(          OperationKind.DIGEST,           null,           Needs.NO_KEY,             SavableKind::digest),
    SIGN(            OperationKind.SIGN,             KeyUse.SIGN,    Needs.AUTHENTICATION_KEY, Algorithm::sign),
    VERIFY(          OperationKind.VERIFY,           KeyUse.VERIFY,  Needs.AUTHENTICATION_KEY, Algorithm::verify),
    VERIFY_SIGNATURE(OperationKind.VERIFY_SIGNATURE, KeyUse.VERIFY,  Needs.AUTHENTICATION_KEY, Given::awaited);

    /** Which of the two keys of C_SetOperationState it is. */
    enum Needs {
        NO_KEY, ENCRYPTION_KEY, AUTHENTICATION_KEY
    }

    @FunctionalInterface
    private interface Start {
        Computation with(Algorithm algorithm, KeyMaterial key, Parameters parameters);
    }

    private final OperationKind kind;
    private final KeyUse use;
    private final Needs needs;
    private final Start start;

    SavableKind(OperationKind kind, KeyUse use, Needs needs, Start start) {
        this.kind = kind;
        this.use = use;
        this.needs = needs;
        this.start = start;
    }

    private static Computation digest(Algorithm algorithm, KeyMaterial none, Parameters parameters) {
        return algorithm.digest(parameters);
    }

    OperationKind kind() {
        return kind;
    }

    /** What the key has to permit; nothing for a digest. */
    Optional<KeyUse> use() {
        return Optional.ofNullable(use);
    }

    Needs needs() {
        return needs;
    }

    /** What the Init of this kind starts. @param key null for a digest */
    Computation start(Algorithm algorithm, KeyMaterial key, Parameters parameters) {
        return start.with(algorithm, key, parameters);
    }
}
