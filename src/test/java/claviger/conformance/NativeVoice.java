package claviger.conformance;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.Cks;
import claviger.foreign.StockModule;
import claviger.interop.Needed;
import claviger.interop.Run;
import claviger.store.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An application that is a C program ({@code src/test/c/voice.c}) with p11-kit's client module loaded. */
final class NativeVoice implements StoryPlayer.Voice, AutoCloseable {
    private static final Path HEADERS = Path.of("/usr/include/p11-kit-1");

    private final ChildJvm process;

    /** @param program from {@link #compiled} @param address for P11_KIT_SERVER_ADDRESS */
    NativeVoice(Path program, String address) {
        try {
            process = ChildJvm.started(List.of("/usr/bin/env", "P11_KIT_SERVER_ADDRESS=" + address, program.toString(),
                StockModule.client().toString(), World.USER_PIN, World.SO_PIN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program, compiled into a folder. */
    static Path compiled(Path folder) throws IOException, InterruptedException {
        Needed.that(Files.exists(Path.of("/usr/bin/gcc")), "C compiler");
        Needed.that(Files.exists(HEADERS), "pkcs11.h of p11-kit");
        Path program = folder.resolve("voice");
        Run.of(folder, "gcc", "-Wall", "-Werror", "-O1", "-I" + HEADERS, "-o", program.toString(),
            Path.of("src/test/c/voice.c").toAbsolutePath().toString(), "-ldl", "-lpthread").succeeds();
        return program;
    }

    @Override public List<String> answer(String actor, List<String> call) {
        try {
            String answer = process.ask(actor + " " + String.join(" ", call));
            if (answer == null) {
                throw new AssertionError("the program of " + actor + " ended at " + call);
            }
            List<String> words = List.of(answer.split(" "));
            return switch (words.get(0)) {
                case "CKR" -> List.of(Ckr.of(Long.parseLong(words.get(1))).name());
                case "CKS" -> List.of(Cks.values()[Integer.parseInt(words.get(1))].name());
                default -> words;
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() {
        process.close();
    }
}
