package claviger.config;

import claviger.spki.CertificateSigner;
import claviger.spki.SpkiException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * A PEM file with a private key in PKCS#8, without a password, that only its owner may read (D27): what {@code openssl genpkey}
 * writes. For a person's or an application's own key, which proves who they are; keys that do the work are in a token.
 */
public final class KeyFile {
    private static final int MOST_BYTES = 64 << 10;
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private KeyFile() {
    }

    /**
     * What signs with the key.
     *
     * @throws ConfigurationException if the file cannot be read, is open to others or has no such key
     */
    public static CertificateSigner read(Path file) {
        byte[] content = new OwnersFile("key file", OwnersFile.systemdCredentials()).read(file, MOST_BYTES);
        try {
            int begin = find(content, BEGIN, 0);
            int end = begin < 0 ? -1 : find(content, END, begin);
            if (end < 0) {
                throw new ConfigurationException("the key file " + file + " has no '" + BEGIN
                    + "'; openssl pkcs8 -topk8 -nocrypt turns other keys into such a file");
            }
            return signer(file, Arrays.copyOfRange(content, begin + BEGIN.length(), end));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** The causes of a refusal are left out: they may quote the key. */
    private static CertificateSigner signer(Path file, byte[] base64) {
        byte[] info = {};
        try {
            info = Base64.getMimeDecoder().decode(base64);
            return CertificateSigner.of(info);
        } catch (SpkiException | IllegalArgumentException e) {
            throw new ConfigurationException("the key file " + file + " has no private key of RSA, of ECDSA on P-256, P-384 "
                + "or P-521, of Ed25519 or of ML-DSA");
        } finally {
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(info, (byte) 0);
        }
    }

    private static int find(byte[] text, String words, int from) {
        for (int at = from; at <= text.length - words.length(); at++) {
            int same = 0;
            while (same < words.length() && text[at + same] == words.charAt(same)) {
                same++;
            }
            if (same == words.length()) {
                return at;
            }
        }
        return -1;
    }
}
