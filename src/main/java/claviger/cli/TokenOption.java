package claviger.cli;

import picocli.CommandLine.Option;

/** {@code --token LABEL}: which token of the store. */
final class TokenOption {
    @Option(names = "--token", paramLabel = "LABEL", order = 2,
        description = "The token's label, or its serial number. Not needed where the store has one token.")
    private String token;

    /** The label or serial asked for, or null. */
    String wanted() {
        return token;
    }
}
