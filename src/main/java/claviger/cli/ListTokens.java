package claviger.cli;

import static claviger.cryptoki.Cku.CKU_USER;

import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.TokenFlag;
import claviger.cryptoki.TokenInfo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code claviger list}: the tokens of a store, or the objects of one token. */
@Command(
    name = "list",
    description = "Lists the tokens of a store, or the objects of a token.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Without the user's PIN only public objects are seen.",
        "",
        "Examples:",
        "  claviger list",
        "  claviger list --json --store sqlite:/srv/ci.db",
        "  claviger list --objects --token ci --pin-file user.pin",
    })
final class ListTokens implements Runnable {
    /** What a person should know about a token, in words. */
    private static final Map<TokenFlag, String> REMARKS = new EnumMap<>(Map.of(
        TokenFlag.CKF_USER_PIN_COUNT_LOW, "wrong user PIN was given",
        TokenFlag.CKF_USER_PIN_FINAL_TRY, "last try for the user PIN",
        TokenFlag.CKF_USER_PIN_LOCKED, "user PIN locked",
        TokenFlag.CKF_SO_PIN_COUNT_LOW, "wrong SO PIN was given",
        TokenFlag.CKF_SO_PIN_FINAL_TRY, "last try for the SO PIN",
        TokenFlag.CKF_SO_PIN_LOCKED, "SO PIN locked",
        TokenFlag.CKF_WRITE_PROTECTED, "write-protected"));

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption store;

    @Mixin
    private TokenOption token;

    @Option(names = "--objects", description = "The objects of the token, not the tokens.")
    private boolean objects;

    @Option(names = "--pin-file", paramLabel = "FILE", description = "Holds the user PIN; only you may read it.")
    private Path pinFile;

    @Option(names = "--public", description = "Public objects alone, without a PIN.")
    private boolean publicAlone;

    @Option(names = "--json", description = "One line of JSON, for programs.")
    private boolean json;

    @Override public void run() {
        try (OpenStore open = store.open()) {
            if (objects) {
                printObjects(open, open.token(token.wanted()));
            } else {
                printTokens(open);
            }
        }
    }

    private void printTokens(OpenStore open) {
        List<TokenInfo> tokens = open.tokens().stream().map(Tokens.Token::info)
            .filter(info -> token.wanted() == null || List.of(info.label(), info.serial()).contains(token.wanted()))
            .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            List<Map<String, Object>> described = tokens.stream().map(ListTokens::asMap).toList();
            out.println(Json.of(ordered("store", open.name(), "tokens", described)));
            return;
        }
        if (tokens.isEmpty()) {
            out.println("no tokens in " + open.name());
            return;
        }
        Table table = new Table("LABEL", "SERIAL", "REMARKS");
        tokens.forEach(info -> table.row(info.label(), info.serial(), remarks(info)));
        table.print(out);
    }

    private void printObjects(OpenStore open, Tokens.Token chosen) {
        Cryptoki application = open.cryptoki();
        SessionHandle session = application.openSession(chosen.slot(), false);
        if (!publicAlone) {
            try (Pin pin = PinSource.existing(pinFile, "user PIN of " + chosen.info().label())) {
                application.login(session, CKU_USER, pin.bytes());
            }
        }
        List<ListedObject> found = ListedObject.all(application, session);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> described = asMap(chosen.info());
            described.put("objects", found.stream().map(ListedObject::asMap).toList());
            out.println(Json.of(ordered("store", open.name(), "tokens", List.of(described))));
            return;
        }
        if (found.isEmpty()) {
            out.println("no objects on " + chosen.info().label());
            return;
        }
        Table table = new Table("CLASS", "TYPE", "LABEL", "ID", "USES", "UNIQUE ID");
        found.forEach(object -> table.row(object.cells()));
        table.print(out);
    }

    private static Map<String, Object> asMap(TokenInfo info) {
        return ordered("label", info.label(), "serial", info.serial(), "manufacturer", info.manufacturer(),
            "model", info.model(), "flags", info.flags().stream().sorted().map(TokenFlag::name).toList());
    }

    private static String remarks(TokenInfo info) {
        List<String> remarks = new ArrayList<>();
        if (!info.flags().contains(TokenFlag.CKF_USER_PIN_INITIALIZED)) {
            remarks.add("no user PIN");
        }
        REMARKS.forEach((flag, remark) -> {
            if (info.flags().contains(flag)) {
                remarks.add(remark);
            }
        });
        return remarks.stream().collect(Collectors.joining(", "));
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
