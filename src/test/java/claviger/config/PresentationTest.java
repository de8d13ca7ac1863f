package claviger.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import claviger.spki.Sexp;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is signed for a token that asks, and what is not. */
class PresentationTest {
    private static final String ACCOUNT = ProcessHandle.current().info().user().map(name ->
        " (for (unix user \"" + name + "\"))").orElse("");

    @Test void aChallengeForThisAccountIsSigned() {
        byte[] challenge = challenge("(proof (token t) (nonce #00#)" + ACCOUNT + ")");
        assertArrayEquals(challenge, Presentation.checked(challenge));
    }

    /** A server could hand on a challenge that another token has given to it, or ask for what is no challenge. */
    @Test void nothingElseIsSigned() {
        refuses("(proof (token t) (nonce #00#) (for (unix user somebody-else)))");
        refuses("(proof (token t) (nonce #00#) (for (unix user somebody-else))" + ACCOUNT + ")");
        refuses("(request (token t) (nonce #00#)" + ACCOUNT + ")");
        assertThrows(ConfigurationException.class, () -> Presentation.checked(new byte[] {'('}));
    }

    @Test void withoutFilesThereIsNothingToShow() {
        Presentation nothing = Presentation.of(Optional.empty(), Optional.empty());
        assertEquals(true, nothing.isEmpty());
        assertArrayEquals(challenge("(sequence)"), nothing.answer(new byte[0]));
    }

    private static void refuses(String expression) {
        assertThrows(ConfigurationException.class, () -> Presentation.checked(challenge(expression)));
    }

    private static byte[] challenge(String expression) {
        return Sexp.read(expression).canonical();
    }
}
