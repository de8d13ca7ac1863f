package claviger.cli;

import static claviger.cryptoki.Cka.CKA_EC_PARAMS;
import static claviger.cryptoki.Cka.CKA_ID;
import static claviger.cryptoki.Cka.CKA_LABEL;
import static claviger.cryptoki.Cka.CKA_PRIVATE;
import static claviger.cryptoki.Cka.CKA_SIGN;
import static claviger.cryptoki.Cka.CKA_TOKEN;
import static claviger.cryptoki.Cka.CKA_VERIFY;
import static java.nio.charset.StandardCharsets.UTF_8;

import claviger.cryptoki.Ckm;
import claviger.cryptoki.Cku;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.Peer;
import claviger.cryptoki.SessionHandle;
import claviger.cryptoki.SlotId;
import claviger.cryptoki.Template;
import claviger.rpc.Account;
import claviger.rpc.Accounts;
import claviger.rpc.Limits;
import claviger.rpc.Server;
import claviger.rpc.SocketFile;
import claviger.seal.KdfCost;
import claviger.store.Stores;
import claviger.token.Library;
import claviger.token.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** A token with the key pair "root", where commands find it. */
final class Place implements AutoCloseable {
    private static final byte[] PIN = "correct horse".getBytes(UTF_8);
    private static final byte[] SO_PIN = "battery staple".getBytes(UTF_8);
    private static final byte[] P_256 = HexFormat.of().parseHex("06082a8648ce3d030107");

    /** Where tokens are. */
    enum Kind { SQLITE, MEMORY, SOCKET }

    private final Library library;
    private final Server server;
    private final Path pinFile;
    private final List<String> options;

    Place(Kind kind, Path folder) throws IOException {
        String store = kind == Kind.MEMORY ? "memory:" + UUID.randomUUID() : "sqlite:" + folder.resolve("tokens.db");
        library = Library.over(Stores.open(store), Settings.DEFAULT.withKdf(KdfCost.FLOOR).withEmptySlot(true));
        pinFile = Command.file(folder, "user.pin", new String(PIN, UTF_8));
        make();
        Path socket = folder.resolve("s").resolve("socket");
        server = kind == Kind.SOCKET ? Server.start(SocketFile.bind(socket, false), library::application,
            Accounts.own(Account.own()), Limits.DEFAULT) : null;
        options = kind == Kind.SOCKET ? List.of("--server", SocketFile.address(socket)) : List.of("--store", store);
    }

    private void make() {
        try (Cryptoki application = library.application(new Peer.ThisJvm())) {
            application.initialize();
            SlotId slot = application.getSlotList(false).get(0);
            application.initToken(slot, SO_PIN.clone(), "ca");
            SessionHandle so = application.openSession(slot, true);
            application.login(so, Cku.CKU_SO, SO_PIN.clone());
            application.initPin(so, PIN.clone());
            application.logout(so);
            application.login(so, Cku.CKU_USER, PIN.clone());
            Template both = Template.EMPTY.with(CKA_TOKEN, true).with(CKA_LABEL, "root").with(CKA_ID, new byte[] {7});
            application.generateKeyPair(so, Mechanism.of(Ckm.CKM_EC_KEY_PAIR_GEN),
                both.with(CKA_EC_PARAMS, P_256).with(CKA_VERIFY, true).with(CKA_PRIVATE, false),
                both.with(CKA_SIGN, true).with(CKA_PRIVATE, true));
        }
    }

    /** Runs a command on this token, with the user's PIN: its words first. */
    Command run(List<String> command, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(options);
        all.addAll(List.of("--token", "ca", "--pin-file", pinFile.toString()));
        all.addAll(List.of(arguments));
        return Command.run(all.toArray(String[]::new));
    }

    /** Signs with the key "root", as an application that shows nothing but the PIN. */
    void sign() {
        try (Cryptoki application = library.application(new Peer.ThisJvm())) {
            application.initialize();
            SessionHandle session = application.openSession(application.getSlotList(true).get(0), false);
            application.login(session, Cku.CKU_USER, PIN.clone());
            application.signInit(session, Mechanism.of(Ckm.CKM_ECDSA_SHA256), application.find(session,
                Template.EMPTY.with(CKA_LABEL, "root").with(CKA_SIGN, true)).get(0));
            application.sign(session, new byte[] {1, 2, 3});
        }
    }

    @Override public void close() {
        if (server != null) {
            server.close();
        }
        library.close();
    }
}
