package claviger.rpc;

import claviger.cryptoki.Ckr;
import claviger.cryptoki.CkrException;
import claviger.cryptoki.Cryptoki;
import claviger.cryptoki.MessageParameters;
import claviger.cryptoki.Output;
import claviger.cryptoki.SessionHandle;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The shapes that the rows of {@link Answers} have: which arguments a call takes, and what its reply is. */
final class AnswerRows {
    private static final Object[] NOTHING = {};

    private final Map<Call, Answer> table = new EnumMap<>(Call.class);

    /** What a call does. The values are those of its reply. */
    @FunctionalInterface
    interface Answer {
        Object[] of(Cryptoki to, Arguments in);
    }

    /** A call whose reply is empty. */
    @FunctionalInterface
    interface Command {
        void run(Cryptoki to, Arguments in);
    }

    /** A function with variable output, its arguments taken. */
    @FunctionalInterface
    interface Producing {
        void into(Output output);
    }

    Optional<Answer> of(Call call) {
        return Optional.ofNullable(table.get(call));
    }

    void answer(Call call, Answer answer) {
        table.put(call, answer);
    }

    void answer(Call call, Call own, Answer answer) {
        answer(call, answer);
        answer(own, answer);
    }

    void on(Call call, Command command) {
        answer(call, (to, in) -> {
            command.run(to, in);
            return NOTHING;
        });
    }

    void on(Call call, Call own, Command command) {
        on(call, command);
        on(own, command);
    }

    /** The room is the last part of a request, so it is taken when the arguments have been. */
    void output(Call call, BiFunction<Cryptoki, Arguments, Producing> function) {
        answer(call, (to, in) -> {
            Producing producing = function.apply(to, in);
            return values(produced(producing, in.output()));
        });
    }

    void output(Call call, Call own, BiFunction<Cryptoki, Arguments, Producing> function) {
        output(call, function);
        output(own, function);
    }

    /** C_Encrypt and its like. */
    @FunctionalInterface
    interface OfData {
        void run(Cryptoki to, SessionHandle session, byte[] data, Output output);
    }

    void data(Call call, OfData function) {
        output(call, (to, in) -> {
            SessionHandle session = in.session();
            byte[] data = in.data();
            return output -> function.run(to, session, data, output);
        });
    }

    /** C_EncryptFinal and its like. */
    @FunctionalInterface
    interface OfSession {
        void run(Cryptoki to, SessionHandle session, Output output);
    }

    void last(Call call, OfSession function) {
        output(call, (to, in) -> {
            SessionHandle session = in.session();
            return output -> function.run(to, session, output);
        });
    }

    /** C_EncryptMessage and C_DecryptMessage. */
    @FunctionalInterface
    interface OfMessage {
        void run(Cryptoki to, SessionHandle session, MessageParameters parameters, byte[] aad, byte[] data, Output output);
    }

    void message(Call call, OfMessage function) {
        answer(call, (to, in) -> {
            SessionHandle session = in.session();
            MessageParameters parameters = in.messageParameters();
            byte[] aad = in.data();
            byte[] data = in.data();
            return values(produced(output -> function.run(to, session, parameters, aad, data, output), in.output()),
                parameters);
        });
    }

    /** C_EncryptMessageBegin and C_DecryptMessageBegin. */
    @FunctionalInterface
    interface OfBegin {
        void run(Cryptoki to, SessionHandle session, MessageParameters parameters, byte[] aad);
    }

    void begin(Call call, OfBegin function) {
        answer(call, (to, in) -> {
            SessionHandle session = in.session();
            MessageParameters parameters = in.messageParameters();
            function.run(to, session, parameters, in.data());
            return values(parameters);
        });
    }

    /** C_EncryptMessageNext and C_DecryptMessageNext. */
    @FunctionalInterface
    interface OfNext {
        void run(Cryptoki to, SessionHandle session, MessageParameters parameters, byte[] part, boolean end, Output output);
    }

    void next(Call call, OfNext function) {
        answer(call, (to, in) -> {
            SessionHandle session = in.session();
            MessageParameters parameters = in.messageParameters();
            byte[] part = in.data();
            Output output = in.output();
            boolean end = in.flag();
            return values(produced(into -> function.run(to, session, parameters, part, end, into), output), parameters);
        });
    }

    /** A length query and too small a buffer have the same reply, and the operation goes on. */
    static Octets produced(Producing function, Output output) {
        try {
            function.into(output);
        } catch (CkrException e) {
            if (e.ckr() != Ckr.CKR_BUFFER_TOO_SMALL) {
                throw e;
            }
            return new Octets.Length(output.length());
        }
        return output.isLengthQuery() ? new Octets.Length(output.length()) : new Octets.Data(output.bytes());
    }

    static Object[] numbers(long room, long[] numbers) {
        return values(room == Part.NO_ROOM || room < numbers.length
            ? new Ulongs.Count(numbers.length) : new Ulongs.Values(numbers));
    }

    static Object[] values(Object... values) {
        return values;
    }
}
