package claviger.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version of the jar and the Java that runs it. */
final class Build implements IVersionProvider {
    @Override public String[] getVersion() {
        return new String[] {
            "claviger " + version(),
            "Java " + Runtime.version() + " from " + System.getProperty("java.home"),
        };
    }

    /** The version in the jar's manifest; classes that come from no jar have none. */
    static String version() {
        String version = Build.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
