package claviger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table("LABEL", "ID").row("a", "01").row("release signing", "02");
        assertEquals(String.join(System.lineSeparator(),
            "LABEL            ID", "a                01", "release signing  02", ""), printed(table));
    }

    @Test
    void aLabelCanNotSteerTheTerminal() {
        String printed = printed(new Table("LABEL").row("\u001b[2Jx\n\u202ey"));
        assertEquals(String.join(System.lineSeparator(), "LABEL", "?[2Jx??y", ""), printed);
    }

    @Test
    void aRowHasACellForEachColumn() {
        Table table = new Table("A", "B");
        assertThrows(IllegalArgumentException.class, () -> table.row("only one"));
    }

    private static String printed(Table table) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        table.print(out);
        out.flush();
        return text.toString();
    }
}
