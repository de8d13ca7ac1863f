package claviger.bench.authorization;

import java.util.function.Supplier;

/** Who decides. */
public enum Engine {
    CLAVIGER(ClavigerJudge::new),
    CASBIN(CasbinJudge::new),
    CEDAR(CedarJudge::new);

    private final Supplier<Judge> maker;

    Engine(Supplier<Judge> maker) {
        this.maker = maker;
    }

    Judge judge() {
        return maker.get();
    }
}
