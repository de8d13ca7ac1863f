package claviger.bench.authorization;

/** An engine with what a shape has. */
interface Judge {
    /** Takes the grants of a shape. */
    void load(Shape shape) throws Exception;

    /** Makes the question ready, in the form that the engine takes. */
    Object question(Shape shape, int i) throws Exception;

    boolean allows(Object question) throws Exception;
}
