package claviger.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a configuration and where it stands. In a file a statement is a line; inline, a {@code ;} ends one
 * too, unless it is inside quotes or in a value that starts with {@code pkcs11:} (D27). A {@code #} at the start or after
 * a blank, outside quotes, starts a comment.
 *
 * @param text without comment and outer blanks, never empty
 */
record Line(String source, int number, String text) {

    static List<Line> ofFile(String source, String text) {
        return split(source, text, false);
    }

    static List<Line> ofInline(String text) {
        return split("the inline configuration", text, true);
    }

    String place() {
        return source + ", line " + number;
    }

    private static List<Line> split(String source, String text, boolean semicolons) {
        List<Line> lines = new ArrayList<>();
        String[] physical = text.split("\r?\n|\r", -1);
        for (int i = 0; i < physical.length; i++) {
            Line whole = new Line(source, i + 1, physical[i]);
            for (String statement : statements(whole, semicolons)) {
                String trimmed = statement.strip();
                if (!trimmed.isEmpty()) {
                    lines.add(new Line(source, i + 1, trimmed));
                }
            }
        }
        return lines;
    }

    private static List<String> statements(Line line, boolean semicolons) {
        String text = line.text;
        List<String> statements = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        boolean uri = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                continue;
            } else if (c == '#' && (i == 0 || Character.isWhitespace(text.charAt(i - 1)) || text.charAt(i - 1) == ';')) {
                statements.add(text.substring(start, i));
                return statements;
            } else if (c == '=' && text.substring(i + 1).stripLeading().startsWith(TokenUri.SCHEME)) {
                uri = true;
            } else if (c == ';' && semicolons && !uri) {
                statements.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (quoted) {
            throw ConfigurationException.at(line, "a quote that does not end");
        }
        statements.add(text.substring(start));
        return statements;
    }
}
