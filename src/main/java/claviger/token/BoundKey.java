package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_TRUSTED;
import static claviger.cryptoki.Cka.CKA_VALUE_LEN;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static claviger.cryptoki.Ckr.CKR_WRAPPED_KEY_INVALID;
import static claviger.token.Footnote.COMPUTED;
import static claviger.token.Footnote.EMPTY_SUPPRESSES;
import static claviger.token.Footnote.KEY_MATERIAL;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import claviger.mechanism.KeyTypes;
import claviger.seal.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A key as it stands in a blob that binds its attributes, CKM_CLAVIGER_KEY_WRAP (Z3): its value or PKCS#8 form, then the
 * attributes that say what it may be used for, with its history, in the order of their numbers. It comes back as a copy
 * would be made of it. What one token alone can say of a key stays behind: where it is, whether it is trusted, and how it
 * came to be (C5, Z13). For one thread.
 */
final class BoundKey implements AutoCloseable {
    private static final Set<Cka<?>> STAY_BEHIND = Set.of(CKA_TOKEN, CKA_TRUSTED);

    private final Template attributes;
    private final byte[] form;

    private BoundKey(Template attributes, byte[] form) {
        this.attributes = attributes;
        this.form = form;
    }

    /** What is wrapped of a key. The caller wipes it. @param form its value or PKCS#8 form */
    static byte[] wrapped(Template key, byte[] form) {
        Schema schema = Schemas.of(key);
        List<Attribute> travelling = key.only(attribute -> travels(schema, key, attribute)).encoded().stream()
            .sorted(Comparator.comparing(Attribute::type, Long::compareUnsigned)).toList();
        int room = Integer.BYTES + form.length;
        for (Attribute attribute : travelling) {
            room += Long.BYTES + Integer.BYTES + attribute.value().length;
        }
        Frame.Writer out = new Frame.Writer(room).bytes(form);
        travelling.forEach(attribute -> out.number(attribute.type()).bytes(attribute.value()));
        byte[] wrapped = out.done();
        out.wipe();
        return wrapped;
    }

    /** @throws claviger.cryptoki.CkrException CKR_WRAPPED_KEY_INVALID if nobody has wrapped this */
    static BoundKey unwrapped(byte[] wrapped) {
        Frame.Reader in = new Frame.Reader(wrapped, CKR_WRAPPED_KEY_INVALID);
        byte[] form = in.bytes();
        List<Attribute> travelled = new ArrayList<>();
        long before = 0;
        for (boolean first = true; in.more(); first = false) {
            Attribute attribute = new Attribute(in.number(), in.bytes());
            if (!first && Long.compareUnsigned(before, attribute.type()) >= 0) {
                throw CKR_WRAPPED_KEY_INVALID.because("attributes in no order");
            }
            before = attribute.type();
            travelled.add(attribute);
        }
        Template key = Template.decoded(travelled);
        if (!key.has(CKA_CLASS) || !StorageObject.isKey(key.require(CKA_CLASS)) || !key.has(CKA_KEY_TYPE)) {
            throw CKR_WRAPPED_KEY_INVALID.because("no key");
        }
        Schema schema = Schemas.of(key);
        if (!key.attributes().stream().allMatch(attribute -> travels(schema, key, attribute))) {
            throw CKR_WRAPPED_KEY_INVALID.because("attributes that do not travel");
        }
        return new BoundKey(UsesEver.none(schema::has).with(key), form);
    }

    private static boolean travels(Schema schema, Template key, Cka<?> attribute) {
        return attribute.equals(UsesEver.ATTRIBUTE) || schema.find(attribute).filter(row -> row.says(COMPUTED)
            ? row.says(EMPTY_SUPPRESSES) && TemplateRules.isEmpty(key, attribute)
            : !row.says(KEY_MATERIAL) && !Origin.BOUND.forbids(row) && !STAY_BEHIND.contains(attribute)).isPresent();
    }

    /**
     * All attributes of the new key.
     *
     * @param given   the caller's template
     * @param implied the unwrapping key's
     * @throws claviger.cryptoki.CkrException the codes of C1, CKR_WRAPPED_KEY_INVALID, CKR_WRAPPED_KEY_LEN_RANGE
     */
    Template resumed(Session session, Template given, Template implied) {
        TemplateRules.requireKnown(given);
        for (Cka<?> attribute : implied.attributes()) {
            if (given.has(attribute) && !TemplateRules.agree(given, implied, attribute)) {
                throw CKR_TEMPLATE_INCONSISTENT.because("the unwrapping key implies another %s", attribute);
            }
        }
        Template asked = given.with(implied);
        Template length = asked.only(CKA_VALUE_LEN::equals);
        Template after = ObjectFunctions.policy(session).resumed(attributes, ObjectChanges.resumed(attributes,
            asked.only(attribute -> !length.has(attribute) && !TemplateRules.agree(attributes, asked, attribute))));
        Template history = after.only(UsesEver.ATTRIBUTE::equals);
        NewObject key = KeyFunctions.admitted(
            session, Origin.BOUND, after.without(UsesEver.ATTRIBUTE).with(length), Template.EMPTY);
        return key.unwrapped(KeyTypes::completed, KeyFunctions.material(key, form)).with(history);
    }

    @Override public void close() {
        Arrays.fill(form, (byte) 0);
    }
}
