package io.labelstream.observe;

import io.labelstream.topology.Pipeline;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline's health, metrics and model versions over HTTP: {@code /livez}, {@code /readyz}, {@code /metrics} and {@code /models}.
 *
 * <p>To be started before the pipeline, so that it can be seen starting, and closed before or after it. Thread-safe.
 */
public final class Observation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

  private final Metrics metrics;
  private final ObservationServer server;

  private Observation(final Metrics metrics, final ObservationServer server) {
    this.metrics = metrics;
    this.server = server;
  }

  /**
   * Serves at the address that the pipeline's configuration names.
   *
   * @return empty if the configuration has no port for it
   * @throws BindException if the port is in use, or the host is no address of this machine
   * @throws IOException if it cannot listen for another reason
   */
  public static Optional<Observation> start(final Pipeline pipeline) throws IOException {
    final OptionalInt port = pipeline.config().httpPort();
    return port.isEmpty() ? Optional.empty() : Optional.of(start(pipeline, pipeline.config().httpHost(), port.getAsInt()));
  }

  private static Observation start(final Pipeline pipeline, final String host, final int port) throws IOException {
    final PipelineSights sights = new PipelineSights(pipeline, InstantSource.system());
    final Metrics metrics = new Metrics(sights, pipeline.streams()::metrics);
    try {
      final Observation observation = new Observation(metrics, ObservationServer.start(host, port, Map.of(
          "/livez", HealthPages.live(() -> Health.alive(pipeline.state())),
          "/readyz", HealthPages.ready(() -> Health.ready(sights.get())),
          "/metrics", metrics.page(),
          "/models", ModelsPage.of(sights))));
      LOG.atInfo().addKeyValue("url", observation.url()).log("health and metrics are served");
      return observation;
    } catch (final IOException | RuntimeException failure) {
      metrics.close();
      throw failure;
    }
  }

  /** Where it is served, with the port that was chosen where any was asked for. */
  public URI url() {
    return server.url();
  }

  /** Stops serving and frees the port. The pipeline is left as it is. */
  @Override
  public void close() {
    server.close();
    metrics.close();
  }
}
