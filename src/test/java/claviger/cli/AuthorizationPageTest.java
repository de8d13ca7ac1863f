package claviger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the page of the manual shows, run one after the other on a token. */
class AuthorizationPageTest {
    private static final Path PAGE = Path.of("src", "site", "markdown", "authorization.md");
    private static final Pattern BLOCK = Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("\\b[a-z]+\\.(pem|spki|acl|approval|cert)\\b");
    private static final Pattern CAT = Pattern.compile("\\$\\(cat ([^)]+)\\)");
    /** A word of a shell, as far as the page has them: quoted in one of the two ways, or bare. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    @TempDir
    private Path folder;

    @Test void theCommandsDoWhatThePageSays() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(Files.readString(PAGE)); block.find();) {
            lines.addAll(block.group(1).lines().toList());
        }
        assertTrue(lines.size() > 15, lines::toString);
        try (Place place = new Place(Place.Kind.MEMORY, folder)) {
            for (String line : lines) {
                run(place, line);
            }
        }
    }

    private void run(Place place, String line) throws Exception {
        List<String> words = words(line);
        if (words.get(0).equals("openssl")) {
            assertEquals("openssl genpkey -algorithm ed25519 -out", String.join(" ", words.subList(0, 5)));
            String base64 = Base64.getEncoder().encodeToString(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded());
            Command.file(folder, Path.of(words.get(5)).getFileName().toString(),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
            return;
        }
        assertEquals("claviger", words.get(0));
        List<String> command = words.subList(1, words.size());
        int token = command.indexOf("--token");
        Command ran;
        if (token >= 0) {      // the page has one store, and a person to ask for the PIN
            List<String> rest = new ArrayList<>(command.subList(token + 2, command.size()));
            ran = place.run(command.subList(0, token), rest.toArray(String[]::new));
        } else {
            Stream<String> sure = command.contains("sign") ? Stream.of("--yes") : Stream.empty();
            ran = Command.run(Stream.concat(command.stream(), sure).toArray(String[]::new));
        }
        assertEquals(0, ran.exit(), () -> line + "\n" + ran);
    }

    private List<String> words(String line) throws IOException {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line); word.find();) {
            String bare = word.group(3) != null ? word.group(3) : word.group(1) != null ? word.group(1)
                : word.group(2).replace("\\\"", "\"");
            String whole = FILE.matcher(bare).replaceAll(file -> Matcher.quoteReplacement(folder.resolve(file.group()).toString()));
            StringBuilder filled = new StringBuilder();
            Matcher cat = CAT.matcher(whole);
            while (cat.find()) {
                cat.appendReplacement(filled, Matcher.quoteReplacement(Files.readString(Path.of(cat.group(1))).strip()));
            }
            words.add(cat.appendTail(filled).toString());
        }
        return words;
    }
}
