package claviger.store;

import static claviger.store.StoreWorld.SERIAL;
import static claviger.store.StoreWorld.entry;
import static claviger.store.StoreWorld.token;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Measures a SQLite store with 100 000 objects on this machine. A program to be run by hand, since its figures mean
 * nothing while other tests run; its argument is a folder on the disk that is to be measured.
 */
final class StoreSpeed {
    private static final int OBJECTS = 100_000;

    private StoreSpeed() {
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "speed");
        Random random = new Random(1);
        try (TokenStore store = Stores.open("sqlite:" + folder.resolve("tokens.db"))) {
            store.write(writer -> writer.insertToken(token(SERIAL, 1)));
            long start = System.nanoTime();
            for (int slice = 0; slice < OBJECTS; slice += 10_000) {
                List<ObjectRow> rows = new ArrayList<>();
                for (int i = slice; i < slice + 10_000; i++) {
                    rows.add(new ObjectRow("object " + i, 1, true, new byte[1500], new byte[32],
                        List.of(entry(3, i), entry(0x102, i), entry(0, i % 5), entry(0x100, i % 3))));
                }
                store.write(writer -> writer.insertObjects(SERIAL, rows));
            }
            System.out.printf("bulk insert: %.0f objects/s%n", OBJECTS * 1e9 / (System.nanoTime() - start));
            long[] sum = new long[1];
            measure("stamp", 10_000_000, i -> sum[0] += store.stamp());
            measure("point read", 50_000, i -> store.read(reader ->
                reader.object(SERIAL, "object " + random.nextInt(OBJECTS)).orElseThrow()));
            measure("point read, 16 in one transaction", 5_000, i -> store.read(reader -> {
                for (int n = 0; n < 16; n++) {
                    reader.object(SERIAL, "object " + random.nextInt(OBJECTS)).orElseThrow();
                }
                return null;
            }));
            measure("revision", 50_000, i -> store.read(reader -> reader.revision(SERIAL)));
            measure("find one of 100 000 by index", 20_000, i -> store.read(reader ->
                reader.page(SERIAL, List.of(entry(3, random.nextInt(OBJECTS))), new Span(0, Span.NO_END, 2))));
            measure("commit of one new object", 500, i -> store.write(writer ->
                writer.insertObject(SERIAL, new ObjectRow("new " + random.nextLong(), 1, true, new byte[1500],
                    new byte[32], List.of(entry(3, i), entry(0x102, i))))));
            measure("commit of a claim", 500, i -> store.write(writer ->
                writer.claim("nonce", String.valueOf(random.nextLong()), writer.now().plusSeconds(60))));
        }
    }

    private static void measure(String what, int times, IntConsumer work) {
        for (int i = 0; i < times / 5; i++) {
            work.accept(i);
        }
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            work.accept(i);
        }
        double each = (System.nanoTime() - start) / (double) times;
        System.out.printf("%s: %.3f us, %.0f/s%n", what, each / 1000, 1e9 / each);
    }
}
