package claviger.store;

import static claviger.store.StoreWorld.SERIAL;
import static claviger.store.StoreWorld.object;
import static claviger.store.StoreWorld.token;
import static java.nio.charset.StandardCharsets.UTF_8;

import claviger.cryptoki.CkrException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What runs in a {@link ChildJvm}: a process with a store, or one that uses SQLite the naive way. */
final class StoreChild {
    private final Path database;
    private TokenStore store;
    private Connection connection;

    private StoreChild(Path database) {
        this.database = database;
    }

    /** Arguments: the database. Then each line of the input is a command, and each gets one line in answer. */
    public static void main(String[] arguments) throws Exception {
        StoreChild child = new StoreChild(Path.of(arguments[0]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            String answer;
            try {
                answer = child.obey(words[0], words.length > 1 ? words[1] : "");
            } catch (CkrException | SQLException refused) {
                answer = refused.getMessage();
            } catch (InvocationTargetException refused) {
                answer = refused.getCause().getMessage();
            }
            System.out.println(answer.replace('\n', ' '));
        }
    }

    private String obey(String command, String argument) throws Exception {
        switch (command) {
            case "open" -> store = Stores.open("sqlite:" + database);
            case "token" -> store.write(writer -> writer.insertToken(token(SERIAL, 1)));
            case "put" -> store.write(writer -> writer.insertObject(SERIAL, object(argument)));
            case "ids" -> {
                return store.read(reader -> String.join(" ", reader.objectIds(SERIAL)));
            }
            case "stamp" -> {
                return String.valueOf(store.stamp());
            }
            case "login" -> {
                return login(Boolean.parseBoolean(argument));
            }
            case "use" -> {
                return uses(argument);
            }
            case "migrate-without-commit" -> migrateWithoutCommit();
            case "fill" -> fill();
            case "pairs" -> writePairs();
            case "close" -> store.close();
            case "open-in-second-loader" -> openInSecondLoader();
            case "naive-open" -> connection = DriverManager.getConnection("jdbc:sqlite:" + database);
            case "naive-sql" -> sql(argument);
            case "naive-count" -> {
                return count(argument);
            }
            case "naive-close" -> connection.close();
            case "read-the-database" -> Files.readAllBytes(database);
            case "read-all-files" -> readAllFiles();
            case "map-the-shm" -> mapTheShm();
            case "naive-second-loader" -> naiveSecondLoader();
            default -> throw new IllegalArgumentException(command);
        }
        return "ok";
    }

    private void sql(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private String count(String where) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t WHERE x = '" + where + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void readAllFiles() throws IOException {
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
            Files.readAllBytes(database.resolveSibling(database.getFileName() + suffix));
        }
    }

    private void mapTheShm() throws Exception {
        Path shm = database.resolveSibling(database.getFileName() + "-shm");
        try (FileChannel channel = FileChannel.open(shm, StandardOpenOption.READ)) {
            channel.map(FileChannel.MapMode.READ_ONLY, 0, 136);
        }
    }

    private static URLClassLoader secondLoader() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private void naiveSecondLoader() throws Exception {
        try (URLClassLoader loader = secondLoader()) {
            Driver driver = (Driver) loader.loadClass("org.sqlite.JDBC").getConstructor().newInstance();
            try (Connection other = driver.connect("jdbc:sqlite:" + database, new Properties());
                    Statement statement = other.createStatement()) {
                statement.executeQuery("SELECT count(*) FROM sqlite_master").close();
            }
        }
    }

    private void openInSecondLoader() throws Exception {
        try (URLClassLoader loader = secondLoader()) {
            loader.loadClass(Stores.class.getName()).getMethod("open", String.class)
                .invoke(null, "sqlite:" + database);
        }
    }

    /** Two objects per transaction, each with two kilobytes; says the number after the commit. Until it is killed. */
    private void writePairs() {
        byte[] content = new byte[2048];
        for (int i = 0; true; i++) {
            int number = i;
            String run = StoreWorld.unique();
            store.write(writer -> {
                for (String half : new String[] {"a", "b"}) {
                    writer.insertObject(SERIAL, new ObjectRow(run + half, 1, false, content, new byte[0],
                        List.of(StoreWorld.entry(3, number))));
                }
                return null;
            });
            System.out.println(run);
            System.out.flush();
        }
    }

    /** Writes until the store refuses, and says why. */
    private void fill() {
        byte[] content = new byte[Bounds.BLOB_BYTES / 8];
        while (true) {
            store.write(writer -> writer.insertObject(SERIAL,
                new ObjectRow(StoreWorld.unique(), 1, false, content, new byte[0], List.of())));
        }
    }

    /** Uses an approval until it can't be used any more, and says how often that was. @param words its nonce and the most */
    private String uses(String words) {
        String[] nonceAndMost = words.split(" ");
        int most = Integer.parseInt(nonceAndMost[1]);
        int used = 0;
        while (store.<Boolean>write(writer -> writer.useApproval(SERIAL, nonceAndMost[0], most))) {
            used++;
        }
        return String.valueOf(used);
    }

    private void migrateWithoutCommit() {
        SqliteConnection half = SqliteConnection.open(database.toString());
        half.settle();
        half.run("BEGIN IMMEDIATE");
        SqliteSchema.migrate(half);
    }

    private String login(boolean right) throws InterruptedException {
        String tryId = StoreWorld.unique();
        TryOutcome outcome = TryOutcome.WAIT;
        while (outcome == TryOutcome.WAIT) {
            outcome = store.write(writer ->
                writer.reserveTry(SERIAL, PinRole.USER, tryId, writer.now().plusSeconds(60)));
        }
        if (outcome == TryOutcome.RESERVED) {
            Thread.sleep(2);     // the check
            store.write(writer -> writer.settleTry(SERIAL, PinRole.USER, tryId, right));
        }
        return outcome.name();
    }
}
