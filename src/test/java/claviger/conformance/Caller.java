package claviger.conformance;

import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_TOKEN;

import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import java.util.List;
import java.util.Map;

/**
 * One application that speaks the language of stories. S is a session, O an object, and a function that gives nothing
 * but its return value answers with that.
 * <pre>
 * initialize | finalize
 * open rw|ro -&gt; S     state S -&gt; CKS_     close S     closeall
 * login S user|so [PIN]     logout S
 * create S [token] [private] LABEL -&gt; O     find S LABEL -&gt; O ... or none     destroy S O
 * label S O -&gt; LABEL     relabel S O LABEL
 * init-token PIN     init-pin S PIN     set-pin S OLD NEW
 * </pre>
 * PINs are {@code user} and {@code so}, which are those of the ready token, or the word itself. Safe between threads.
 */
final class Caller {
    private static final Map<String, String> PINS = Map.of("user", World.USER_PIN, "so", World.SO_PIN);
    private static final List<String> DONE = List.of("CKR_OK");

    private final Cryptoki application;

    Caller(Cryptoki application) {
        this.application = application;
    }

    /** What comes back from a call. @throws IllegalArgumentException for a call that is not in the language */
    List<String> answer(List<String> call) {
        try {
            return perform(call.get(0), call.subList(1, call.size()));
        } catch (CkrException refusal) {
            return List.of(refusal.ckr().name());
        }
    }

    private List<String> perform(String verb, List<String> words) {
        return switch (verb) {
            case "initialize" -> done(application::initialize);
            case "finalize" -> done(application::finalizeCryptoki);
            case "closeall" -> done(() -> application.closeAllSessions(Token.readySlot(application)));
            case "init-token" -> done(() ->
                application.initToken(Token.readySlot(application), pin(words.get(0)), "again"));
            case "open" -> number(application.openSession(Token.readySlot(application), isRw(words.get(0))).value());
            default -> inSession(verb, new SessionHandle(Long.parseLong(words.get(0))), words.subList(1, words.size()));
        };
    }

    private List<String> inSession(String verb, SessionHandle session, List<String> words) {
        return switch (verb) {
            case "state" -> List.of(application.getSessionInfo(session).state().name());
            case "close" -> done(() -> application.closeSession(session));
            case "login" -> done(() ->
                application.login(session, user(words.get(0)), pin(words.get(words.size() - 1))));
            case "logout" -> done(() -> application.logout(session));
            case "init-pin" -> done(() -> application.initPin(session, pin(words.get(0))));
            case "set-pin" -> done(() -> application.setPin(session, pin(words.get(0)), pin(words.get(1))));
            case "create" -> number(application.createObject(session, template(words)).value());
            case "find" -> numbers(application.find(session, Templates.labelled(words.get(0))));
            default -> onObject(verb, session, new ObjectHandle(Long.parseLong(words.get(0))),
                words.subList(1, words.size()));
        };
    }

    private List<String> onObject(String verb, SessionHandle session, ObjectHandle object, List<String> words) {
        return switch (verb) {
            case "label" -> List.of(application.attributes(session, object, CKA_LABEL).require(CKA_LABEL));
            case "relabel" -> done(() ->
                application.setAttributeValue(session, object, Templates.labelled(words.get(0))));
            case "destroy" -> done(() -> application.destroyObject(session, object));
            default -> throw new IllegalArgumentException("no story says " + verb);
        };
    }

    private static List<String> done(Runnable call) {
        call.run();
        return DONE;
    }

    private static List<String> number(long handle) {
        return List.of(Long.toString(handle));
    }

    private static List<String> numbers(List<ObjectHandle> handles) {
        return handles.isEmpty() ? List.of("none")
            : handles.stream().map(handle -> Long.toString(handle.value())).toList();
    }

    private static boolean isRw(String kind) {
        return switch (kind) {
            case "rw" -> true;
            case "ro" -> false;
            default -> throw new IllegalArgumentException("a session is rw or ro, not " + kind);
        };
    }

    private static Cku user(String name) {
        return switch (name) {
            case "user" -> Cku.CKU_USER;
            case "so" -> Cku.CKU_SO;
            default -> throw new IllegalArgumentException("nobody is called " + name);
        };
    }

    private static byte[] pin(String word) {
        return Token.utf8(PINS.getOrDefault(word, word));
    }

    private static Template template(List<String> words) {
        return Templates.data(words.get(words.size() - 1))
            .with(CKA_TOKEN, words.contains("token")).with(CKA_PRIVATE, words.contains("private"));
    }
}
