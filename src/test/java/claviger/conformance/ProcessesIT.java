package claviger.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes that share one SQLite file and do not say goodbye, or all come at once (A7, D12, D20). */
class ProcessesIT {
    private static final Duration LONGEST_LEASE = Duration.ofSeconds(60);

    private final Path folder = World.readyFolder();
    private final String url = "sqlite:" + folder.resolve(World.FILE);

    @AfterEach void delete() {
        World.delete(folder);
    }

    @Test void aKilledProcessDoesNotKeepTheTokenForEver() throws InterruptedException {   // A7, T6
        try (ChildVoice killed = new ChildVoice(url); ChildVoice other = new ChildVoice(url)) {
            call(killed, "initialize");
            call(killed, "open rw");
            call(other, "initialize");
            assertEquals("CKR_SESSION_EXISTS", call(other, "init-token so"));
            killed.kill();
            Instant end = Instant.now().plus(LONGEST_LEASE);
            String answer = call(other, "init-token so");
            while (answer.equals("CKR_SESSION_EXISTS") && Instant.now().isBefore(end)) {
                Thread.sleep(200);
                answer = call(other, "init-token so");
            }
            assertEquals("CKR_OK", answer);
        }
    }

    @Test void rightPinsOfManyProcessesAllSucceed() {   // D20
        List<String> answers = loginsAtOnce(5, child -> "user");
        assertEquals(5, Collections.frequency(answers, "CKR_OK"), answers::toString);
    }

    @Test void wrongPinsOfManyProcessesUseOneBudget() {   // D20: ten tries
        List<String> answers = loginsAtOnce(4, child -> "wrong-pin wrong-pin wrong-pin wrong-pin");
        assertEquals(10, Collections.frequency(answers, "CKR_PIN_INCORRECT"), answers::toString);
        assertEquals(6, Collections.frequency(answers, "CKR_PIN_LOCKED"), answers::toString);
    }

    private List<String> loginsAtOnce(int processes, IntFunction<String> pins) {
        List<ChildVoice> children = IntStream.range(0, processes).mapToObj(child -> new ChildVoice(url)).toList();
        try {
            List<String> sessions = children.stream().map(child -> {
                call(child, "initialize");
                return call(child, "open rw");
            }).toList();
            List<CompletableFuture<List<String>>> running = IntStream.range(0, processes)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> List.of(pins.apply(i).split(" ")).stream()
                    .map(pin -> call(children.get(i), "login " + sessions.get(i) + " user " + pin)).toList()))
                .toList();
            return running.stream().flatMap(answers -> answers.join().stream()).toList();
        } finally {
            children.forEach(ChildVoice::close);
        }
    }

    private static String call(ChildVoice child, String words) {
        List<String> answer = child.answer("A1", List.of(words.split(" ")));
        assertTrue(answer.size() == 1, answer::toString);
        return answer.get(0);
    }
}
