package claviger.conformance;

import claviger.cryptoki.Cryptoki;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application of this JVM whose actors are threads of their own (A8). */
final class LocalVoice implements StoryPlayer.Voice, AutoCloseable {
    private final Caller caller;
    private final Map<String, ExecutorService> threads = new ConcurrentHashMap<>();

    LocalVoice(Cryptoki application) {
        this.caller = new Caller(application);
    }

    @Override public List<String> answer(String actor, List<String> call) {
        try {
            return threads.computeIfAbsent(actor, name -> Executors.newSingleThreadExecutor())
                .submit(() -> caller.answer(call)).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(actor + " " + call, e);
        }
    }

    @Override public void close() {
        threads.values().forEach(ExecutorService::shutdownNow);
    }
}
