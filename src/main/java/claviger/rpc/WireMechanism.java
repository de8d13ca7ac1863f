package claviger.rpc;

import java.util.List;

/**
 * The part {@code M}: a mechanism as it travels.
 *
 * @param type   its number, or {@link #NULL} where C has a null pointer (O5)
 * @param form   how its parameter stands there, or null where nothing stands
 * @param fields the fields of the form, or null for no parameter
 */
record WireMechanism(long type, ParameterForm form, List<Object> fields) {
    static final long NULL = 0xffff_ffffL;

    /** In the form of the tables. */
    WireMechanism(long type, List<Object> fields) {
        this(type, ParameterForm.of(type), fields);
    }

    /** The ways in which a parameter may stand behind a mechanism; the reading that fits the message is the right one. */
    enum Framing {
        /** As the tables say for this era. */
        TABLES,
        /** Nothing. */
        NOTHING,
        /** A byte that says whether there is a parameter, then its fields. */
        PRESENCE,
        /** The fields at once, or the null byte string. */
        FIELDS
    }

    /** The same for a server whose list of mechanisms without a parameter has this one, unlike ours. */
    WireMechanism bare() {
        return new WireMechanism(type, null, null);
    }

    /** Whether a later release may have it among the mechanisms behind which nothing stands. */
    boolean mayBeBare() {
        return !isNull() && fields == null && !ParameterForm.isNone(type);
    }

    boolean isNull() {
        return type == NULL;
    }

    static WireMechanism read(WireReader in, Era era, Framing framing) {
        long type = Integer.toUnsignedLong(in.u32());
        if (type == NULL) {
            return new WireMechanism(type, null);
        }
        return new WireMechanism(type, switch (actual(framing, era, type)) {
            case NOTHING -> null;
            case PRESENCE -> in.u8() == 0 ? null : ParameterForm.of(type).read(in);
            default -> ParameterForm.of(type).read(in);
        });
    }

    void write(WireWriter out, Era era) {
        out.u32((int) type);
        if (isNull() || form == null) {
            return;
        }
        switch (actual(Framing.TABLES, era, type)) {
            case NOTHING:
                break;
            case PRESENCE:
                out.u8(fields == null ? 0 : 1);
                if (fields != null) {
                    form.write(out, fields);
                }
                break;
            default:
                if (fields == null) {
                    out.raw(null);
                } else {
                    form.write(out, fields);
                }
        }
    }

    private static Framing actual(Framing framing, Era era, long type) {
        if (framing != Framing.TABLES) {
            return framing;
        }
        if (era == Era.OLD) {
            return Framing.FIELDS;
        }
        return ParameterForm.isNone(type) ? Framing.NOTHING : Framing.PRESENCE;
    }

    @Override public String toString() {
        return String.format("mechanism 0x%x", type);
    }
}
