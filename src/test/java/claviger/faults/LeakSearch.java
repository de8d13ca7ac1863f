package claviger.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for secrets in all files of a folder, from a process that has no connection to the store in it (D13). */
final class LeakSearch {
    private LeakSearch() {
    }

    /** @param arguments the folder, then needles */
    public static void main(String... arguments) throws Exception {
        Needles needles = Needles.ofArguments(List.of(arguments).subList(1, arguments.length));
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            for (Path file : files.sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                System.out.println("searched " + file.getFileName() + " " + content.length);
                needles.in(content).forEach(name -> System.out.println("found " + name + " " + file.getFileName()));
            }
        }
        System.out.println("end");
    }
}
