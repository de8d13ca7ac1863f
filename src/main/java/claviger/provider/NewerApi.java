package claviger.provider;

/** The SPIs of APIs that not every JDK has, or not the one that compiled this: their classes are found by name (D36). */
final class NewerApi {
    private NewerApi() {
    }

    /** Whether this JDK has the API and this provider the SPI for it. */
    static boolean isHere(String api, String spi) {
        return isHere(api) && isHere(spi);
    }

    private static boolean isHere(String name) {
        try {
            Class.forName(name, false, NewerApi.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** What makes the SPI of one name: a class with a constructor that takes the name. */
    static ServiceRow.Maker maker(String type, String name) {
        try {
            return (ServiceRow.Maker) Class.forName(type).getDeclaredConstructor(String.class).newInstance(name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a class of this provider cannot be used", e);
        }
    }
}
