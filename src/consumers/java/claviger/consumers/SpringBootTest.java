package claviger.consumers;

import claviger.interop.TlsKey;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A Spring Boot application whose only settings about TLS are its properties: an SSL bundle, or those of the server. */
class SpringBootTest {
    @TempDir
    private Path folder;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean HttpServlet page() {
            return new TomcatTest.Page();
        }
    }

    static Stream<Arguments> settings() {
        return Stream.of(TlsKey.values()).flatMap(key -> Stream.of(
            Arguments.of(key, "an SSL bundle", Map.of(
                "server.ssl.bundle", "token",
                "spring.ssl.bundle.jks.token.keystore.type", "PKCS11",
                "spring.ssl.bundle.jks.token.keystore.password", new String(TokenInUse.pin()),
                "spring.ssl.bundle.jks.token.key.alias", key.name())),
            Arguments.of(key, "the server's properties", Map.of(
                "server.ssl.key-store-type", "PKCS11",
                "server.ssl.key-store-password", new String(TokenInUse.pin()),
                "server.ssl.key-alias", key.name()))));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("settings")
    void serves(TlsKey key, String how, Map<String, Object> settings) throws Exception {
        TokenInUse.logout();
        Map<String, Object> all = new HashMap<>(settings);
        all.put("server.port", 0);
        all.put("server.address", "127.0.0.1");
        all.put("logging.level.root", "error");
        SpringApplication application = new SpringApplication(Application.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(all);
        try (ConfigurableApplicationContext context = application.run()) {
            Https.assertServes(folder, ((WebServerApplicationContext) context).getWebServer().getPort(), key);
        }
    }
}
