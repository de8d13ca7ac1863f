package claviger.store;

import static claviger.store.StoreWorld.SERIAL;
import static claviger.store.StoreWorld.entry;
import static claviger.store.StoreWorld.object;
import static claviger.store.StoreWorld.token;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects that are read together are what each of them is when it is read alone. */
class ManyObjectsTest {
    private static final int OBJECTS = 2 * SqliteReader.BATCH + 50;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(StoreWorld.class)
    void manyObjectsAreReadAsEachOfThemIs(StoreWorld world) {
        List<ObjectRow> rows = IntStream.range(0, OBJECTS).mapToObj(i -> i % 7 == 0 ? object("o'" + i)
            : object("o'" + i, entry(4, i % 100), entry(3, i), entry(9, 1))).toList();
        List<String> ids = new ArrayList<>(rows.stream().map(ObjectRow::uniqueId).toList());
        Collections.reverse(ids);
        ids.add(100, "nobody");
        try (TokenStore store = Stores.open(world.url(folder))) {
            store.write(writer -> writer.insertToken(token(SERIAL, 1)));
            store.write(writer -> writer.insertObjects(SERIAL, rows));
            store.read(reader -> {
                for (int many : new int[] {0, 1, 5, SqliteReader.BATCH, SqliteReader.BATCH + 1, OBJECTS + 1}) {
                    List<ObjectRow> read = reader.objects(SERIAL, ids.subList(0, many));
                    assertEquals(ids.subList(0, many).stream().filter(id -> !id.equals("nobody")).toList(),
                        read.stream().map(ObjectRow::uniqueId).toList());
                    read.forEach(row -> assertSame(reader.object(SERIAL, row.uniqueId()).orElseThrow(), row));
                }
                return null;
            });
        }
    }

    private static void assertSame(ObjectRow alone, ObjectRow together) {
        assertEquals(alone.rowRevision(), together.rowRevision());
        assertEquals(alone.isPrivate(), together.isPrivate());
        assertArrayEquals(alone.attributes(), together.attributes());
        assertArrayEquals(alone.mac(), together.mac());
        assertEquals(alone.index().size(), together.index().size());
        for (int i = 0; i < alone.index().size(); i++) {
            assertEquals(alone.index().get(i).attribute(), together.index().get(i).attribute());
            assertArrayEquals(alone.index().get(i).digest(), together.index().get(i).digest());
        }
    }
}
