package claviger.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A checked configuration: which token, and how the provider behaves. Immutable.
 *
 * @param name      what makes the provider's name {@code Claviger-name}, if given (D5)
 * @param store     the URL of the store, where there is no server
 * @param remote    the server that has the token, if it is in no store of ours
 * @param token     the token's label, if given
 * @param serial    the token's serial number, if given
 * @param pinFile   the file of the user PIN, if given
 * @param credentials the file of certificates to present at each login, if given
 * @param proofKey  the file of the key that proves at each login who the application is, if given
 * @param options   the switches that are on
 * @param templates what the attribute blocks add to new keys
 */
public record Configuration(Optional<String> name, String store, Optional<Remote> remote, Optional<String> token,
        Optional<String> serial, Optional<Path> pinFile, Optional<Path> credentials, Optional<Path> proofKey,
        Set<Option> options, AttributeTemplates templates) {
    private static final String INLINE = "--";
    private static final long MOST_BYTES = 1 << 20;

    public Configuration {
        options = Set.copyOf(options);
    }

    /**
     * The configuration that a provider argument stands for: inline text after {@code --}, a {@code pkcs11:} URI, or the
     * path of a file.
     *
     * @throws ConfigurationException if the text is wrong in any point; nothing has been opened then
     */
    public static Configuration of(String argument) {
        if (argument.startsWith(INLINE)) {
            return new ConfigurationReader().read(Line.ofInline(argument.substring(INLINE.length())));
        }
        if (argument.startsWith(TokenUri.SCHEME)) {
            return new ConfigurationReader().read(TokenUri.parse(argument));
        }
        return new ConfigurationReader().read(Line.ofFile(argument, content(argument)));
    }

    /** Where the token is, for people. */
    public String place() {
        return remote.map(Remote::toString).orElse(store);
    }

    /**
     * What to present at a login, as the files say now.
     *
     * @throws ConfigurationException if one of them is not what it has to be
     */
    public Presentation presentation() {
        return Presentation.of(credentials, proofKey);
    }

    /** Whether a switch is on. */
    public boolean is(Option option) {
        return options.contains(option);
    }

    private static String content(String argument) {
        try {
            Path file = Path.of(argument);
            if (Files.size(file) > MOST_BYTES) {
                throw new ConfigurationException(argument + " is too large for a configuration");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(argument + " is not UTF-8 text", e);
        } catch (IOException | InvalidPathException e) {
            throw new ConfigurationException("cannot read the configuration file " + argument
                + " (inline text starts with " + INLINE + ", a URI with " + TokenUri.SCHEME + ")", e);
        }
    }
}
