package claviger.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A text that says who calls what and what comes back, one call in a line:
 * <pre>
 * A2 login A.7 user   -&gt; CKR_OK      # A2 is the second thread of application A
 * </pre>
 * What an actor can say is told by {@link Caller}. {@code A.7} names a handle of application A: where it first stands
 * behind the arrow it is bound to the number that comes back; where B uses it, B sends A's number.
 *
 * @param name the name of the file
 */
record Story(String name, List<Line> lines) {
    static final Path FOLDER = Path.of("src/test/resources/stories");

    /** One call. */
    record Line(int number, String actor, List<String> call, List<String> answer, String text) {
        /** The letter of the application that the actor is a thread of. */
        String application() {
            return actor.substring(0, 1);
        }
    }

    static Stream<Story> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".story")).sorted().map(Story::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Story read(Path file) {
        try {
            List<Line> lines = new ArrayList<>();
            List<String> texts = Files.readAllLines(file);
            for (int number = 1; number <= texts.size(); number++) {
                String text = texts.get(number - 1).replaceFirst("#.*", "").strip();
                if (!text.isEmpty()) {
                    lines.add(line(file + ":" + number, number, text));
                }
            }
            return new Story(file.getFileName().toString().replace(".story", ""), List.copyOf(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The letters of the applications that act. */
    Set<String> applications() {
        return new TreeSet<>(lines.stream().map(Line::application).toList());
    }

    private static Line line(String where, int number, String text) {
        String[] sides = text.split("->");
        List<String> call = List.of(sides[0].strip().split("\\s+"));
        if (sides.length != 2 || call.size() < 2 || !call.get(0).matches("[A-Z][1-9]")) {
            throw new IllegalArgumentException(where + " is not: actor verb arguments -> answer");
        }
        return new Line(number, call.get(0), call.subList(1, call.size()),
            List.of(sides[1].strip().split("\\s+")), text);
    }
}
