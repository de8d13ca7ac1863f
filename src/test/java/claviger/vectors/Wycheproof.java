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
 * The vectors of C2SP/wycheproof, read by their format alone, so that files which are not there today run tomorrow: from
 * the folder that the property {@code claviger.wycheproof} names, or else {@code $claviger.shared/vectors/wycheproof}.
 * What a file has beside the fields that a check asks for is not looked at.
 */
public final class Wycheproof {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wycheproof() {
    }

    /** Every file, in the order of the names; none, and a line that says so, where the folder is absent. */
    public static List<Path> files() {
        String named = System.getProperty("claviger.wycheproof");
        Path folder = named != null ? Path.of(named)
            : Path.of(System.getProperty("claviger.shared", "absent"), "vectors", "wycheproof");
        if (!Files.isDirectory(folder)) {
            System.out.println("Wycheproof: nothing runs, there is no folder " + folder);
            return List.of();
        }
        return files(folder);
    }

    /** The files of a folder. */
    public static List<Path> files(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> path.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one file; all at once they would fill the heap. */
    public static VectorFile read(Path path) {
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
        /** The type that a few formats leave out is the one that their fields have elsewhere. */
        public String type() {
            return has("type") ? text("type") : has("parameterSet") ? "MLKEMEncapsTest" : "";
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

        /** The SubjectPublicKeyInfo, whose field has changed its name between the versions of the collection. */
        public byte[] publicKeyDer() {
            return hex(has("publicKeyDer") ? "publicKeyDer" : "keyDer");
        }

        /** The curve of an agreement, or that of the public key of a signature. */
        public String curve() {
            return has("curve") ? text("curve")
                : json.path(has("publicKey") ? "publicKey" : "key").path("curve").asText();
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

        public boolean has(String field) {
            return json.hasNonNull(field);
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
