package claviger.cli;

import claviger.seal.KdfCost;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The three numbers of {@code --kdf}; whether they are within bounds is the seal's to say (D16). */
record KdfOption(int mebibytes, int passes, int lanes) {
    private static final int KIB_PER_MIB = 1024;

    /** @throws claviger.cryptoki.CkrException CKR_ARGUMENTS_BAD if a number is out of bounds */
    KdfCost cost() {
        return new KdfCost(mebibytes * KIB_PER_MIB, passes, lanes);
    }

    /** Reads {@code M,T,P}. */
    static final class Reader implements ITypeConverter<KdfOption> {
        private static final Pattern THREE_NUMBERS = Pattern.compile("(\\d{1,6}),(\\d{1,6}),(\\d{1,6})");

        @Override public KdfOption convert(String text) {
            Matcher numbers = THREE_NUMBERS.matcher(text);
            if (!numbers.matches()) {
                throw new TypeConversionException("'" + text + "' is not three numbers, such as 64,3,4");
            }
            return new KdfOption(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3)));
        }
    }
}
