package claviger.mechanism;

import static claviger.cryptoki.Ckr.CKR_FUNCTION_FAILED;

import claviger.cryptoki.Ckr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;

/** DER from outside, where whatever is wrong is one refusal, and DER to outside. */
final class Der {
    /** What CKM_AES_KEY_WRAP may have filled up with. */
    private static final int MOST_ZEROS_BEHIND = 7;

    private Der() {
    }

    /** One DER value and nothing behind it, and what the caller reads in it. */
    static <T> T parse(byte[] der, Ckr refusal, Function<ASN1Primitive, T> read) {
        return parse(der, 0, refusal, read);
    }

    /** One DER value with up to seven zeros behind it. */
    static <T> T parseFilled(byte[] der, Ckr refusal, Function<ASN1Primitive, T> read) {
        return parse(der, MOST_ZEROS_BEHIND, refusal, read);
    }

    private static <T> T parse(byte[] der, int mostBehind, Ckr refusal, Function<ASN1Primitive, T> read) {
        try (ASN1InputStream in = new ASN1InputStream(new ByteArrayInputStream(der), der.length)) {
            ASN1Primitive value = in.readObject();
            byte[] behind = in.readAllBytes();
            boolean zeros = true;
            for (byte b : behind) {
                zeros &= b == 0;
            }
            if (value == null || !zeros || behind.length > mostBehind) {
                throw refusal.because("not one DER value");
            }
            return read.apply(value);
        } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException
                | ArithmeticException e) {
            throw refusal.because(e, "not the DER value that is wanted here");
        }
    }

    interface Maker<T extends ASN1Encodable> {
        T make() throws IOException;
    }

    /** A structure whose maker declares an exception that cannot come: nothing here is read from outside. */
    static <T extends ASN1Encodable> T made(Maker<T> maker) {
        try {
            return maker.make();
        } catch (IOException e) {
            throw CKR_FUNCTION_FAILED.because(e, "a value cannot be encoded");
        }
    }

    static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw CKR_FUNCTION_FAILED.because(e, "a value cannot be encoded");
        }
    }
}
