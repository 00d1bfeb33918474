package io.labelstream.build;

import io.labelstream.cli.Main;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Sentences;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.topology.StartupException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The run that the build records for the JVM's ahead-of-time cache of {@code run}: a pipeline that labels the bundled sentences over and over, until the JVM has
 * profiles of its whole way. The broker is a process of its own, since its classes are not for the cache. Run from the project's directory.
 */
final class PipelineTraining {
  private static final int RECORDS = 150_000;
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final long PAUSE_MILLIS = 50;
  private static final Pattern ADDRESS = Pattern.compile("Kafka broker ([^ ,]+),");
  private static final String TEXTS = "texts";

  private PipelineTraining() {}

  public static void main(final String[] arguments) throws IOException, InterruptedException, StartupException {
    Logging.configure();
    Logging.levels("WARN", "OFF");
    final Process broker = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "--sun-misc-unsafe-memory-access=allow",
        "-cp", System.getProperty("java.class.path"), Main.class.getName(),
        "broker", "--port", "0", "--registry-port", "0", "--topic", TEXTS + ":2").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = broker.inputReader(StandardCharsets.UTF_8)) {
      final Matcher address = ADDRESS.matcher(String.valueOf(lines.readLine()));
      if (!address.find()) {
        throw new IOException("the broker has not started");
      }
      label(address.group(1));
    } finally {
      broker.destroy();
      broker.waitFor();
    }
  }

  private static void label(final String bootstrapServers) throws InterruptedException, StartupException {
    send(bootstrapServers, sentences());
    try (Pipeline pipeline = Pipeline.open(PipelineConfig.of(Map.of(
        "kafka.bootstrap.servers", bootstrapServers, "labelstream.input.topic", TEXTS, "labelstream.output.topic", "labels",
        "labelstream.topics.create", "on", "labelstream.slot.default.model", "models/lid.176.ftz")))) {
      pipeline.start();
      final long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (pipeline.stats().out() < RECORDS) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("only " + pipeline.stats().out() + " of " + RECORDS + " records were labelled within " + PATIENCE.toMinutes() + " minutes");
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static List<byte[]> sentences() {
    try (InputStream in = Sentences.class.getResourceAsStream("sentences.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .map(line -> line.substring(line.indexOf('\t') + 1).getBytes(StandardCharsets.UTF_8)).toList();
    } catch (final IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void send(final String bootstrapServers, final List<byte[]> texts) {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "compression.type", "lz4"), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int record = 0; record < RECORDS; record++) {
        producer.send(new ProducerRecord<>(TEXTS, texts.get(record % texts.size())));
      }
    }
  }
}
