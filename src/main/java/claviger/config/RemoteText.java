package claviger.config;

import claviger.rpc.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code server}, {@code server-user} and {@code exec}. Used by one thread, for one configuration.
 */
final class RemoteText {
    /** Instead of an address: where p11-kit's clients look, which the environment can say. */
    static final String STANDARD = "p11-kit";

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|[^\\s\"]+");

    private Address address;
    private String account;
    private List<String> command;

    void server(Line line, String value) {
        try {
            address = value.equals(STANDARD) ? Address.standard() : Address.of(value);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(line.place() + ": " + e.getMessage(), e);
        }
    }

    void serverOfUri(Address given) {
        address = given == null ? address : given;
    }

    void account(String value) {
        account = value;
    }

    /** A program and its arguments, between blanks or in quotes. No shell looks at them, and PATH is not searched (D25). */
    void exec(Line line, String value) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(value);
        int end = 0;
        while (word.find()) {
            if (!value.substring(end, word.start()).isBlank() || end > 0 && end == word.start()) {
                throw ConfigurationException.at(line, "blanks stand between the words of a command");
            }
            words.add(word.group(1) != null ? word.group(1) : word.group());
            end = word.end();
        }
        if (!value.substring(end).isBlank() || words.isEmpty() || !words.get(0).startsWith("/")) {
            throw ConfigurationException.at(line, "exec is the absolute path of a program and its arguments");
        }
        command = words;
    }

    /** What was read, if anything. @param hasStore whether the configuration names a store, too */
    Optional<Remote> remote(boolean hasStore) {
        int places = (hasStore ? 1 : 0) + (address == null ? 0 : 1) + (command == null ? 0 : 1);
        if (places > 1) {
            throw new ConfigurationException("a token is in one place: store, server or exec");
        }
        if (account != null && address == null) {
            throw new ConfigurationException("server-user says whose server it is, and there is no server");
        }
        return command != null ? Optional.of(new Remote.Program(command))
            : Optional.ofNullable(address).map(socket -> new Remote.Socket(socket, Optional.ofNullable(account)));
    }
}
