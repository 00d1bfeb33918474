package io.labelstream.observe;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The server of health, metrics and models, with a made-up pipeline, for tests outside this package. */
public final class ServedPages implements AutoCloseable {
  private final ObservationServer server;
  private final Metrics metrics = new Metrics();

  private ServedPages() throws IOException {
    final PipelineView view = Views.running(Optional.empty());
    server = ObservationServer.start("127.0.0.1", 0, Map.of(
        "/readyz", HealthPages.ready(() -> Health.ready(view)), "/metrics", metrics.page(), "/models", ModelsPage.of(() -> Optional.of(view))));
  }

  public static ServedPages start() throws IOException {
    return new ServedPages();
  }

  public URI url() {
    return server.url();
  }

  @Override
  public void close() {
    server.close();
    metrics.close();
  }
}
