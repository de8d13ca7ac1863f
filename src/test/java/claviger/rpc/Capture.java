package claviger.rpc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A captured conversation between a stock client and a stock server: two streams for each connection. */
record Capture(String name, int connection, byte[] client, byte[] server) {

    /** All connections of a file with lines {@code C n hex} and {@code S n hex}. */
    static List<Capture> of(Path file) throws IOException {
        Map<Integer, ByteArrayOutputStream> clients = new TreeMap<>();
        Map<Integer, ByteArrayOutputStream> servers = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ");
            if (words.length == 3) {
                (words[0].equals("C") ? clients : servers)
                    .computeIfAbsent(Integer.parseInt(words[1]), number -> new ByteArrayOutputStream())
                    .writeBytes(HexFormat.of().parseHex(words[2]));
            }
        }
        return clients.keySet().stream().map(number -> new Capture(file.getFileName().toString(), number,
            clients.get(number).toByteArray(), servers.get(number).toByteArray())).toList();
    }

    int offered() {
        return client[0];
    }

    int answered() {
        return server[0];
    }

    static List<Frame> frames(byte[] stream) throws IOException {
        FrameReader reader = new FrameReader(
            Channels.newChannel(new ByteArrayInputStream(stream, 1, stream.length - 1)), Frame.Bounds.DEFAULT);
        List<Frame> frames = new ArrayList<>();
        do {
            while (reader.hasFrame()) {
                frames.add(reader.take());
            }
            reader.fill();
        } while (!reader.atEnd());
        return frames;
    }
}
