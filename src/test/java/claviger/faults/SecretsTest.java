package claviger.faults;

import static claviger.cryptoki.Cka.CKA_VALUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.cryptoki.Attribute;
import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.Template;
import claviger.store.ObjectRow;
import claviger.store.PinRole;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No key byte and no PIN in messages of exceptions, in logs, or in what an object says of itself (done when 6). */
class SecretsTest {
    private static final String WRONG_PIN = "wrong pin 4242";
    private static final Logger ALL = Logger.getLogger("claviger");

    private final String url = "memory:secrets " + UUID.randomUUID();
    private final StringBuilder said = new StringBuilder();
    private final Handler listener = new Handler() {
        @Override public void publish(LogRecord entry) {
            said.append(entry.getMessage()).append(Arrays.toString(entry.getParameters()));
            say(entry.getThrown());
        }

        @Override public void flush() {
        }

        @Override public void close() {
        }
    };
    private KnownKeys keys;
    private Needles needles;
    private Site site;
    private Cryptoki cryptoki;
    private SessionHandle session;

    @BeforeEach void make() throws Exception {
        ALL.setLevel(Level.ALL);
        ALL.setUseParentHandlers(false);
        ALL.addHandler(listener);
        keys = KnownKeys.fresh();
        needles = new Needles().text("user PIN", Site.USER_PIN).text("SO PIN", Site.SO_PIN).text("wrong PIN",
            WRONG_PIN);
        keys.secrets().forEach(needles::printed);
        site = Site.make(url);
        cryptoki = site.cryptoki();
        session = site.user();
    }

    @AfterEach void close() {
        site.close();
        ALL.removeHandler(listener);
        ALL.setUseParentHandlers(true);
        ALL.setLevel(null);
    }

    @Test void theSearchFindsWhatIsThere() {
        assertEquals(Set.of("user PIN"), needles.in("the PIN is " + Site.USER_PIN));
        assertEquals(Set.of("aes as a list"), needles.in(Arrays.toString(keys.secrets().get("aes"))));
    }

    @Test void refusalsAndLogsNameNoSecret() {
        for (Template template : keys.templates()) {
            for (Cka<?> attribute : template.attributes()) {
                tries(() -> cryptoki.createObject(session, template.without(attribute)));
                byte[] value = template.encoded(attribute);
                tries(() -> cryptoki.createObject(session, Template.decoded(List.of(
                    new Attribute(attribute.code(), Arrays.copyOf(value, value.length + 1)),
                        new Attribute(attribute.code(), value)))));
                tries(() -> cryptoki.createObject(session, template.with(Template.decoded(List.of(
                    new Attribute(attribute.code(), Arrays.copyOf(value, value.length + 1)))))));
            }
            tries(() -> cryptoki.findObjectsInit(session, template.with(CKA_VALUE, keys.secrets().get("aes"))));
            tries(() -> cryptoki.findObjectsFinal(session));
        }
        cryptoki.logout(session);
        tries(() -> cryptoki.createObject(session, keys.templates().get(0)));
        for (String pin : List.of(WRONG_PIN, Site.SO_PIN + Site.SO_PIN.repeat(20), Site.USER_PIN + "\u0007",
            WRONG_PIN + "\ud800")) {
            tries(() -> cryptoki.login(session, Cku.CKU_SO, Site.pin(pin)));
            tries(() -> cryptoki.setPin(session, Site.pin(Site.USER_PIN), Site.pin(pin)));
            tries(() -> cryptoki.setPin(session, Site.pin(WRONG_PIN), Site.pin(pin)));
            tries(() -> cryptoki.initToken(site.slot(), Site.pin(pin), "label"));
        }
        tries(() -> cryptoki.initPin(session, Site.pin(WRONG_PIN)));
        assertTrue(said.toString().contains("CKR_PIN_INCORRECT")
            && said.toString().contains("CKR_TEMPLATE_INCOMPLETE"));
        assertEquals(Set.of(), needles.in(said.toString()));
    }

    @Test void rowsThatSomebodyChangedAreRefusedWithoutTheirContents() {
        keys.use(cryptoki, session);
        try (Tampering tampering = new Tampering(url)) {
            for (ObjectRow row : tampering.objects()) {
                tampering.replace(row, Tampering.with(row, Tampering.flipped(row.attributes(), 500), row.mac(),
                    row.index()));
            }
        }
        cryptoki.find(session, Template.EMPTY);
        assertTrue(said.toString().contains("left out: CKR_DEVICE_ERROR"));
        assertEquals(Set.of(), needles.in(said.toString()));
    }

    @Test void noObjectSaysASecretOfItself() {
        keys.use(cryptoki, session);
        StringBuilder texts = new StringBuilder();
        int objects = Reachable.from(site.library(), texts);
        assertTrue(objects > 200, objects + " objects");
        for (Template template : keys.templates()) {
            byte[] value = template.get(CKA_VALUE, keys.secrets().get("aes"));
            texts.append(template).append(new ObjectChange.Create(template)).append(template.encoded())
                .append(new Parameters.Iv(value)).append(new Parameters.Gcm(value, value, 128))
                .append(new Mechanism(Ckm.CKM_AES_CBC, new Parameters.Iv(value)));
        }
        try (Tampering tampering = new Tampering(url)) {
            texts.append(tampering.token()).append(tampering.objects()).append(tampering.pin(PinRole.USER));
        }
        assertTrue(texts.toString().contains("master key of token"), "the walk has seen the engine");
        assertEquals(Set.of(), needles.in(texts.toString()));
    }

    private void tries(Runnable call) {
        try {
            call.run();
        } catch (CkrException e) {
            say(e);
        }
    }

    private void say(Throwable thrown) {
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            said.append(trace);
        }
    }
}
