package claviger.token;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_HAS_RESET;
import static claviger.cryptoki.Cka.CKA_HW_FEATURE_TYPE;
import static claviger.cryptoki.Cka.CKA_MECHANISM_TYPE;
import static claviger.cryptoki.Cka.CKA_PROFILE_ID;
import static claviger.cryptoki.Cka.CKA_RESET_ON_INIT;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;
import static claviger.cryptoki.Cka.CKA_VALUE;
import static claviger.cryptoki.Ckh.CKH_CLOCK;
import static claviger.cryptoki.Cko.CKO_HW_FEATURE;
import static claviger.cryptoki.Cko.CKO_MECHANISM;
import static claviger.cryptoki.Cko.CKO_PROFILE;
import static claviger.cryptoki.Ckp.CKP_AUTHENTICATION_TOKEN;
import static claviger.cryptoki.Ckp.CKP_BASELINE_PROVIDER;
import static claviger.cryptoki.Ckp.CKP_EXTENDED_PROVIDER;

import claviger.cryptoki.Cko;
import claviger.cryptoki.Ckp;
import claviger.cryptoki.Template;
import claviger.mechanism.MechanismRow;
import claviger.mechanism.Mechanisms;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects that every token has of itself, public and not to be changed (C11): the profiles that it keeps to, one
 * object per mechanism, and the clock. They are shown to a search that names their class and to no other (4.3, 4.12,
 * 4.13 of PKCS#11 3.2). Stateless.
 */
final class BuiltIn {
    private static final String PREFIX = "claviger-";
    /** CK_CHAR[16]: YYYYMMDDhhmmss and two zeros, in UTC. */
    private static final DateTimeFormatter CLOCK_VALUE = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'00'");
    private static final List<Ckp> PROFILES =
        List.of(CKP_BASELINE_PROVIDER, CKP_EXTENDED_PROVIDER, CKP_AUTHENTICATION_TOKEN);

    private BuiltIn() {
    }

    /** The built-in objects of a class; none for the classes of other objects. */
    static Stream<StorageObject> ofClass(Cko objectClass) {
        return switch (objectClass) {
            case CKO_PROFILE -> PROFILES.stream().map(BuiltIn::profile);
            case CKO_MECHANISM -> Mechanisms.all().stream().map(BuiltIn::mechanism);
            case CKO_HW_FEATURE -> Stream.of(clock());
            default -> Stream.empty();
        };
    }

    /** The built-in object with a unique id. */
    static Optional<StorageObject> named(String uniqueId) {
        if (!uniqueId.startsWith(PREFIX)) {      // the ids of all others are hexadecimal
            return Optional.empty();
        }
        return Stream.of(CKO_PROFILE, CKO_MECHANISM, CKO_HW_FEATURE).flatMap(BuiltIn::ofClass)
            .filter(object -> object.uniqueId().equals(uniqueId)).findFirst();
    }

    static boolean isBuiltIn(StorageObject object) {
        return object.uniqueId().startsWith(PREFIX);
    }

    private static StorageObject profile(Ckp profile) {
        return object("profile-" + profile.code(), CKO_PROFILE, Template.EMPTY.with(CKA_PROFILE_ID, profile.code()));
    }

    private static StorageObject mechanism(MechanismRow row) {
        return object("mechanism-" + Long.toHexString(row.type().code()), CKO_MECHANISM,
            Template.EMPTY.with(CKA_MECHANISM_TYPE, row.type().code()));
    }

    /** The time of the moment of asking. Nobody sets it, so there is nothing to reset. */
    private static StorageObject clock() {
        String now = LocalDateTime.now(Clock.systemUTC()).format(CLOCK_VALUE);
        return object("clock", CKO_HW_FEATURE, Template.EMPTY.with(CKA_HW_FEATURE_TYPE, CKH_CLOCK.code())
            .with(CKA_VALUE, now.getBytes(StandardCharsets.US_ASCII))
            .with(CKA_RESET_ON_INIT, false).with(CKA_HAS_RESET, false));
    }

    private static StorageObject object(String name, Cko objectClass, Template attributes) {
        return StorageObject.of(0,
            attributes.with(CKA_CLASS, objectClass).with(CKA_UNIQUE_ID, PREFIX + name));
    }
}
