package claviger.spki;

import java.util.Arrays;

/** A small map from numbers, 0 or more, to numbers; a decision makes two, so it has no objects in it. */
final class IntTable {
    private int[] keys = new int[16];
    private int[] values = new int[16];
    private int size;

    IntTable() {
        Arrays.fill(keys, -1);
    }

    int get(int key, int absent) {
        int at = place(key);
        return keys[at] == key ? values[at] : absent;
    }

    void put(int key, int value) {
        int at = place(key);
        if (keys[at] != key) {
            if (2 * ++size > keys.length) {
                grow();
                at = place(key);
            }
            keys[at] = key;
        }
        values[at] = value;
    }

    /** Where the key is, or where it would be. */
    private int place(int key) {
        int at = key * 0x9E3779B9 >>> 7 & keys.length - 1;
        while (keys[at] != key && keys[at] >= 0) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private void grow() {
        int[] oldKeys = keys;
        int[] oldValues = values;
        keys = new int[2 * oldKeys.length];
        values = new int[keys.length];
        Arrays.fill(keys, -1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] >= 0) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
