package claviger.cryptoki;

/**
 * CK_INFO: who made the library, and which version of the standard it follows.
 *
 * @param manufacturer at most 32 characters; {@code Claviger} names us to our own client (D4)
 * @param library      at most 32 characters
 */
public record Info(Version cryptokiVersion, String manufacturer, String library, Version libraryVersion) {
}
