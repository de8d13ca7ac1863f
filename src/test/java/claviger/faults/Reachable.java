package claviger.faults;

import com.github.benmanes.caffeine.cache.Cache;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Walks from an object through the fields of our classes, and through the collections in them. */
public final class Reachable {
    private Reachable() {
    }

    /** Notes the text of every object of ours that can be reached, a line each. @return how many there are */
    public static int from(Object start, StringBuilder texts) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> todo = new ArrayDeque<>(List.of(start));
        int objects = 0;
        while (!todo.isEmpty()) {
            Object object = todo.pop();
            if (!seen.add(object)) {
                continue;
            }
            if (object instanceof Map<?, ?> map) {
                map.forEach((key, value) -> todo.addAll(List.of(key, value)));
            } else if (object instanceof Iterable<?> several) {
                several.forEach(todo::add);
            } else if (object instanceof Optional<?> maybe) {
                maybe.ifPresent(todo::add);
            } else if (object instanceof Cache<?, ?> cache) {
                todo.add(cache.asMap());
            } else if (object.getClass().getName().startsWith("claviger.") && !object.getClass().isHidden()) {
                objects++;
                texts.append(object).append('\n');
                fields(object, todo);
            }
        }
        return objects;
    }

    private static void fields(Object object, Deque<Object> todo) {
        for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && type.getName().startsWith("claviger.")) {
                    try {
                        field.setAccessible(true);
                        Optional.ofNullable(field.get(object)).ifPresent(todo::add);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
    }
}
