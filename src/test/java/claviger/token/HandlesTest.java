package claviger.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More numbers than there are places for those that are found at once. */
final class HandlesTest {
    private static final int MANY = 2_000;

    private final Handles<String> handles = new Handles<>(12_345);
    private final List<Long> numbers = new ArrayList<>();

    private void addMany() {
        for (int i = 0; i < MANY; i++) {
            numbers.add(handles.add("thing " + i));
        }
    }

    @Test void everyNumberIsItsThingInWhateverOrderTheyAreAsked() {
        addMany();
        for (int step : new int[] {1, 256, 512, 7}) {
            for (int i = 0; i < MANY; i++) {
                int asked = (int) ((long) i * step % MANY);
                assertEquals("thing " + asked, handles.get(numbers.get(asked)));
                assertEquals("thing " + asked, handles.get(numbers.get(asked)));
            }
        }
        assertNull(handles.get(0));
        assertNull(handles.get(numbers.get(MANY - 1) + 1));
        assertNull(handles.get(numbers.get(0) + (1L << 32)), "only the last bits are those of a number given out");
    }

    @Test void aNumberThatWasDroppedIsNothingEvenIfItHasJustBeenAsked() {      // H4, H5
        addMany();
        for (int i = 0; i < MANY; i++) {
            assertEquals("thing " + i, handles.get(numbers.get(i)));
            handles.drop(numbers.get(i));
            assertNull(handles.get(numbers.get(i)));
        }
        long next = handles.add("new");
        assertEquals("new", handles.get(next));
        numbers.forEach(number -> assertNull(handles.get(number)));
        handles.drop(numbers.get(0));
        assertEquals("new", handles.get(next));
    }
}
