package claviger.store;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Where a test of the contract runs, and rows to run it with. */
enum StoreWorld {
    MEMORY {
        @Override String url(Path folder) {
            return "memory:" + folder;
        }
    },
    SQLITE {
        @Override String url(Path folder) {
            return "sqlite:" + folder.resolve("tokens.db");
        }
    };

    static final String SERIAL = "0123456789abcdef";

    abstract String url(Path folder);

    static TokenRow token(String serial, long slot) {
        return new TokenRow(serial, slot, "token in slot " + slot, 0, new byte[] {1, 2}, new byte[] {3});
    }

    static PinRow pin(int limit) {
        return new PinRow(new byte[] {9, 9}, 0, limit);
    }

    static IndexEntry entry(long attribute, int value) {
        return new IndexEntry(attribute, new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8),
            (byte) value});
    }

    static ObjectRow object(String id, IndexEntry... index) {
        return new ObjectRow(id, 1, true, id.getBytes(), new byte[32], List.of(index));
    }

    static ObjectRow next(ObjectRow row, String content, IndexEntry... index) {
        return new ObjectRow(row.uniqueId(), row.rowRevision() + 1, row.isPrivate(), content.getBytes(), row.mac(),
            List.of(index));
    }

    static String unique() {
        return UUID.randomUUID().toString();
    }
}
