package claviger.bench.authorization;

import java.util.ArrayList;
import java.util.List;
import org.casbin.jcasbin.main.Enforcer;

/** Rules for exact matches; roles for chains, groups and folders. */
final class CasbinJudge implements Judge {
    private static final String REQUEST = "[request_definition]\nr = sub, obj, act\n[policy_definition]\np = sub, obj, act\n";
    private static final String RULE = "[policy_effect]\ne = some(where (p.eft == allow))\n[matchers]\nm = %s && r.act == p.act\n";
    private static final String EXACT = "r.sub == p.sub && r.obj == p.obj";

    private Enforcer enforcer;

    @Override public void load(Shape shape) {
        boolean hasRoles = shape == Shape.CHAIN_10 || shape == Shape.GROUPS;
        enforcer = new Enforcer(Enforcer.newModel(REQUEST + (hasRoles ? "[role_definition]\ng = _, _\ng2 = _, _\n" : "")
            + RULE.formatted(!hasRoles ? EXACT : "g(r.sub, p.sub) && g2(r.obj, p.obj)")));
        List<List<String>> rules = new ArrayList<>();
        List<List<String>> roles = new ArrayList<>();
        List<List<String>> folders = new ArrayList<>();
        for (int i = 0; i < (shape == Shape.GROUPS ? Shape.TEN : shape.size()); i++) {
            rules.add(switch (shape) {
                case GROUPS -> List.of(Shape.group(i), Shape.folder(i), "sign");
                case CHAIN_10 -> List.of(Shape.member(i, 0), "k" + i, "sign");
                default -> List.of(shape.user(i), "k" + i, "sign");
            });
            for (int place = 0; shape == Shape.CHAIN_10 && place < Shape.TEN; place++) {
                roles.add(List.of(Shape.member(i, place + 1), Shape.member(i, place)));
            }
        }
        for (int i = 0; shape == Shape.GROUPS && i < shape.size(); i++) {
            roles.add(List.of("u" + i, Shape.group(i)));
            folders.add(List.of(shape.key(i), Shape.folder(i)));
        }
        enforcer.addPolicies(rules);
        if (hasRoles) {
            enforcer.addGroupingPolicies(roles);
        }
        if (!folders.isEmpty()) {
            enforcer.addNamedGroupingPolicies("g2", folders);
        }
    }

    @Override public Object question(Shape shape, int i) {
        return new Object[] {shape.user(i), shape.key(i), "sign"};
    }

    @Override public boolean allows(Object question) {
        return enforcer.enforce((Object[]) question);
    }
}
