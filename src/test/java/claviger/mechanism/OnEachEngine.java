package claviger.mechanism;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The tests of a class run once with every engine that is present, and once without the native one: in each family the
 * second choice computes then.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(OnEachEngine.Runs.class)
@interface OnEachEngine {

    final class Runs implements ClassTemplateInvocationContextProvider {
        @Override public boolean supportsClassTemplate(ExtensionContext context) {
            return true;
        }

        @Override public Stream<Run> provideClassTemplateInvocationContexts(ExtensionContext context) {
            return Stream.of(new Run(Corretto.Wish.NEVER), new Run(Corretto.Wish.AT_ONCE)).filter(Run::isPossible);
        }
    }

    record Run(Corretto.Wish wish) implements ClassTemplateInvocationContext {
        private boolean isPossible() {
            if (wish == Corretto.Wish.NEVER || Corretto.isWorking()) {
                return true;
            }
            System.out.println("not run with " + Engine.CORRETTO + ": " + Corretto.awaited());
            return false;
        }

        @Override public String getDisplayName(int index) {
            return wish == Corretto.Wish.NEVER ? "in Java" : "with native code";
        }

        @Override public List<Extension> getAdditionalExtensions() {
            Corretto.Wish before = Corretto.wish();
            return List.of(
                (BeforeClassTemplateInvocationCallback) context -> Corretto.wish(wish),
                (AfterClassTemplateInvocationCallback) context -> Corretto.wish(before));
        }
    }
}
