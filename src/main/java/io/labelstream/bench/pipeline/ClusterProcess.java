package io.labelstream.bench.pipeline;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;

/** A broker and a schema registry as a process of their own. Its argument is the folder for the data. */
public final class ClusterProcess {
  /** Where they listen. */
  record Addresses(String bootstrapServers, String registryUrl) {}

  private ClusterProcess() {}

  public static void main(final String[] arguments) throws IOException {
    try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.start(0);
        EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.temporary().withDirectory(Path.of(arguments[0])))) {
      ChildLines.answer(new Addresses(broker.bootstrapServers(), registry.url().toString()));
      while (ChildLines.command().isPresent()) {
        // Nothing is asked of it; it serves until the end of its input.
      }
    }
  }
}
