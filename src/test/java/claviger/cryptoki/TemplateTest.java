package claviger.cryptoki;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNWRAP_TEMPLATE;
import static claviger.cryptoki.Cka.CKA_WRAP_TEMPLATE;
import static claviger.cryptoki.Ckr.CKR_ATTRIBUTE_VALUE_INVALID;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Template KEY = Template.EMPTY
        .with(CKA_CLASS, Cko.CKO_PRIVATE_KEY).with(CKA_TOKEN, true).with(CKA_LABEL, "release signing")
        .with(CKA_ID, new byte[] {1, 2});

    @Test void everyValueSurvivesItsByteForm() {
        Template nested = KEY.with(CKA_UNWRAP_TEMPLATE, KEY.without(CKA_ID));
        assertTrue(Template.decoded(nested.encoded()).matches(nested));
        assertTrue(nested.matches(Template.decoded(nested.encoded())));
    }

    @Test void oneAttributeWithTwoValuesIsInconsistentAndWithEqualValuesIsAcceptedOnce() {   // C2
        Attribute yes = new Attribute(CKA_TOKEN.code(), new byte[] {1});
        Attribute no = new Attribute(CKA_TOKEN.code(), new byte[] {0});
        assertEquals(CKR_TEMPLATE_INCONSISTENT, refusal(List.of(yes, no)));
        assertTrue(Template.decoded(List.of(yes, yes)).is(CKA_TOKEN));
    }

    @Test void aValueThatItsTypeDoesNotHaveIsInvalid() {   // C1
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(List.of(new Attribute(CKA_TOKEN.code(), new byte[2]))));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(List.of(new Attribute(CKA_CLASS.code(), new byte[4]))));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(List.of(new Attribute(CKA_LABEL.code(), new byte[] {-1}))));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID,
            refusal(List.of(new Attribute(Cka.CKA_START_DATE.code(), "20261341".getBytes()))));
    }

    @Test void aNestedTemplateThatIsCutOrNestedAgainIsInvalid() {   // C10
        byte[] inner = Kind.TEMPLATE.encode(KEY);
        byte[] cut = java.util.Arrays.copyOf(inner, inner.length - 1);
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(List.of(new Attribute(CKA_WRAP_TEMPLATE.code(), cut))));
        byte[] deep = Kind.TEMPLATE.encode(Template.EMPTY.with(CKA_WRAP_TEMPLATE, KEY));
        assertEquals(CKR_ATTRIBUTE_VALUE_INVALID, refusal(List.of(new Attribute(CKA_WRAP_TEMPLATE.code(), deep))));
    }

    @Test void anUnknownAttributeSurvives() {   // G1
        Template template = Template.decoded(List.of(new Attribute(0x8000_1234L, new byte[] {7})));
        Cka<?> unknown = template.attributes().iterator().next();
        assertFalse(unknown.isKnown());
        assertArrayEquals(new byte[] {7}, template.encoded(unknown));
    }

    @Test void aMissingAttributeIsNamed() {   // C1
        CkrException refusal = assertThrows(CkrException.class, () -> Template.EMPTY.require(CKA_LABEL));
        assertEquals(CKR_TEMPLATE_INCOMPLETE, refusal.ckr());
        assertTrue(refusal.getMessage().contains("CKA_LABEL"));
    }

    @Test void printingShowsNamesAndNoValue() {
        assertEquals("[CKA_CLASS, CKA_TOKEN, CKA_LABEL, CKA_ID]", KEY.toString());
    }

    private static Ckr refusal(List<Attribute> attributes) {
        return assertThrows(CkrException.class, () -> Template.decoded(attributes)).ckr();
    }
}
