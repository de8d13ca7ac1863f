package claviger.store;

class SqliteStoreTest extends TokenStoreTest {
    SqliteStoreTest() {
        super(StoreWorld.SQLITE);
    }
}
