package claviger.store;

class MemoryStoreTest extends TokenStoreTest {
    MemoryStoreTest() {
        super(StoreWorld.MEMORY);
    }
}
