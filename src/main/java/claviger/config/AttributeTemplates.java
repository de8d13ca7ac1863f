package claviger.config;

import claviger.cryptoki.Cka;
import claviger.cryptoki.Ckk;
import claviger.cryptoki.Cko;
import claviger.cryptoki.Template;
import java.util.List;
import java.util.Set;

/**
 * What the configuration's {@code attributes(operation, class, key type)} blocks add to the templates of new keys. All
 * blocks that fit apply, in their order; a later value wins, and a value {@code null} takes an attribute away.
 */
public final class AttributeTemplates {
    /** No blocks. */
    public static final AttributeTemplates NONE = new AttributeTemplates(List.of());

    private final List<Block> blocks;

    AttributeTemplates(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /** How a key comes to be, as far as templates differ. */
    public enum Operation { GENERATE, IMPORT }

    /**
     * One block. Null stands for {@code *}.
     *
     * @param added   what it sets
     * @param removed what it leaves to the token
     */
    record Block(Operation operation, Cko objectClass, Ckk keyType, Template added, Set<Cka<?>> removed) {
        private boolean fits(Operation op, Cko cls, Ckk type) {
            return (operation == null || operation == op) && (objectClass == null || objectClass == cls)
                && (keyType == null || keyType == type);
        }
    }

    /** The template of a new key: what the caller starts with, changed by the blocks that fit. */
    public Template applied(Operation operation, Cko objectClass, Ckk keyType, Template start) {
        Template template = start;
        for (Block block : blocks) {
            if (block.fits(operation, objectClass, keyType)) {
                template = template.without(block.removed.toArray(Cka<?>[]::new)).with(block.added);
            }
        }
        return template;
    }
}
