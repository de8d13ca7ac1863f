package claviger.token;

import static claviger.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_CERTIFICATE_TYPE;
import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_HASH_OF_ISSUER_PUBLIC_KEY;
import static claviger.cryptoki.Cka.CKA_HASH_OF_SUBJECT_PUBLIC_KEY;
import static claviger.cryptoki.Cka.CKA_KEY_GEN_MECHANISM;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LOCAL;
import static claviger.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SENSITIVE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_URL;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_READ_ONLY;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_LEN_RANGE;
import static claviger.token.Footnote.COMPUTED;
import static claviger.token.Footnote.EMPTY_SUPPRESSES;
import static claviger.token.Footnote.KEY_MATERIAL;
import static claviger.token.Footnote.N10_ONLY_SO_MAY_SET_TRUE;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckr;
import claviger.cryptoki.Kind;
import claviger.cryptoki.Template;
import java.util.Set;

/**
 * An object that is about to be made: its template has been checked, its key material may still be missing. One of
 * {@link #created}, {@link #generated}, {@link #unwrapped}, {@link #encapsulated} and {@link #derived}, the one of its
 * origin, gives all attributes of the object except CKA_UNIQUE_ID. Immutable. Sections 4.1, 5.7 and 5.18 of PKCS#11 3.2.
 */
final class NewObject {
    private final Origin origin;
    private final Schema schema;
    private final Template template;
    private final Template withDefaults;
    private final PolicyRules policy;

    private NewObject(Origin origin, Schema schema, Template template, PolicyRules policy) {
        this.origin = origin;
        this.schema = schema;
        this.template = template;
        this.withDefaults = schema.completed(template);
        this.policy = policy;
    }

    /**
     * Checks a template in the order of C1: type, read-only, value, incomplete, inconsistent.
     *
     * @param given   the caller's template
     * @param implied what the mechanism or an unwrapping or deriving key's template says (CKA_CLASS, CKA_KEY_TYPE, ...)
     * @param so      whether the SO is logged in
     * @throws claviger.cryptoki.CkrException the codes of C1
     */
    static NewObject of(Origin origin, Template given, Template implied, boolean so) {
        TemplateRules.requireKnown(given);
        Template template = given.with(implied);
        if (Schemas.isBuiltIn(template.require(CKA_CLASS))) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("%s objects are the token's own", template.require(CKA_CLASS));
        }
        Schema schema = Schemas.of(template);
        for (Cka<?> attribute : template.attributes()) {
            schema.find(attribute).ifPresent(row -> requireWritable(origin, row, template, so));
        }
        TemplateRules.requireValues(template);
        requireComplete(origin, schema, template);
        for (Cka<?> attribute : implied.attributes()) {
            if (given.has(attribute) && !TemplateRules.agree(given, implied, attribute)) {
                throw CKR_TEMPLATE_INCONSISTENT.because("the mechanism or its key implies another %s", attribute);
            }
        }
        TemplateRules.requireOwn(schema, template);
        NewObject object = new NewObject(origin, schema, template, PolicyRules.SPEC);
        TemplateRules.requireConsistent(object.withDefaults);
        return object;
    }

    /**
     * The same on a token with this policy. @param so whether the SO is logged in
     *
     * @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCONSISTENT if the policy refuses it
     */
    NewObject under(PolicyRules rules, boolean so) {
        return new NewObject(origin, schema, template.with(rules.settled(origin, template, withDefaults, so)), rules);
    }

    /** The same as one half of a pair. @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCONSISTENT likewise */
    NewObject besides(NewObject other) {
        return new NewObject(origin, schema,
            template.with(policy.paired(template, withDefaults, other.template, other.withDefaults)), policy);
    }

    boolean isToken() {
        return withDefaults.is(CKA_TOKEN);
    }

    boolean isPrivate() {
        return withDefaults.is(CKA_PRIVATE);
    }

    Reach reach() {
        return Reach.of(isPrivate(), isToken());
    }

    Cko objectClass() {
        return template.require(CKA_CLASS);
    }

    /** @throws claviger.cryptoki.CkrException CKR_TEMPLATE_INCOMPLETE if this is no key */
    Ckk keyType() {
        return template.require(CKA_KEY_TYPE);
    }

    /** What was given and what was implied, without defaults. */
    Template given() {
        return template;
    }

    /** The object of C_CreateObject, whose key material is in the template. It has no history (C5). */
    Template created(MaterialCheck check) {
        requireOrigin(Origin.CREATE);
        return assembled(check, Template.EMPTY, false, Template.EMPTY);
    }

    /** The key that a mechanism has made of this material (K1). */
    Template generated(MaterialCheck check, Template material, Ckm mechanism) {
        if (origin != Origin.FROM_PASSWORD) {
            requireOrigin(Origin.GENERATE);
        }
        return assembled(check, material, true, Template.EMPTY
            .with(CKA_KEY_GEN_MECHANISM, mechanism.code())
            .with(CKA_ALWAYS_SENSITIVE, withDefaults.is(CKA_SENSITIVE))
            .with(CKA_NEVER_EXTRACTABLE, !withDefaults.is(CKA_EXTRACTABLE)));
    }

    /** The key that was in a wrapped blob. It has no history (C5). */
    Template unwrapped(MaterialCheck check, Template material) {
        if (origin != Origin.BOUND) {
            requireOrigin(Origin.UNWRAP);
        }
        return assembled(check, material, false, Template.EMPTY);
    }

    /** The key that was encapsulated or decapsulated. It has no history (C5). */
    Template encapsulated(MaterialCheck check, Template material) {
        requireOrigin(Origin.ENCAPSULATE);
        return assembled(check, material, false, Template.EMPTY);
    }

    /**
     * The object that a mechanism has derived from a base key, where the new key's CKA_SENSITIVE and CKA_EXTRACTABLE
     * are free whatever the base has: ECDH and its like (K2, family a).
     *
     * @param base the history of the key that it comes from
     * @param cut  how many bytes of a base key the derivation hands down as they are, 0 if none
     */
    Template derived(MaterialCheck check, Template base, long cut, Template material) {
        requireOrigin(Origin.DERIVE);
        Template key = assembled(check, material, false, Template.EMPTY
            .with(CKA_ALWAYS_SENSITIVE, base.is(CKA_ALWAYS_SENSITIVE) && withDefaults.is(CKA_SENSITIVE))
            .with(CKA_NEVER_EXTRACTABLE, base.is(CKA_NEVER_EXTRACTABLE) && !withDefaults.is(CKA_EXTRACTABLE)));
        policy.requireDerivable(cut, key);
        return key;
    }

    /** Puts the object together; of its history what this kind of object has a row for, false where nothing is said. */
    private Template assembled(MaterialCheck check, Template material, boolean local, Template history) {
        Template computed = computed(check, material);
        Template object = template;
        for (Schema.Row<?> row : schema.rows()) {
            Cka<?> attribute = row.attribute();
            if (row.says(COMPUTED) && template.has(attribute)) {
                if (!TemplateRules.isEmpty(template, attribute)) {
                    requireSame(computed, row);
                } else if (row.says(EMPTY_SUPPRESSES)) {
                    computed = computed.without(attribute);
                }
            }
        }
        Template past = Template.EMPTY.with(CKA_ALWAYS_SENSITIVE, false).with(CKA_NEVER_EXTRACTABLE, false)
            .with(CKA_LOCAL, local).with(history);
        return schema.completed(object.with(computed.only(schema::has)).with(past.only(schema::has)));
    }

    /** What follows from the key material or from the certificate, with the material itself. */
    private Template computed(MaterialCheck check, Template material) {
        if (template.has(CKA_KEY_TYPE)) {
            Template given = template.only(attribute -> schema.says(attribute, KEY_MATERIAL));
            Template sizes = origin == Origin.CREATE ? Template.EMPTY : given.only(NewObject::isSize);
            Template completed = check.completed(objectClass(), keyType(),
                given.only(attribute -> !sizes.has(attribute)).with(material));
            sizes.attributes().forEach(size -> requireGivenSize(completed, size));
            return completed;
        }
        return template.has(CKA_CERTIFICATE_TYPE) ? CertificateValue.attributes(template) : material;
    }

    /** A length, or a parameter set: what the caller may ask for and only the finished key can tell. */
    private static boolean isSize(Cka<?> attribute) {
        return attribute.kind() == Kind.ULONG;
    }

    /** The size that the caller asked for is the one that the key has (W3). */
    private void requireGivenSize(Template completed, Cka<?> attribute) {
        if (completed.has(attribute) && !TemplateRules.agree(completed, template, attribute)) {
            Ckr refusal = origin == Origin.UNWRAP ? CKR_WRAPPED_KEY_LEN_RANGE : CKR_TEMPLATE_INCONSISTENT;
            throw refusal.because("the key does not have the %s of the template", attribute);
        }
    }

    private void requireSame(Template computed, Schema.Row<?> row) {
        if (!TemplateRules.agree(computed, template, row.attribute())) {
            throw CKR_ATTRIBUTE_VALUE_INVALID.because("%s does not fit the object", row.attribute());
        }
    }

    private void requireOrigin(Origin expected) {
        if (origin != expected) {
            throw new IllegalStateException("checked as " + origin + ", completed as " + expected);
        }
    }

    private static void requireWritable(Origin origin, Schema.Row<?> row, Template template, boolean so) {
        Cka<?> attribute = row.attribute();
        if (origin.forbids(row)) {
            throw CKR_ATTRIBUTE_READ_ONLY.because("%s may not be given to %s", attribute, origin);
        }
        if (row.says(N10_ONLY_SO_MAY_SET_TRUE) && !so && TemplateRules.isTrue(template, attribute)) {
            throw CKR_ATTRIBUTE_READ_ONLY.because("only the SO may set %s", attribute);
        }
    }

    private static void requireComplete(Origin origin, Schema schema, Template template) {
        schema.rows().stream().filter(origin::requires).map(Schema.Row::attribute).forEach(attribute -> {
            if (!template.has(attribute)) {
                throw CKR_TEMPLATE_INCOMPLETE.because("%s is missing", attribute);
            }
        });
        if (origin == Origin.CREATE) {
            for (Set<Cka<?>> alternatives : schema.alternatives()) {
                if (alternatives.stream().noneMatch(attribute -> TemplateRules.hasValue(template, attribute))) {
                    throw CKR_TEMPLATE_INCOMPLETE.because("one of %s is needed", alternatives);
                }
            }
        }
        if (TemplateRules.hasValue(template, CKA_URL)) {   // 4.6.3: the hashes say which certificate that is
            if (!TemplateRules.hasValue(template, CKA_HASH_OF_SUBJECT_PUBLIC_KEY)
                    || !TemplateRules.hasValue(template, CKA_HASH_OF_ISSUER_PUBLIC_KEY)) {
                throw CKR_TEMPLATE_INCOMPLETE.because("CKA_URL needs the hashes of both public keys");
            }
        }
    }

    @Override public String toString() {
        return origin + " " + template;
    }
}
