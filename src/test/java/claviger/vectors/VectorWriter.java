package claviger.vectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/** Writes one file in the format of C2SP/wycheproof. */
final class VectorWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ObjectNode root = JSON.createObjectNode();
    private final ArrayNode groups;
    private ObjectNode group;
    private ArrayNode tests;
    private int count;

    VectorWriter(Path folder, String name, String algorithm) {
        this.file = folder.resolve(name);
        root.put("algorithm", algorithm).put("schema", "of this test").put("a field that nobody knows", 1);
        groups = root.putArray("testGroups");
    }

    /** Begins a group. @param fields names and values: bytes, numbers, text, or JSON */
    VectorWriter group(String type, Object... fields) {
        group = groups.addObject().put("type", type);
        put(group, fields);
        tests = group.putArray("tests");
        return this;
    }

    VectorWriter valid(String comment, Object... fields) {
        return vector("valid", comment, fields);
    }

    VectorWriter invalid(String comment, Object... fields) {
        return vector("invalid", comment, fields);
    }

    VectorWriter acceptable(String comment, Object... fields) {
        return vector("acceptable", comment, fields);
    }

    private VectorWriter vector(String result, String comment, Object... fields) {
        ObjectNode vector = tests.addObject().put("tcId", ++count).put("comment", comment).put("result", result);
        vector.putArray("flags");
        put(vector, fields);
        return this;
    }

    /** A flag for the last vector. */
    VectorWriter flag(String flag) {
        ((ArrayNode) tests.get(tests.size() - 1).get("flags")).add(flag);
        return this;
    }

    private static void put(ObjectNode node, Object... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            Object value = fields[i + 1] instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : fields[i + 1];
            node.set((String) fields[i], JSON.valueToTree(value));
        }
    }

    void write() throws IOException {
        root.put("numberOfTests", count);
        JSON.writeValue(file.toFile(), root);
    }
}
