package claviger.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The vectors of C2SP/wycheproof, read from {@code $claviger.shared/vectors/wycheproof} by their format alone, so that
 * files which are not there today run tomorrow.
 */
public final class Wycheproof {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wycheproof() {
    }

    /** Every file, in the order of the names; none, and a line that says so, where the folder is absent. */
    public static List<VectorFile> files() {
        Path folder = Path.of(System.getProperty("claviger.shared", "absent"), "vectors", "wycheproof");
        if (!Files.isDirectory(folder)) {
            System.out.println("Wycheproof: nothing runs, there is no folder " + folder);
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> path.toString().endsWith(".json")).sorted().map(Wycheproof::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VectorFile read(Path path) {
        try {
            JsonNode root = JSON.readTree(path.toFile());
            String algorithm = root.path("algorithm").asText();
            List<Group> groups = new ArrayList<>();
            for (JsonNode group : root.path("testGroups")) {
                List<Vector> vectors = new ArrayList<>();
                for (JsonNode test : group.path("tests")) {
                    vectors.add(new Vector(test));
                }
                groups.add(new Group(algorithm, group, vectors));
            }
            return new VectorFile(path.getFileName().toString(), algorithm, groups);
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }

    /** One file of vectors for one algorithm. */
    public record VectorFile(String name, String algorithm, List<Group> groups) {
    }

    /** Vectors with the same key or the same parameters. */
    public record Group(String algorithm, JsonNode json, List<Vector> vectors) {
        public String type() {
            return text("type");
        }

        public String text(String field) {
            return json.path(field).asText();
        }

        public int number(String field) {
            return json.path(field).asInt();
        }

        public byte[] hex(String field) {
            return bytes(json, field);
        }

        public boolean has(String field) {
            return json.has(field);
        }
    }

    /** One vector. */
    public record Vector(JsonNode json) {
        public int id() {
            return json.path("tcId").asInt();
        }

        public byte[] hex(String field) {
            return bytes(json, field);
        }

        /** Must it be accepted? Those that are neither valid nor invalid may go either way, but never wrong. */
        public boolean isValid() {
            return json.path("result").asText().equals("valid");
        }

        public boolean isInvalid() {
            return json.path("result").asText().equals("invalid");
        }

        public boolean hasFlag(String flag) {
            for (JsonNode one : json.path("flags")) {
                if (one.asText().equals(flag)) {
                    return true;
                }
            }
            return false;
        }

        @Override public String toString() {
            return "tcId " + id() + " (" + json.path("result").asText() + ", " + json.path("comment").asText() + ", "
                + json.path("flags") + ")";
        }
    }

    private static byte[] bytes(JsonNode json, String field) {
        String hex = json.path(field).asText();
        return HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : "0" + hex);
    }
}
