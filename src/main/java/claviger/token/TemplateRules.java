package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALWAYS_AUTHENTICATE;
import static claviger.cryptoki.Cka.CKA_CERTIFICATE_CATEGORY;
import static claviger.cryptoki.Cka.CKA_CLAVIGER_ACL;
import static claviger.cryptoki.Cka.CKA_JAVA_MIDP_SECURITY_DOMAIN;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_TYPE_INVALID;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Template;

/** What a template has to obey whatever it is for: making, changing or copying an object (C1). */
final class TemplateRules {
    /** CK_CERTIFICATE_CATEGORY and CK_JAVA_MIDP_SECURITY_DOMAIN both end with 3 (4.6.2, 4.6.3). */
    private static final long LAST_OF_FOUR = 3;

    private TemplateRules() {
    }

    /** @throws claviger.cryptoki.CkrException CKR_ATTRIBUTE_TYPE_INVALID for an attribute that the standard lacks */
    static void requireKnown(Template template) {
        for (Cka<?> attribute : template.attributes()) {
            if (!attribute.isKnown()) {
                throw CKR_ATTRIBUTE_TYPE_INVALID.because("no attribute of the standard is %s", attribute);
            }
        }
    }

    /** @throws claviger.cryptoki.CkrException CKR_ATTRIBUTE_VALUE_INVALID for a value that its attribute cannot have */
    static void requireValues(Template template) {
        requireUpTo3(template, CKA_CERTIFICATE_CATEGORY);
        requireUpTo3(template, CKA_JAVA_MIDP_SECURITY_DOMAIN);
        template.get(CKA_CLAVIGER_ACL).ifPresent(acl -> AclBook.acl(acl, CKR_ATTRIBUTE_VALUE_INVALID));
        for (Cka<?> attribute : template.attributes()) {
            if (attribute.kind() == Kind.DATE) {
                template.encoded(attribute);
            }
        }
    }

    /** @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCONSISTENT for what another kind of object has (C1) */
    static void requireOwn(Schema schema, Template template) {
        for (Cka<?> attribute : template.attributes()) {
            if (!schema.has(attribute)) {
                throw CKR_TEMPLATE_INCONSISTENT.because("%s belongs to other objects than this", attribute);
            }
        }
    }

    /** @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCONSISTENT for an object that contradicts itself (L9) */
    static void requireConsistent(Template object) {
        if (object.is(CKA_ALWAYS_AUTHENTICATE) && !object.is(CKA_PRIVATE)) {
            throw CKR_TEMPLATE_INCONSISTENT.because("CKA_ALWAYS_AUTHENTICATE needs CKA_PRIVATE");
        }
    }

    /** Whether a value is here that is not empty. */
    static boolean hasValue(Template template, Cka<?> attribute) {
        return template.has(attribute) && !isEmpty(template, attribute);
    }

    /** Whether a value is here and has length 0. */
    static boolean isEmpty(Template template, Cka<?> attribute) {
        Object value = template.get(attribute).orElse(null);
        return value instanceof byte[] bytes && bytes.length == 0 || value instanceof String text && text.isEmpty();
    }

    /** Whether an attribute, of whatever kind, is here and is CK_TRUE. */
    static boolean isTrue(Template template, Cka<?> attribute) {
        return template.get(attribute).filter(Boolean.TRUE::equals).isPresent();
    }

    /** Whether both templates have the same value for the attribute. */
    static boolean agree(Template one, Template other, Cka<?> attribute) {
        return other.has(attribute) && one.matches(other.only(attribute::equals));
    }

    private static void requireUpTo3(Template template, Cka<Long> attribute) {
        long value = template.get(attribute, 0L);
        if (value < 0 || value > LAST_OF_FOUR) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("%s ends with %d", attribute, LAST_OF_FOUR);
        }
    }
}
