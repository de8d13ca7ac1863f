package claviger.random;

/** Answers the steps of a sequence: a token, or something that claims to behave like one. */
interface Player extends AutoCloseable {
    /** What C_* returns, with what it gives: words that the model can foretell. */
    String play(Step step);

    @Override void close();
}
