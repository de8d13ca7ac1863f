package claviger.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * A test that runs once in each {@link World} that is {@linkplain World#chosen() chosen}. It takes the world, or a ready
 * {@link Token} of it that is made for this one run and closed after it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(InEveryWorld.Worlds.class)
@interface InEveryWorld {

    /** One run for each world. */
    final class Worlds implements TestTemplateInvocationContextProvider {
        @Override public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
                ExtensionContext context) {
            return World.chosen().map(Run::new);
        }
    }

    /** The run in one world. */
    record Run(World world) implements TestTemplateInvocationContext, ParameterResolver {
        @Override public String getDisplayName(int index) {
            return "in " + world;
        }

        @Override public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return List.of(World.class, Token.class).contains(parameter.getParameter().getType());
        }

        @Override public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            if (parameter.getParameter().getType() == World.class) {
                return world;
            }
            Token token = world.token();
            context.getStore(ExtensionContext.Namespace.create(Run.class)).put(Token.class, new Closing(token));
            return token;
        }
    }

    /** Has the token closed when the run has ended. */
    record Closing(Token token) implements AutoCloseable {
        @Override public void close() {
            token.close();
        }
    }
}
