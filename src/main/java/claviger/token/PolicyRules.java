package claviger.token;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyMaterial;

/**
 * What a token's policy adds to the rules that hold for every token, asked wherever a key is made, changed or used (D22).
 * What is written here is the policy {@code spec}, which adds nothing. Stateless.
 */
interface PolicyRules {
    PolicyRules SPEC = new PolicyRules() { };

    static PolicyRules of(Policy policy) {
        return switch (policy) {
            case SAFE -> SafePolicy.INSTANCE;
            case SPEC -> SPEC;
        };
    }

    /**
     * What a new object has besides, or instead of, what its template says.
     *
     * @param asked  its template without defaults
     * @param object the same with all defaults, in which key material may be missing
     * @param so     whether the SO makes it
     * @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCONSISTENT if there must be no such key
     */
    default Template settled(Origin origin, Template asked, Template object, boolean so) {
        return Template.EMPTY;
    }

    /**
     * What one half of a new key pair has because of the other half.
     *
     * @param asked      its template without defaults
     * @param half       the same with all defaults
     * @param otherAsked the other half's template without defaults
     * @param other      the same with all defaults
     * @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCONSISTENT if there must be no such pair
     */
    default Template paired(Template asked, Template half, Template otherAsked, Template other) {
        return Template.EMPTY;
    }

    /**
     * The object after C_SetAttributeValue, or the new one of C_CopyObject.
     *
     * @throws claviger.cryptoki.CkrException CKR_ATTRIBUTE_READ_ONLY if it must not become so
     */
    default Template changed(Template before, Template after) {
        return after;
    }

    /** Of the uses that a public key takes after its private key those that it may have. */
    default Template published(Template mirrored) {
        return mirrored;
    }

    /** Whether every signing key signs hashes of SHA-1, for which collisions can be made, and not only one that names it. */
    default boolean signsWithSha1() {
        return true;
    }

    /** @throws claviger.cryptoki.CkrException CKR_MECHANISM_INVALID for a mechanism that no key is used with */
    default void requireUsable(Ckm mechanism) {
    }

    /** @throws claviger.cryptoki.CkrException CKR_KEY_NOT_WRAPPABLE if this key must not wrap that one */
    default void requireWrappable(KeyMaterial wrapper, KeyMaterial target) {
    }

    /**
     * Asked before a key goes into a blob, once the wrapping key may wrap it.
     *
     * @param wrapper   the wrapping key
     * @param callersIv whether it is the caller who says with which IV
     * @throws claviger.cryptoki.CkrException CKR_KEY_NOT_WRAPPABLE if the blob would give the key away
     */
    default void requireClosed(Ckm mechanism, Template wrapper, boolean callersIv) {
    }

    /**
     * Asked before a key goes into a blob that does not say what it may be used for.
     *
     * @throws claviger.cryptoki.CkrException CKR_KEY_NOT_WRAPPABLE if a copy with other uses would betray something
     */
    default void requireReimportable(Template key) {
    }

    /**
     * Asked before a derivation.
     *
     * @throws claviger.cryptoki.CkrException CKR_MECHANISM_PARAM_INVALID if with this parameter it tells a part of what
     *     another call makes a key of
     */
    default void requireSeparate(Mechanism mechanism) {
    }

    /**
     * Asked before a key is made of a blob that says what it may be used for.
     *
     * @param unwrapping the key that opens the blob
     * @throws claviger.cryptoki.CkrException CKR_MECHANISM_INVALID if somebody outside may know it and have made the blob
     */
    default void requireUnforgeable(Template unwrapping) {
    }

    /**
     * The key of such a blob. Here it has no history: nothing of this policy would carry that on.
     *
     * @param before the key as it was when it was wrapped
     * @param after  as it is to be
     * @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCONSISTENT if there must be no such key,
     *     CKR_ATTRIBUTE_READ_ONLY if the one must not become the other
     */
    default Template resumed(Template before, Template after) {
        return after.without(UsesEver.ATTRIBUTE);
    }

    /**
     * @param cut     how many bytes of a base key the derivation hands down as they are, 0 if none
     * @param derived all attributes of the new key
     * @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCONSISTENT if it must not be derived
     */
    default void requireDerivable(long cut, Template derived) {
    }
}
