package claviger.store;

import static claviger.cryptoki.Ckr.CKR_DEVICE_ERROR;
import static claviger.cryptoki.Ckr.CKR_DEVICE_MEMORY;
import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;
import static claviger.cryptoki.Ckr.CKR_HOST_MEMORY;

import claviger.cryptoki.CkrException;
import java.sql.SQLException;

/** What SQLite's result codes mean to a caller of Cryptoki. */
final class SqliteRefusal {
    private SqliteRefusal() {
    }

    static CkrException because(SQLException failure) {
        int primary = primary(failure);   // the low byte; the rest says which of its kind
        return switch (primary) {
            case 5, 6, 15 -> CKR_FUNCTION_FAILED.because(failure, "the store is busy: %s", failure.getMessage());
            case 7 -> CKR_HOST_MEMORY.because(failure, "SQLite found no memory");
            case 8 -> CKR_DEVICE_ERROR.because(failure, "the store may not be written to");
            case 10 -> CKR_DEVICE_ERROR.because(failure, "reading or writing the store failed: %s",
                failure.getMessage());
            case 11 -> CKR_DEVICE_ERROR.because(failure, "the store is damaged: %s", failure.getMessage());
            case 13 -> CKR_DEVICE_MEMORY.because(failure, "no room is left for the store");
            case 14 -> CKR_DEVICE_ERROR.because(failure, "the store can't be opened: %s", failure.getMessage());
            case 18 -> CKR_DEVICE_ERROR.because(failure, "the store holds a value that is too long to be ours");
            case 26 -> CKR_DEVICE_ERROR.because(failure, "this is no SQLite database");
            default -> CKR_DEVICE_ERROR.because(failure, "SQLite: %s", failure.getMessage());
        };
    }

    static boolean isBusy(SQLException failure) {
        return primary(failure) == 5;
    }

    private static int primary(SQLException failure) {
        return failure.getErrorCode() & 0xff;
    }
}
