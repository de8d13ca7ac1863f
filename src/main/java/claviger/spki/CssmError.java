package claviger.spki;

/** The errors of an authorization computation, with the names and numbers of {@code cssmerr.h} (AC11). */
public enum CssmError {
    CSSMERR_AC_INVALID_BASE_ACLS(0x80013101L),
    CSSMERR_AC_INVALID_TUPLE_CREDENTIALS(0x80013102L),
    CSSMERR_AC_INVALID_ENCODING(0x80013103L),
    CSSMERR_AC_INVALID_VALIDITY_PERIOD(0x80013104L),
    CSSMERR_AC_INVALID_REQUESTOR(0x80013105L),
    CSSMERR_AC_INVALID_REQUEST_DESCRIPTOR(0x80013106L);

    private final long code;

    CssmError(long code) {
        this.code = code;
    }

    /** The number. */
    public long code() {
        return code;
    }

    /**
     * The refusal to throw: {@code throw CSSMERR_AC_INVALID_ENCODING.because("no end of list")}.
     *
     * @param detail a format string; neither it nor an argument may hold bytes of a secret
     */
    public SpkiException because(String detail, Object... arguments) {
        return new SpkiException(this, arguments.length == 0 ? detail : String.format(detail, arguments), null);
    }

    /** The refusal to throw when another failure is behind it. */
    public SpkiException because(Throwable cause, String detail, Object... arguments) {
        return new SpkiException(this, arguments.length == 0 ? detail : String.format(detail, arguments), cause);
    }
}
