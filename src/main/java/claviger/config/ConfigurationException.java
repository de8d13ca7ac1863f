package claviger.config;

/** Configuration text that cannot be taken. The message names the place and what would be right, never a secret. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }

    ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }

    static ConfigurationException at(Line line, String detail, Object... arguments) {
        return new ConfigurationException(line.place() + ": " + String.format(detail, arguments));
    }
}
