package claviger.faults;

import claviger.store.IndexEntry;
import claviger.store.ObjectRow;
import claviger.store.PinRole;
import claviger.store.PinRow;
import claviger.store.StoreReader;
import claviger.store.Stores;
import claviger.store.TokenRow;
import claviger.store.TokenStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Somebody who can write a store and has no PIN. */
final class Tampering implements AutoCloseable {
    private final TokenStore store;
    private final String serial;

    Tampering(String url) {
        store = Stores.open(url);
        serial = store.read(StoreReader::tokens).get(0).serial();
    }

    TokenRow token() {
        return store.read(reader -> reader.token(serial)).orElseThrow();
    }

    PinRow pin(PinRole role) {
        return store.read(reader -> reader.pin(serial, role)).orElseThrow();
    }

    ObjectRow object(String uniqueId) {
        return store.read(reader -> reader.object(serial, uniqueId)).orElseThrow();
    }

    List<ObjectRow> objects() {
        return store.read(reader -> reader.objects(serial, reader.objectIds(serial)));
    }

    void put(TokenRow row) {
        store.write(writer -> writer.updateToken(row, writer.revision(serial)));
    }

    void put(PinRole role, PinRow row) {
        store.write(writer -> {
            writer.putPin(serial, role, row);
            return row;
        });
    }

    /** Puts a row in place of another. */
    void replace(ObjectRow before, ObjectRow after) {
        store.write(writer -> {
            writer.deleteObject(serial, before.uniqueId());
            return writer.insertObject(serial, after);
        });
    }

    /** Writes a row's attributes past the store, so that no revision moves. */
    static void write(Path database, String uniqueId, byte[] attributes) throws SQLException {
        String sql = "UPDATE object SET attributes = ? WHERE unique_id = ?";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setBytes(1, attributes);
            update.setString(2, uniqueId);
            update.executeUpdate();
        }
    }

    void insert(ObjectRow row) {
        store.write(writer -> writer.insertObject(serial, row));
    }

    /** Shows each row that differs from this one in a single bit. @return how many there are */
    static int eachFlip(ObjectRow row, Consumer<ObjectRow> see) {
        int[] flips = {0};
        Consumer<ObjectRow> counted = flipped -> {
            flips[0]++;
            see.accept(flipped);
        };
        eachFlip(row.attributes(), bytes -> counted.accept(with(row, bytes, row.mac(), row.index())));
        eachFlip(row.mac(), bytes -> counted.accept(with(row, row.attributes(), bytes, row.index())));
        for (int i = 0; i < row.index().size(); i++) {
            int at = i;
            IndexEntry entry = row.index().get(i);
            eachFlip(entry.digest(), bytes ->
                counted.accept(withEntry(row, at, new IndexEntry(entry.attribute(), bytes))));
            eachFlip(entry.attribute(), attribute ->
                counted.accept(withEntry(row, at, new IndexEntry(attribute, entry.digest()))));
        }
        eachFlip(row.rowRevision(), revision -> {
            if (revision > 0) {      // the store itself refuses another
                counted.accept(new ObjectRow(row.uniqueId(), revision, row.isPrivate(), row.attributes(), row.mac(),
                    row.index()));
            }
        });
        counted.accept(new ObjectRow(row.uniqueId(), row.rowRevision(), !row.isPrivate(), row.attributes(), row.mac(),
            row.index()));
        return flips[0];
    }

    static int eachFlip(byte[] bytes, Consumer<byte[]> see) {
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            see.accept(flipped(bytes, bit));
        }
        return 8 * bytes.length;
    }

    private static void eachFlip(long number, Consumer<Long> see) {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            see.accept(number ^ 1L << bit);
        }
    }

    static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    static ObjectRow with(ObjectRow row, byte[] attributes, byte[] mac, List<IndexEntry> index) {
        return new ObjectRow(row.uniqueId(), row.rowRevision(), row.isPrivate(), attributes, mac, index);
    }

    private static ObjectRow withEntry(ObjectRow row, int at, IndexEntry entry) {
        List<IndexEntry> index = new ArrayList<>(row.index());
        index.set(at, entry);
        return with(row, row.attributes(), row.mac(), index);
    }

    /** One attribute of a row: its number, whether it is sealed, and its bytes. */
    record Part(long attribute, byte form, byte[] bytes) {
    }

    /** The attributes of a row with other parts: what everybody can do who knows the format. */
    static byte[] rebuilt(byte[] attributes, Function<Part, Part> change) {
        ByteBuffer in = ByteBuffer.wrap(attributes);
        ByteBuffer out = ByteBuffer.allocate(4 * attributes.length + 1024);
        out.put(in.get()).putLong(in.getLong());
        while (in.hasRemaining()) {
            long attribute = in.getLong();
            byte form = in.get();
            byte[] bytes = new byte[in.getInt()];
            in.get(bytes);
            Part part = change.apply(new Part(attribute, form, bytes));
            out.putLong(part.attribute()).put(part.form()).putInt(part.bytes().length).put(part.bytes());
        }
        byte[] rebuilt = new byte[out.position()];
        out.flip().get(rebuilt);
        return rebuilt;
    }

    static Part part(byte[] attributes, long attribute) {
        List<Part> found = new ArrayList<>();
        rebuilt(attributes, part -> {
            if (part.attribute() == attribute) {
                found.add(part);
            }
            return part;
        });
        return found.get(0);
    }

    @Override public void close() {
        store.close();
    }
}
