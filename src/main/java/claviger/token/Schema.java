package claviger.token;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The attributes that one kind of object has: the standard's attribute tables that apply to it, one below the other.
 * Immutable; {@link #extend} starts the next table.
 */
final class Schema {
    private final String section;
    private final Map<Cka<?>, Row<?>> rows;
    private final Template defaults;
    private final List<Set<Cka<?>>> alternatives;

    private Schema(String section, Map<Cka<?>, Row<?>> rows, Template defaults, List<Set<Cka<?>>> alternatives) {
        this.section = section;
        this.rows = rows;
        this.defaults = defaults;
        this.alternatives = alternatives;
    }

    /**
     * One line of an attribute table.
     *
     * @param section   where the standard has this line
     * @param otherwise the value of an object whose template does not name the attribute; null if it then has none
     */
    record Row<T>(Cka<T> attribute, String section, T otherwise, Set<Footnote> footnotes) {
        boolean says(Footnote footnote) {
            return footnotes.contains(footnote);
        }
    }

    /** A first table. @param section its section in PKCS#11 3.2 */
    static Schema table(String section) {
        return new Schema(section, Map.of(), Template.EMPTY, List.of());
    }

    /** The rows of this table and those of another one below. */
    Schema extend(String section) {
        return new Schema(section, rows, defaults, alternatives);
    }

    /** This table with one more row. @param otherwise the default, null for none */
    <T> Schema row(Cka<T> attribute, T otherwise, Footnote... footnotes) {
        if (rows.containsKey(attribute)) {
            throw new AssertionError("two rows for " + attribute);
        }
        return with(new Row<>(attribute, section, otherwise, Set.of(footnotes)));
    }

    /** This table with another default in the rows of these uses: keys of this type have them. */
    @SafeVarargs final Schema uses(Cka<Boolean>... uses) {
        Schema schema = this;
        for (Cka<Boolean> use : uses) {
            Row<?> row = schema.rows.get(use);
            schema = schema.with(new Row<>(use, row.section(), true, row.footnotes()));
        }
        return schema;
    }

    /** This table, of which C_CreateObject needs at least one of these attributes, and not empty. */
    Schema atLeastOneOf(Cka<?>... attributes) {
        List<Set<Cka<?>>> more = new ArrayList<>(alternatives);
        more.add(Set.of(attributes));
        return new Schema(section, rows, defaults, List.copyOf(more));
    }

    boolean has(Cka<?> attribute) {
        return rows.containsKey(attribute);
    }

    Optional<Row<?>> find(Cka<?> attribute) {
        return Optional.ofNullable(rows.get(attribute));
    }

    boolean says(Cka<?> attribute, Footnote footnote) {
        Row<?> row = rows.get(attribute);
        return row != null && row.says(footnote);
    }

    Collection<Row<?>> rows() {
        return rows.values();
    }

    List<Set<Cka<?>>> alternatives() {
        return alternatives;
    }

    /** The object with the defaults of what it lacks. */
    Template completed(Template object) {
        return defaults.with(object);
    }

    private <T> Schema with(Row<T> row) {
        Map<Cka<?>, Row<?>> more = new LinkedHashMap<>(rows);
        more.put(row.attribute(), row);
        Template values = row.otherwise() == null ? defaults : defaults.with(row.attribute(), row.otherwise());
        return new Schema(section, Collections.unmodifiableMap(more), values, alternatives);
    }
}
