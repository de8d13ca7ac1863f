package claviger.provider;

import static claviger.cryptoki.Cka.CKA_CLASS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_KEY_TYPE;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_UNIQUE_ID;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Template;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * By what an object is found again after a login or on another connection (D7): its unique id, which names it for ever, or,
 * where a foreign token has none, its class, type, CKA_ID and label.
 *
 * @param text  for people, and for comparing
 * @param finds the template that finds it; empty for a session object of a foreign token, whose handle is all there is
 */
record ObjectName(String text, Optional<Template> finds) {
    /** What has to be read for {@link #of}. */
    static final List<Cka<?>> READ = List.of(CKA_CLASS, CKA_KEY_TYPE, CKA_TOKEN, CKA_UNIQUE_ID, CKA_ID, CKA_LABEL);

    /** The name of an object, by what was read of it. */
    static ObjectName of(Template read) {
        Template kind = Template.EMPTY.with(CKA_CLASS, read.require(CKA_CLASS));
        String uniqueId = read.get(CKA_UNIQUE_ID, "");
        if (!uniqueId.isEmpty()) {
            return new ObjectName(uniqueId, Optional.of(kind.with(CKA_UNIQUE_ID, uniqueId)));
        }
        boolean isNamed = read.is(CKA_TOKEN) && (read.get(CKA_ID, new byte[0]).length > 0 || !read.get(CKA_LABEL, "").isEmpty());
        return new ObjectName(text(read), !isNamed ? Optional.empty() : Optional.of(
            kind.with(read.only(List.of(CKA_KEY_TYPE, CKA_TOKEN, CKA_ID, CKA_LABEL)::contains))));
    }

    /** The text of {@link #of} alone. */
    static String text(Template read) {
        String uniqueId = read.get(CKA_UNIQUE_ID, "");
        return !uniqueId.isEmpty() ? uniqueId
            : HexFormat.of().formatHex(read.get(CKA_ID, new byte[0])) + '/' + read.get(CKA_LABEL, "");
    }
}
