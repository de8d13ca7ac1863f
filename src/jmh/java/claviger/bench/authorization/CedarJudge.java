package claviger.bench.authorization;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A policy for each grant, parsed once; or a few over entities, of which a question brings those it is about. */
final class CedarJudge implements Judge {
    private static final EntityTypeName USER = type("User");
    private static final EntityTypeName KEY = type("Key");
    private static final EntityTypeName FOLDER = type("Folder");
    private static final EntityUID SIGN = type("Action").of("sign");

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private PolicySet policies;

    private record Question(AuthorizationRequest request, Set<Entity> entities) {
    }

    @Override public void load(Shape shape) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < (shape == Shape.GROUPS ? Shape.TEN : shape.size()); i++) {
            text.append(switch (shape) {
                case GROUPS -> policy("in", Shape.group(i), "in Folder::\"" + Shape.folder(i));
                case CHAIN_10 -> policy("in", Shape.member(i, 0), "== Key::\"k" + i);
                default -> policy("==", shape.user(i), "== Key::\"k" + i);
            });
        }
        policies = PolicySet.parsePolicies(text.toString());
        policies.cache();
    }

    private static String policy(String relation, String user, String resource) {
        return "permit(principal %s User::\"%s\", action == Action::\"sign\", resource %s\");%n"
            .formatted(relation, user, resource);
    }

    @Override public Object question(Shape shape, int i) {
        EntityUID user = USER.of(shape.user(i));
        EntityUID key = KEY.of(shape.key(i));
        Set<Entity> entities = new HashSet<>();
        if (shape == Shape.GROUPS) {
            entities.add(new Entity(user, Set.of(USER.of(Shape.group(i)))));
            entities.add(new Entity(key, Set.of(FOLDER.of(Shape.folder(i)))));
        }
        for (int place = 0; shape == Shape.CHAIN_10 && place < Shape.TEN; place++) {
            entities.add(new Entity(USER.of(Shape.member(i, place + 1)), Set.of(USER.of(Shape.member(i, place)))));
        }
        return new Question(new AuthorizationRequest(user, SIGN, key, Map.of()), entities);
    }

    @Override public boolean allows(Object question) throws Exception {
        AuthorizationResponse answer =
            engine.isAuthorized(((Question) question).request(), policies, ((Question) question).entities());
        return answer.success.orElseThrow(() -> new IllegalStateException(answer.toString())).isAllowed();
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }
}
