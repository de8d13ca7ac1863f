package claviger.vectors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import claviger.vectors.Wycheproof.Group;
import claviger.vectors.Wycheproof.Vector;
import claviger.vectors.Wycheproof.VectorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of the vectors of one file. */
public final class Outcome {
    private final String name;
    private final Class<? extends Exception> refusal;
    private final Map<String, Integer> notOffered = new TreeMap<>();
    private final Map<String, Integer> forbidden = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int ran;

    /** The checks by the type of a group: the format decides, never the name of a file. */
    public interface Formats {
        /** The check for a group, or null for a format that is not known. */
        Check of(Group group);
    }

    private Outcome(String name, Class<? extends Exception> refusal) {
        this.name = name;
        this.refusal = refusal;
    }

    /**
     * Runs a file. An algorithm that nothing here offers is counted with its reason; a format that is not known for one
     * that is offered is a fault.
     *
     * @param refusal the kind of exception that means no; anything else that is thrown is a fault
     */
    public static Outcome of(VectorFile file, Formats formats, Class<? extends Exception> refusal) {
        Outcome outcome = new Outcome(file.name(), refusal);
        for (Group group : file.groups()) {
            Check check = Scope.reason(group.algorithm()).map(Check::unfit).orElseGet(() -> formats.of(group));
            if (check == null) {
                outcome.wrong.add("no check for the format " + group.type() + " of " + group.algorithm());
                continue;
            }
            group.vectors().forEach(vector -> outcome.run(check, vector));
        }
        return outcome;
    }

    private void run(Check check, Vector vector) {
        String unfit = check.unfit(vector);
        if (unfit != null) {
            notOffered.merge(unfit, 1, Integer::sum);
            return;
        }
        ran++;
        String reason = check.forbidden(vector);
        if (reason != null) {
            forbidden.merge(reason, 1, Integer::sum);
        }
        String fault = reason == null ? fault(check, vector) : notRefused(check, vector);
        if (fault != null) {
            wrong.add(vector + ": " + fault);
        }
    }

    private String fault(Check check, Vector vector) {
        try {
            if (!check.accepts(vector)) {
                return "accepted with a wrong result";
            }
            return vector.isInvalid() ? "accepted" : null;
        } catch (Exception e) {
            return !refusal.isInstance(e) ? "threw " + e : vector.isValid() ? "refused: " + e.getMessage() : null;
        }
    }

    private String notRefused(Check check, Vector vector) {
        try {
            check.accepts(vector);
            return "not refused";
        } catch (Exception e) {
            return refusal.isInstance(e) ? null : "threw " + e;
        }
    }

    /** How many vectors ran. */
    public int ran() {
        return ran;
    }

    /** How many vectors nothing here computes, by the reason. */
    public Map<String, Integer> notOffered() {
        return notOffered;
    }

    /** How many vectors ran, and were to be refused, by the reason. */
    public Map<String, Integer> forbidden() {
        return forbidden;
    }

    /** Prints what ran and fails if a vector was judged wrong. */
    public void report(String through) {
        System.out.printf("Wycheproof through %s, %s: %d vectors ran, %d passed, to be refused %s, not offered %s%n",
            through, name, ran, ran - wrong.size(), forbidden, notOffered);
        assertTrue(wrong.isEmpty(), () -> wrong.size() + " faults in " + name + ":\n" + String.join("\n", wrong));
    }
}
