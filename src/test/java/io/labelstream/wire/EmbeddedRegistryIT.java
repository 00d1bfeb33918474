package io.labelstream.wire;

import io.labelstream.embedded.EmbeddedSchemaRegistry;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Our client and Confluent's against the registry in this JVM. */
class EmbeddedRegistryIT extends RegistryContract {
  private static EmbeddedSchemaRegistry server;

  @BeforeAll
  static void startServer() throws IOException {
    server = EmbeddedSchemaRegistry.start(0);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  URI url() {
    return server.url();
  }
}
