package claviger.rpc;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckg;
import claviger.cryptoki.Ckm;
import claviger.cryptoki.HedgeType;
import claviger.cryptoki.IvGenerator;
import claviger.cryptoki.Mechanism;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.ObjectChange;
import claviger.cryptoki.ObjectHandle;
import claviger.cryptoki.Parameters;
import claviger.cryptoki.Template;
import claviger.rpc.Call.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Bodies of requests that stock clients have sent, for a session of ours, and what can be wrong with them. One thread. */
final class Mutations {
    private static final Set<Call> FIRST_IS_SLOT = EnumSet.of(Call.C_GetSlotInfo, Call.C_GetTokenInfo,
        Call.C_GetMechanismList, Call.C_GetMechanismInfo, Call.C_InitToken, Call.C_OpenSession, Call.C_CloseAllSessions);
    /** Calls that would stop the test, not the server: keys that take long, an end, a wait for ever. */
    private static final Set<Call> LEFT_OUT = EnumSet.of(Call.C_GenerateKeyPair, Call.C_Finalize,
        Call.C_WaitForSlotEvent, Call.C_CloseAllSessions, Call.C_CloseSession);

    private final Random random;
    private final List<Message> requests = new ArrayList<>();

    Mutations(Random random, Path captures) throws IOException {
        this.random = random;
        try (Stream<Path> files = Files.list(captures)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".cap")).sorted().toList()) {
                for (Capture capture : Capture.of(file)) {
                    for (Frame frame : Capture.frames(capture.client())) {
                        requests.add(Message.read(frame.body(), Direction.REQUEST,
                            Part.Context.of(Era.of(capture.offered()))));
                    }
                }
            }
        }
        requests.addAll(ownBlock());
        requests.removeIf(request -> LEFT_OUT.contains(request.call()));
    }

    /** Our own block, which no stock client sends (D4). */
    private static List<Message> ownBlock() {
        Octets data = new Octets.Data(new byte[40]);
        MessageParameters gcm = new MessageParameters.Gcm(new byte[12], 0, IvGenerator.CKG_GENERATE, 128);
        MessageParameters ccm = new MessageParameters.Ccm(40, new byte[12], 0, IvGenerator.CKG_NO_GENERATE, 16);
        Template label = Template.EMPTY.with(Cka.CKA_LABEL, "x");
        List<ObjectChange> changes = List.of(new ObjectChange.Create(label), new ObjectChange.Destroy(new ObjectHandle(3)),
            new ObjectChange.Set(new ObjectHandle(2), label), new ObjectChange.Copy(new ObjectHandle(2), label));
        List<Message> own = new ArrayList<>(List.of(
            Message.request(Call.X_EncryptMessage, 0L, gcm, data, data, 100L),
            Message.request(Call.X_DecryptMessage, 0L, ccm, data, data, 100L),
            Message.request(Call.X_ChangeObjects, 0L, changes),
            Message.request(Call.X_ObjectsVersion, 0L),
            Message.request(Call.X_GetAcl, 0L, 2L),
            Message.request(Call.X_SetAcl, 0L, 2L, 1, data),
            Message.request(Call.X_GetOwner, 0L),
            Message.request(Call.X_SetOwner, 0L, data),
            Message.request(Call.X_Challenge, 0L),
            Message.request(Call.X_Present, 0L, data),
            Message.request(Call.X_Approve, 0L, data),
            Message.request(Call.X_Approvals, 0L),
            Message.request(Call.X_Denial, 0L),
            Message.request(Call.X_AsyncJoin, 0L, new byte[] {'C', '_'}, 1L),
            Message.request(Call.X_VerifySignature, 0L, data)));
        for (Parameters parameters : List.of(Parameters.NONE, new Parameters.Eddsa(true, new byte[4]),
                new Parameters.Hkdf(true, true, Ckm.CKM_SHA256, new byte[4], Optional.of(new ObjectHandle(2)), new byte[3]),
                new Parameters.RsaAesKeyWrap(256, new Parameters.Oaep(Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, new byte[0])),
                new Parameters.Sp800108(Ckm.CKM_SHA256_HMAC, List.of(new Parameters.Sp800108.Iteration(false, 32),
                    new Parameters.Sp800108.Bytes(new byte[9])), new byte[0]),
                new Parameters.SignContext(HedgeType.CKH_HEDGE_PREFERRED, new byte[2]))) {
            Mechanism mechanism = new Mechanism(Ckm.CKM_EDDSA, parameters);
            own.add(Message.request(Call.X_SignInit, 0L, mechanism, 2L));
            own.add(Message.request(Call.X_VerifySignatureInit, 0L, mechanism, 2L, data));
            own.add(Message.request(Call.X_DeriveKey, 0L, mechanism, 2L, List.of()));
            own.add(Message.request(Call.X_WrapKeyAuthenticated, 0L, mechanism, gcm, 2L, 3L, data, 0L));
            own.add(Message.request(Call.X_EncapsulateKey, 0L, mechanism, 2L, List.of(), 0L));
        }
        return own;
    }

    /** A body, mostly with something wrong in it. */
    byte[] next(Era era, long slot, long session) {
        byte[] body = request(slot, session).written(era);
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            body = changed(body);
        }
        return isWait(body) ? new byte[0] : body;
    }

    /** A frame with a length that no frame may have. */
    byte[] brokenFrame() {
        return new WireWriter().u32(random.nextInt()).u32(random.nextInt() | 1 << 30).u32(random.nextInt()).written();
    }

    private Message request(long slot, long session) {
        Message request = requests.get(random.nextInt(requests.size()));
        List<Object> values = new ArrayList<>(request.values());
        if (!values.isEmpty() && values.get(0) instanceof Long && random.nextInt(20) > 0) {
            values.set(0, FIRST_IS_SLOT.contains(request.call()) ? slot : session);
        }
        return new Message(request.call(), Direction.REQUEST, values);
    }

    private byte[] changed(byte[] body) {
        if (body.length == 0) {
            return body;
        }
        int at = random.nextInt(body.length);
        switch (random.nextInt(8)) {
            case 0:
                return Arrays.copyOf(body, at);
            case 1:
                return Arrays.copyOf(body, body.length + random.nextInt(64));
            case 2:
                return with(body, Math.min(at, Math.max(0, body.length - 4)), random.nextInt());
            case 3:
                return with(body, Math.min(at, Math.max(0, body.length - 4)), new int[] {-1, 0, 1, 0x7fff_ffff, 0x8000_0000,
                    1 << 20, 0x0100_0000}[random.nextInt(7)]);
            case 4: {
                Call call = Call.values()[random.nextInt(Call.values().length)];
                return with(body, 0, call.number());
            }
            case 5: {
                byte[] other = requests.get(random.nextInt(requests.size())).written(Era.NEW);
                byte[] spliced = Arrays.copyOf(body, at + other.length);
                System.arraycopy(other, 0, spliced, at, other.length);
                return spliced;
            }
            default:
                byte[] flipped = body.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                return flipped;
        }
    }

    private static byte[] with(byte[] body, int at, int value) {
        if (body.length < at + Integer.BYTES) {
            return body;
        }
        byte[] changed = body.clone();
        ByteBuffer.wrap(changed).putInt(at, value);
        return changed;
    }

    /** A change may have made one of those that are left out. */
    private static boolean isWait(byte[] body) {
        return body.length >= Integer.BYTES && LEFT_OUT.contains(Call.of(ByteBuffer.wrap(body).getInt()));
    }
}
