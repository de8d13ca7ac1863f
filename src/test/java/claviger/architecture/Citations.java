package claviger.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids of rules, read from the page that lists them and from the comments of tests that cite them. */
final class Citations {
    private static final String LETTERS = "(?:AC|[ATSXLPHOBCGFKWZEV])";
    private static final Pattern ID = Pattern.compile("\\b(" + LETTERS + ")(\\d+)(?: to \\1(\\d+)| to (\\d+))?\\b");
    private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern EXCUSE = Pattern.compile("(?m)^\\| (" + LETTERS + "\\d+) \\| (?=\\S)");
    private static final String EXCUSES = "## Rules that no test cites";

    private Citations() {
    }

    /** The rules of the page. */
    static Set<String> rules(Path page) throws IOException {
        String text = Files.readString(page);
        return ids(text.substring(0, text.indexOf(EXCUSES)));
    }

    /** The rules that the page excuses, each with a reason. */
    static Set<String> excused(Path page) throws IOException {
        String text = Files.readString(page);
        Set<String> excused = new TreeSet<>();
        EXCUSE.matcher(text.substring(text.indexOf(EXCUSES))).results().map(row -> row.group(1)).forEach(excused::add);
        return excused;
    }

    /** The rules that a source file cites in its comments. */
    static Set<String> cited(Path source) throws IOException {
        Set<String> cited = new TreeSet<>();
        Matcher comments = COMMENT.matcher(Files.readString(source));
        while (comments.find()) {
            cited.addAll(ids(comments.group()));
        }
        return cited;
    }

    static Set<String> ids(String text) {
        Set<String> ids = new TreeSet<>();
        ID.matcher(text).results().forEach(match -> {
            int first = Integer.parseInt(match.group(2));
            for (int number = first; number <= Math.max(first, last(match)); number++) {
                ids.add(match.group(1) + number);
            }
        });
        return ids;
    }

    private static int last(MatchResult match) {
        String last = match.group(3) != null ? match.group(3) : match.group(4);
        return last == null ? 0 : Integer.parseInt(last);
    }
}
