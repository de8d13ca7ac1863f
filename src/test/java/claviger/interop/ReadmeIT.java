package claviger.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.foreign.StockModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the README tells a reader to do, done: its {@code java} blocks are written to the files that their first lines
 * name, its {@code sh} blocks run one after the other in one shell, in a folder that has nothing but target/claviger.
 */
class ReadmeIT {
    private static final Path README = Layout.PROJECT.resolve("README.md");
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("\\A// (\\w+\\.java)\\b.*");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theFourWaysOfUseWorkAsPrinted(int feature) throws Exception {
        Jdk jdk = Jdk.of(feature);
        StockModule.client();
        Needed.that(NativeProgramsIT.isHere("pkcs11-tool") && NativeProgramsIT.isHere("p11tool"), "pkcs11-tool and p11tool");
        Path layout = Files.createDirectories(folder.resolve("target")).resolve("claviger");
        Files.createSymbolicLink(layout, Layout.HOME);
        List<String> shell = new ArrayList<>(List.of("set -eux"));
        for (Matcher block = BLOCK.matcher(Files.readString(README)); block.find();) {
            if (block.group(1).equals("java")) {
                Matcher name = NAMED.matcher(block.group(2).lines().findFirst().orElseThrow());
                assertTrue(name.matches(), () -> "the block has no file name: " + block.group(2));
                Files.writeString(folder.resolve(name.group(1)), block.group(2));
            } else if (block.group(1).equals("sh")) {
                shell.add(block.group(2));
            }
        }
        assertTrue(shell.size() > 3, "the README shows four ways of use");
        Map<String, String> environment = new HashMap<>(Layout.environment(jdk));
        environment.put("HOME", folder.toString());
        environment.put("XDG_DATA_HOME", folder.resolve("data").toString());
        Files.writeString(folder.resolve("readme.sh"), String.join("\n", shell));
        Run run = Run.of(folder, environment, List.of("sh", "readme.sh")).succeeds();
        System.out.println(run.out());
        Files.delete(layout);
    }

    @Test
    void theReadmeIsShortAndNamesTheTwoCommands() throws Exception {
        List<String> lines = Files.readAllLines(README);
        assertTrue(lines.size() <= 150, () -> lines.size() + " lines");
        assertEquals(1, lines.stream().filter("sh examples/quickstart.sh"::equals).count());
        assertEquals(1, lines.stream().filter("mvn -B verify"::equals).count());
    }
}
