package claviger.rpc;

import java.time.Duration;

/**
 * What a server grants its clients.
 *
 * @param connections   at once
 * @param perAccount    connections of one account at once
 * @param bounds        of one frame
 * @param calls         of one connection under way at once; more wait in the socket
 * @param workers       connections that are attended at once; idle ones take none
 * @param pinCalls      calls that check a PIN, and so run Argon2id, at once
 * @param patience      how long the rest of a frame, or the reading of a reply, may take
 * @param afterWrongPin how long an account waits for its next try after a wrong PIN (D26)
 */
public record Limits(int connections, int perAccount, Frame.Bounds bounds, int calls, int workers, int pinCalls,
        Duration patience, Duration afterWrongPin) {
    public static final Limits DEFAULT = new Limits(8192, 4096, Frame.Bounds.DEFAULT, 16, 256, 2,
        Duration.ofSeconds(60), Duration.ofSeconds(1));

    public Limits withConnections(int most, int mostPerAccount) {
        return new Limits(most, mostPerAccount, bounds, calls, workers, pinCalls, patience, afterWrongPin);
    }

    public Limits withPatience(Duration time) {
        return new Limits(connections, perAccount, bounds, calls, workers, pinCalls, time, afterWrongPin);
    }

    public Limits withAfterWrongPin(Duration time) {
        return new Limits(connections, perAccount, bounds, calls, workers, pinCalls, patience, time);
    }
}
