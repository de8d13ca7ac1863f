package claviger.provider;

import claviger.cryptoki.Ckm;
import java.util.List;

/**
 * One row of the table of services.
 *
 * @param mechanism what the token has to have for the row to be offered, or null
 * @param aliases   OIDs (also with {@code OID.}) and other names, as the JDK has them
 * @param spi       makes the SPI
 */
record ServiceRow(String type, String algorithm, List<String> aliases, Ckm mechanism, Maker spi) {

    /** Makes the SPI of a row. */
    @FunctionalInterface
    interface Maker {
        Object make(Token token, ClavigerProvider provider);
    }

    static ServiceRow row(String type, String algorithm, Ckm mechanism, Maker spi, String... aliases) {
        return new ServiceRow(type, algorithm, List.of(aliases), mechanism, spi);
    }

    /** The aliases of a row whose first one is an OID: with and without the prefix. */
    static String[] oid(String oid, String... names) {
        String[] aliases = new String[names.length + 2];
        aliases[0] = oid;
        aliases[1] = "OID." + oid;
        System.arraycopy(names, 0, aliases, 2, names.length);
        return aliases;
    }
}
