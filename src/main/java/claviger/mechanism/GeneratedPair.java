package claviger.mechanism;

import claviger.cryptoki.Template;

/** The key material attributes of a new pair. The caller wipes the private ones. */
public record GeneratedPair(Template publicKey, Template privateKey) {
    @Override public String toString() {
        return "generated pair";
    }
}
