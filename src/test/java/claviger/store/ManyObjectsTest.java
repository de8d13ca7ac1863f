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
    private static final String OTHER = "fedcba9876543210";
    private static final Span ALL = new Span(0, Span.NO_END, Integer.MAX_VALUE);
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

    /** However many there are, and whether they have index entries. */
    @ParameterizedTest
    @EnumSource(StoreWorld.class)
    void rowsOfAPageAreThoseOfItsUniqueIds(StoreWorld world) {
        IndexEntry mark = entry(3, 1);
        try (TokenStore store = Stores.open(world.url(folder))) {
            store.write(writer -> writer.insertToken(token(SERIAL, 1)) && writer.insertToken(token(OTHER, 2)));
            store.write(writer -> writer.insertObjects(SERIAL, List.of(object("a", mark, entry(3, 2), entry(4, 1)),
                object("b"), object("c", entry(3, 2)), object("d", entry(3, 3)), object("e", mark), object("f"))));
            store.write(writer -> {
                for (int most : new int[] {2, 6}) {
                    List<Numbered> page = writer.page(SERIAL, new Span(0, Span.NO_END, most));
                    List<ObjectRow> rows = writer.numbered(SERIAL, page);
                    assertEquals(ids(page), rows.stream().map(ObjectRow::uniqueId).toList());
                    rows.forEach(row -> assertSame(writer.object(SERIAL, row.uniqueId()).orElseThrow(), row));
                    assertEquals(List.of(), writer.numbered(OTHER, page));
                }
                List<Numbered> found = writer.page(SERIAL, List.of(mark, entry(3, 3), entry(3, 2)), ALL);
                assertEquals(List.of("a", "c", "d", "e"), ids(found), "three values of one attribute, each object once");
                writer.deleteObjects(SERIAL, ids(found));
                assertEquals(List.of(), writer.numbered(SERIAL, found));
                return null;
            });
        }
    }

    private static List<String> ids(List<Numbered> page) {
        return page.stream().map(Numbered::uniqueId).toList();
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
