package claviger.conformance;

import claviger.cryptoki.Peer;
import claviger.store.Stores;
import claviger.token.Library;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The main program of a JVM that is one application of a story: a line is an actor and a call, or the answer. */
final class ChildApplication {
    private ChildApplication() {
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Library library = Library.over(Stores.open(arguments[0]), World.SETTINGS);
                LocalVoice voice = new LocalVoice(library.application(new Peer.ThisJvm()))) {
            for (String line = calls.readLine(); line != null; line = calls.readLine()) {
                List<String> words = List.of(line.split(" "));
                System.out.println(String.join(" ", voice.answer(words.get(0), words.subList(1, words.size()))));
            }
        }
    }
}
