package claviger.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows for people: columns as wide as their widest cell, two blanks between them. One thread. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        rows.add(List.of(heading));
    }

    Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + rows.get(0).size() + " headings");
        }
        rows.add(Stream.of(cells).map(Table::printable).toList());
        return this;
    }

    /** A label comes from anywhere: what would move a terminal's cursor or colours is shown as a question mark. */
    private static String printable(String cell) {
        return cell.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
    }

    void print(PrintWriter out) {
        int[] widths = IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(row.get(column)).append(" ".repeat(widths[column] - row.get(column).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
