package claviger.cryptoki;

import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCOMPLETE;
import static claviger.cryptoki.Ckr.CKR_TEMPLATE_INCONSISTENT;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A template (5.2 of PKCS#11 3.2): attributes and their values, each attribute once, in the order given. Immutable
 * but for {@link #wipe}; safe between threads. The values of byte arrays are not copied: whoever makes or reads a
 * template does not change them.
 */
public final class Template {
    public static final Template EMPTY = new Template(Map.of());

    private final Map<Cka<?>, Object> values;

    private Template(Map<Cka<?>, Object> values) {
        this.values = values;
    }

    /**
     * The template of a list from outside.
     *
     * @throws CkrException CKR_ATTRIBUTE_VALUE_INVALID for a value that its type does not have,
     *     CKR_TEMPLATE_INCONSISTENT for one attribute with two values (C2)
     */
    public static Template decoded(List<Attribute> attributes) {
        Map<Cka<?>, Object> values = new LinkedHashMap<>();
        for (Attribute attribute : attributes) {
            Cka<?> type = Cka.of(attribute.type());
            Object value = type.kind().decode(attribute.value());
            Object before = values.put(type, value);
            if (before != null && !Arrays.equals(type.encodeAny(before), attribute.value())) {
                throw CKR_TEMPLATE_INCONSISTENT.because("%s is given twice with different values", type.name());
            }
        }
        return new Template(values);
    }

    /** This template and one more value, or another value for an attribute that it has. */
    public <T> Template with(Cka<T> attribute, T value) {
        Map<Cka<?>, Object> more = new LinkedHashMap<>(values);
        more.put(attribute, attribute.kind().type().cast(value));
        return new Template(more);
    }

    /** This template and all values of the other; where both have an attribute, the other's value. */
    public Template with(Template other) {
        Map<Cka<?>, Object> more = new LinkedHashMap<>(values);
        more.putAll(other.values);
        return new Template(more);
    }

    /** This template without the attributes. */
    public Template without(Cka<?>... attributes) {
        List<Cka<?>> dropped = List.of(attributes);
        return only(attribute -> !dropped.contains(attribute));
    }

    /** The part of this template whose attributes pass. */
    public Template only(Predicate<Cka<?>> passes) {
        Map<Cka<?>, Object> fewer = new LinkedHashMap<>();
        values.forEach((attribute, value) -> {
            if (passes.test(attribute)) {
                fewer.put(attribute, value);
            }
        });
        return new Template(fewer);
    }

    /** The same attributes with byte arrays of its own, for values that somebody else may change or wipe. */
    public Template copied() {
        return decoded(encoded());
    }

    /** The value of an attribute, if it is here. */
    public <T> Optional<T> get(Cka<T> attribute) {
        return Optional.ofNullable(value(attribute));
    }

    /** The value of an attribute, or what to take where it is missing. */
    public <T> T get(Cka<T> attribute, T otherwise) {
        T value = value(attribute);
        return value == null ? otherwise : value;
    }

    /** The value of an attribute that has to be here. @throws CkrException CKR_TEMPLATE_INCOMPLETE if it is not */
    public <T> T require(Cka<T> attribute) {
        T value = value(attribute);
        if (value == null) {
            throw CKR_TEMPLATE_INCOMPLETE.because("%s is missing", attribute.name());
        }
        return value;
    }

    /** Whether a boolean attribute is here and true. */
    public boolean is(Cka<Boolean> attribute) {
        return Boolean.TRUE.equals(value(attribute));
    }

    public boolean has(Cka<?> attribute) {
        return values.containsKey(attribute);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The attributes, in the order given. */
    public Set<Cka<?>> attributes() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** The byte form of a value that is here. @throws CkrException CKR_TEMPLATE_INCOMPLETE if it is not */
    public byte[] encoded(Cka<?> attribute) {
        Object value = values.get(attribute);
        if (value == null) {
            throw CKR_TEMPLATE_INCOMPLETE.because("%s is missing", attribute.name());
        }
        return attribute.encodeAny(value);
    }

    /** All attributes in their byte form, in the order given. */
    public List<Attribute> encoded() {
        return values.entrySet().stream()
            .map(entry -> new Attribute(entry.getKey().code(), entry.getKey().encodeAny(entry.getValue())))
            .toList();
    }

    /** Whether the values of all attributes of the other template are here, byte for byte (F1). */
    public boolean matches(Template wanted) {
        return wanted.values.entrySet().stream().allMatch(want -> {
            Object value = values.get(want.getKey());
            return value != null
                && Arrays.equals(want.getKey().encodeAny(value), want.getKey().encodeAny(want.getValue()));
        });
    }

    /** Overwrites every byte array of this template with zeros. For the one who made it, when it held a secret. */
    public void wipe() {
        for (Object value : values.values()) {
            if (value instanceof byte[] bytes) {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    /** Prints the names of the attributes, never a value. */
    @Override public String toString() {
        return values.keySet().stream().map(Cka::name).toList().toString();
    }

    private <T> T value(Cka<T> attribute) {
        return attribute.kind().type().cast(values.get(attribute));
    }
}
