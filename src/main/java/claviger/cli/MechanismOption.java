package claviger.cli;

import claviger.cryptoki.Ckm;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** {@code --mechanism CKM_..}: with what a key is to be used, if that matters. */
final class MechanismOption {
    @Option(names = "--mechanism", paramLabel = "CKM", order = 20,
        description = "With this mechanism, as the standard writes it. Default: none is named.")
    private String mechanism;

    Optional<Ckm> wanted() {
        if (mechanism == null) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(Ckm.values()).filter(known -> known.name().equals(mechanism)).findFirst()
            .orElseThrow(() -> new Stopped(ExitCode.USAGE, "--mechanism: there is none with this name")));
    }
}
