package claviger.cryptoki;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CK_RV, a Cryptoki return value. Names and codes are those of {@code pkcs11t.h} 3.2. */
public enum Ckr {
    CKR_OK(0x000),
    CKR_CANCEL(0x001),
    CKR_HOST_MEMORY(0x002),
    CKR_SLOT_ID_INVALID(0x003),
    CKR_GENERAL_ERROR(0x005),
    CKR_FUNCTION_FAILED(0x006),
    CKR_ARGUMENTS_BAD(0x007),
    CKR_NO_EVENT(0x008),
    CKR_NEED_TO_CREATE_THREADS(0x009),
    CKR_CANT_LOCK(0x00a),
    CKR_ATTRIBUTE_READ_ONLY(0x010),
    CKR_ATTRIBUTE_SENSITIVE(0x011),
    CKR_ATTRIBUTE_TYPE_INVALID(0x012),
    CKR_ATTRIBUTE_VALUE_INVALID(0x013),
    CKR_ACTION_PROHIBITED(0x01b),
    CKR_DATA_INVALID(0x020),
    CKR_DATA_LEN_RANGE(0x021),
    CKR_DEVICE_ERROR(0x030),
    CKR_DEVICE_MEMORY(0x031),
    CKR_DEVICE_REMOVED(0x032),
    CKR_ENCRYPTED_DATA_INVALID(0x040),
    CKR_ENCRYPTED_DATA_LEN_RANGE(0x041),
    CKR_AEAD_DECRYPT_FAILED(0x042),
    CKR_FUNCTION_CANCELED(0x050),
    CKR_FUNCTION_NOT_PARALLEL(0x051),
    CKR_FUNCTION_NOT_SUPPORTED(0x054),
    CKR_KEY_HANDLE_INVALID(0x060),
    CKR_KEY_SIZE_RANGE(0x062),
    CKR_KEY_TYPE_INCONSISTENT(0x063),
    CKR_KEY_NOT_NEEDED(0x064),
    CKR_KEY_CHANGED(0x065),
    CKR_KEY_NEEDED(0x066),
    CKR_KEY_INDIGESTIBLE(0x067),
    CKR_KEY_FUNCTION_NOT_PERMITTED(0x068),
    CKR_KEY_NOT_WRAPPABLE(0x069),
    CKR_KEY_UNEXTRACTABLE(0x06a),
    CKR_MECHANISM_INVALID(0x070),
    CKR_MECHANISM_PARAM_INVALID(0x071),
    CKR_OBJECT_HANDLE_INVALID(0x082),
    CKR_OPERATION_ACTIVE(0x090),
    CKR_OPERATION_NOT_INITIALIZED(0x091),
    CKR_PIN_INCORRECT(0x0a0),
    CKR_PIN_INVALID(0x0a1),
    CKR_PIN_LEN_RANGE(0x0a2),
    CKR_PIN_EXPIRED(0x0a3),
    CKR_PIN_LOCKED(0x0a4),
    CKR_SESSION_CLOSED(0x0b0),
    CKR_SESSION_COUNT(0x0b1),
    CKR_SESSION_HANDLE_INVALID(0x0b3),
    CKR_SESSION_PARALLEL_NOT_SUPPORTED(0x0b4),
    CKR_SESSION_READ_ONLY(0x0b5),
    CKR_SESSION_EXISTS(0x0b6),
    CKR_SESSION_READ_ONLY_EXISTS(0x0b7),
    CKR_SESSION_READ_WRITE_SO_EXISTS(0x0b8),
    CKR_SIGNATURE_INVALID(0x0c0),
    CKR_SIGNATURE_LEN_RANGE(0x0c1),
    CKR_TEMPLATE_INCOMPLETE(0x0d0),
    CKR_TEMPLATE_INCONSISTENT(0x0d1),
    CKR_TOKEN_NOT_PRESENT(0x0e0),
    CKR_TOKEN_NOT_RECOGNIZED(0x0e1),
    CKR_TOKEN_WRITE_PROTECTED(0x0e2),
    CKR_UNWRAPPING_KEY_HANDLE_INVALID(0x0f0),
    CKR_UNWRAPPING_KEY_SIZE_RANGE(0x0f1),
    CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT(0x0f2),
    CKR_USER_ALREADY_LOGGED_IN(0x100),
    CKR_USER_NOT_LOGGED_IN(0x101),
    CKR_USER_PIN_NOT_INITIALIZED(0x102),
    CKR_USER_TYPE_INVALID(0x103),
    CKR_USER_ANOTHER_ALREADY_LOGGED_IN(0x104),
    CKR_USER_TOO_MANY_TYPES(0x105),
    CKR_WRAPPED_KEY_INVALID(0x110),
    CKR_WRAPPED_KEY_LEN_RANGE(0x112),
    CKR_WRAPPING_KEY_HANDLE_INVALID(0x113),
    CKR_WRAPPING_KEY_SIZE_RANGE(0x114),
    CKR_WRAPPING_KEY_TYPE_INCONSISTENT(0x115),
    CKR_RANDOM_SEED_NOT_SUPPORTED(0x120),
    CKR_RANDOM_NO_RNG(0x121),
    CKR_DOMAIN_PARAMS_INVALID(0x130),
    CKR_CURVE_NOT_SUPPORTED(0x140),
    CKR_BUFFER_TOO_SMALL(0x150),
    CKR_SAVED_STATE_INVALID(0x160),
    CKR_INFORMATION_SENSITIVE(0x170),
    CKR_STATE_UNSAVEABLE(0x180),
    CKR_CRYPTOKI_NOT_INITIALIZED(0x190),
    CKR_CRYPTOKI_ALREADY_INITIALIZED(0x191),
    CKR_MUTEX_BAD(0x1a0),
    CKR_MUTEX_NOT_LOCKED(0x1a1),
    CKR_NEW_PIN_MODE(0x1b0),
    CKR_NEXT_OTP(0x1b1),
    CKR_EXCEEDED_MAX_ITERATIONS(0x1b5),
    CKR_FIPS_SELF_TEST_FAILED(0x1b6),
    CKR_LIBRARY_LOAD_FAILED(0x1b7),
    CKR_PIN_TOO_WEAK(0x1b8),
    CKR_PUBLIC_KEY_INVALID(0x1b9),
    CKR_FUNCTION_REJECTED(0x200),
    CKR_TOKEN_RESOURCE_EXCEEDED(0x201),
    CKR_OPERATION_CANCEL_FAILED(0x202),
    CKR_KEY_EXHAUSTED(0x203),
    CKR_PENDING(0x204),
    CKR_SESSION_ASYNC_NOT_SUPPORTED(0x205),
    CKR_SEED_RANDOM_REQUIRED(0x206),
    CKR_OPERATION_NOT_VALIDATED(0x207),
    CKR_TOKEN_NOT_INITIALIZED(0x208),
    CKR_PARAMETER_SET_NOT_SUPPORTED(0x209),
    CKR_VENDOR_DEFINED(0x8000_0000L);
    private static final Map<Long, Ckr> BY_CODE =
        Stream.of(values()).collect(Collectors.toUnmodifiableMap(Ckr::code, Function.identity()));

    private final long code;

    Ckr(long code) {
        this.code = code;
    }

    /** The number that the standard gives this return value. */
    public long code() {
        return code;
    }

    /** The constant for a code from outside; vendor codes that we do not know share {@link #CKR_VENDOR_DEFINED}. */
    public static Ckr of(long code) {
        return BY_CODE.getOrDefault(code, CKR_VENDOR_DEFINED);
    }

    /**
     * The refusal to throw: {@code throw CKR_PIN_LOCKED.because("user PIN, %d failures", n)}.
     *
     * @param detail a format string; neither it nor an argument may hold a PIN or key material
     */
    public CkrException because(String detail, Object... arguments) {
        return new CkrException(this, arguments.length == 0 ? detail : String.format(detail, arguments), null);
    }

    /** The refusal to throw when another failure is behind it; the cause is for this process's log. */
    public CkrException because(Throwable cause, String detail, Object... arguments) {
        return new CkrException(this, arguments.length == 0 ? detail : String.format(detail, arguments), cause);
    }
}
