package claviger.rpc;

import claviger.cryptoki.Authorizations;
import claviger.cryptoki.Flag;
import claviger.cryptoki.Info;
import claviger.cryptoki.SlotFlag;
import claviger.cryptoki.SlotInfo;
import claviger.cryptoki.TokenFlag;
import claviger.cryptoki.TokenInfo;
import claviger.cryptoki.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * CK_INFO, CK_SLOT_INFO and CK_TOKEN_INFO as they travel: texts of fixed size, padded with blanks (T13); and the words for a
 * denial, which have a bound.
 */
final class Texts {
    /** The first part of C_Initialize, which says what protocol this is. */
    static final byte[] GREETING = "PRIVATE-GNOME-KEYRING-PKCS11-PROTOCOL-V-1".getBytes(StandardCharsets.US_ASCII);

    /** The most handles of one C_FindObjects. */
    static final int MOST_HANDLES = 1 << 16;

    private static final int DESCRIPTION = 64;
    private static final int NAME = 32;
    private static final int SERIAL = 16;
    private static final long UNAVAILABLE = -1;
    private static final Version NO_VERSION = new Version(0, 0);
    private static final byte BLANK = ' ';

    private Texts() {
    }

    static Object[] reply(Info info) {
        return new Object[] {info.cryptokiVersion(), padded(info.manufacturer(), NAME), 0L, padded(info.library(), NAME),
            info.libraryVersion()};
    }

    static Info info(List<Object> reply) {
        return new Info((Version) reply.get(0), text(reply.get(1)), text(reply.get(3)), (Version) reply.get(4));
    }

    static Object[] reply(SlotInfo info) {
        return new Object[] {padded(info.description(), DESCRIPTION), padded(info.manufacturer(), NAME),
            Flag.word(info.flags()), NO_VERSION, NO_VERSION};
    }

    static SlotInfo slotInfo(List<Object> reply) {
        return new SlotInfo(text(reply.get(0)), text(reply.get(1)), Flag.set(SlotFlag.class, (Long) reply.get(2)));
    }

    static Object[] reply(TokenInfo info) {
        return new Object[] {padded(info.label(), NAME), padded(info.manufacturer(), NAME), padded(info.model(), SERIAL),
            padded(info.serial(), SERIAL), Flag.word(info.flags()), info.maxSessions(), info.sessions(),
            info.maxSessions(), info.rwSessions(), (long) info.maxPinLength(), (long) info.minPinLength(), UNAVAILABLE,
            UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, NO_VERSION, NO_VERSION, padded("", SERIAL)};
    }

    static TokenInfo tokenInfo(List<Object> reply) {
        Iterator<Object> values = reply.iterator();
        String label = text(values.next());
        String manufacturer = text(values.next());
        String model = text(values.next());
        String serial = text(values.next());
        long flags = (Long) values.next();
        long maxSessions = (Long) values.next();
        long sessions = (Long) values.next();
        values.next();
        long rwSessions = (Long) values.next();
        int maxPin = length(values.next());
        int minPin = length(values.next());
        return new TokenInfo(label, manufacturer, model, serial, Flag.set(TokenFlag.class, flags), maxSessions, sessions,
            rwSessions, minPin, maxPin);
    }

    /** The label of C_InitToken: an old client sends what stands behind its 32 bytes up to a NUL, too. */
    static String label(byte[] text) {
        return text(Arrays.copyOf(text, Math.min(text.length, NAME)));
    }

    /** @param label at most 32 bytes of UTF-8 */
    static byte[] paddedLabel(String label) {
        return padded(label, NAME);
    }

    /** Why a call was denied, as it travels. */
    static byte[] denial(String words) {
        byte[] utf8 = words.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, fitting(utf8, Authorizations.DENIAL_BYTES));
    }

    /** Why a call was denied. @param text from the other end, which may be longer than it should */
    static String words(Object text) {
        byte[] utf8 = (byte[]) text;
        return new String(utf8, 0, fitting(utf8, Authorizations.DENIAL_BYTES), StandardCharsets.UTF_8);
    }

    /** Text from the other end for a log or a terminal: what would start a line or move a cursor there is a blank. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    }

    /** How many of the bytes fit: never a part of a character. */
    private static int fitting(byte[] utf8, int size) {
        int length = Math.min(utf8.length, size);
        while (length < utf8.length && length > 0 && (utf8[length] & 0xc0) == 0x80) {
            length--;
        }
        return length;
    }

    private static byte[] padded(String text, int size) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(utf8, size);
        Arrays.fill(padded, fitting(utf8, size), size, BLANK);
        return padded;
    }

    private static String text(Object padded) {
        byte[] bytes = (byte[]) padded;
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == BLANK || bytes[length - 1] == 0)) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static int length(Object number) {
        return (int) Math.max(0, Math.min((Long) number, Integer.MAX_VALUE));
    }
}
