package io.labelstream.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.labelstream.faults.Instance.Variation;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.Announcer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.LoggerFactory;

/**
 * Runs an instance for some minutes at a part of the load that it can take, with another model every few seconds, and tells whether anything grows:
 * {@code mvn -q test-compile exec:exec@soak -Dsoak.minutes=30}.
 */
public final class Soak {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Path[] FILES = {Path.of("models/lid.176.ftz"), Path.of("models/common-voice-83.ftz")};
  private static final String SLOT = Cluster.SLOTS.getLast();
  private static final double SHARE = 0.7;
  private static final long SWAP_SECONDS = 5;
  private static final long MEASURED_TEXTS = 200_000;
  /** Longer than the pauses of a busy machine, in which nothing would be confirmed. */
  private static final Lead LEAD = Lead.of(Duration.ofSeconds(20));
  private static final double WARM_UP_SHARE = 0.25;
  private static final int FAILED = 1;

  private Soak() {}

  /** The values that are watched, and how much it may grow in an hour. */
  private enum Series {
    RESIDENT("resident memory, MB", 50),
    MODELS("memory of models, MB", 1),
    HEAP("heap in use, MB", 20),
    THREADS("threads", 2),
    DESCRIPTORS("file descriptors", 5),
    STAGED("staged files", 1),
    P99("p99 from timestamp to commit, ms", 200);

    private final String words;
    private final double bound;

    Series(final String words, final double bound) {
      this.words = words;
      this.bound = bound;
    }
  }

  /** Argument: minutes. */
  public static void main(final String[] arguments) throws Exception {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    final Duration length = Duration.ofMinutes(Long.parseLong(arguments[0]));
    final Map<Series, Trend> trends = new EnumMap<>(Series.class);
    final boolean passes;
    final Path folder = Files.createTempDirectory("labelstream-soak-");
    final List<byte[]> texts = SharedFiles.lines(Path.of("src/main/resources/io/labelstream/cli/verb/sentences.tsv"));
    try (Cluster cluster = new Cluster(folder, Path.of("target", "soak"), 1); Load load = new Load(cluster.servers(), Cluster.TEXTS, texts);
        Announcer announcer = Announcer.open(
            Map.of("bootstrap.servers", cluster.servers()), Cluster.CONTROL, LEAD, Trust.none(), Optional.empty(), PATIENCE);
        Delays delays = new Delays(cluster.servers())) {
      final Instance instance = cluster.instances().getFirst();
      instance.restart(new Variation(
          Map.of("labelstream.input.format", "text", "labelstream.rollout.lead.ms", Long.toString(LEAD.length().toMillis()),
              "labelstream.rollout.fetch.timeout.ms", Long.toString(LEAD.length().toMillis() / 3), "labelstream.rollout.linger.ms", "1000"),
          List.of("-Xmx512m")));
      final List<ArtifactReference> models = new ArrayList<>();
      for (final Path file : FILES) {
        final Path copy = Files.copy(file, cluster.modelFolder().resolve(file.getFileName()));
        models.add(new ArtifactReference(copy.toUri().toString(), Files.size(copy), Sha256.of(copy)));
      }
      announce(announcer, 0, models, new EffectiveFrom.Beginning());
      instance.awaitReady();
      final double most = saturation(instance, load);
      System.out.printf(Locale.ROOT, "%.0f minutes at %.0f records/s, %.0f %% of %.0f, with a swap every %d s.%n%n", length.toSeconds() / 60.0, most * SHARE,
          SHARE * 100, most, SWAP_SECONDS);
      delays.skip();
      load.start(most * SHARE);
      final long begin = System.nanoTime();
      long swaps = 0;
      for (double seconds = 0; seconds < length.toSeconds(); seconds = (System.nanoTime() - begin) / 1e9) {
        swaps++;
        announce(announcer, swaps, models, new EffectiveFrom.AfterLead());
        final double p99 = delays.p99(begin + TimeUnit.SECONDS.toNanos(swaps * SWAP_SECONDS));
        if (seconds >= length.toSeconds() * WARM_UP_SHARE) {
          final double now = seconds;
          values(instance, p99).forEach((series, value) -> trends.computeIfAbsent(series, _ -> new Trend()).add(now, value));
        }
      }
      passes = report(trends, swaps);
    } finally {
      Faults.delete(folder);
    }
    System.exit(passes ? 0 : FAILED);
  }

  private static void announce(final Announcer announcer, final long number, final List<ArtifactReference> models, final EffectiveFrom from)
      throws InterruptedException {
    announcer.announce(new Announcement(SLOT, 1, "model", Long.toString(number), "fasttext", models.get((int) (number % models.size())), Optional.empty(),
        new Traffic.Live(), from, Reach.FORWARD, "", ""), PATIENCE);
  }

  /** Texts in a second where there are always more of them, in the second half of a long row. */
  private static double saturation(final Instance instance, final Load load) {
    load.send(0, MEASURED_TEXTS);
    load.flush();
    awaitWritten(instance, MEASURED_TEXTS / 2);
    final double first = written(instance);
    final long begin = System.nanoTime();
    final double last = awaitWritten(instance, MEASURED_TEXTS);
    return (last - first) / ((System.nanoTime() - begin) / 1e9);
  }

  private static double awaitWritten(final Instance instance, final long count) {
    return Deadline.within(PATIENCE, count + " labels", () -> written(instance), written -> written >= count);
  }

  private static double written(final Instance instance) {
    try {
      return metric(instance.page("/metrics"), "labelstream_records_written_total");
    } catch (final IOException | InterruptedException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private static Map<Series, Double> values(final Instance instance, final double p99) throws Exception {
    final double megabyte = 1e6;
    final String page = instance.page("/metrics");
    final Map<Series, Double> values = new EnumMap<>(Series.class);
    values.put(Series.RESIDENT, metric(page, "process_resident_memory_bytes") / megabyte);
    values.put(Series.MODELS, metric(page, "labelstream_resident_bytes") / megabyte);
    values.put(Series.HEAP, metric(page, "jvm_memory_used_bytes{area=\"heap\"") / megabyte);
    values.put(Series.THREADS, metric(page, "jvm_threads_live_threads"));
    values.put(Series.DESCRIPTORS, (double) count(new File("/proc/" + instance.pid() + "/fd"), 0));
    values.put(Series.STAGED, (double) count(new File("/proc/" + instance.pid() + "/root" + instance.place().staging()), 1));
    values.put(Series.P99, p99);
    return values;
  }

  /** The entries of a folder and of those in it; some may vanish meanwhile. */
  private static long count(final File folder, final int depth) {
    final File[] entries = folder.listFiles();
    return entries == null ? 0 : entries.length + (depth == 0 ? 0 : Arrays.stream(entries).mapToLong(entry -> count(entry, depth - 1)).sum());
  }

  private static double metric(final String page, final String start) {
    return page.lines().filter(line -> line.startsWith(start)).mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce(Double::sum).orElseThrow(() -> new IllegalStateException("no metric " + start));
  }

  private static boolean report(final Map<Series, Trend> trends, final long swaps) {
    boolean passes = true;
    System.out.println("| | at first | growth in an hour | two standard errors | bound | |");
    System.out.println("|---|---|---|---|---|---|");
    for (final Map.Entry<Series, Trend> trend : trends.entrySet()) {
      final Trend.Line line = trend.getValue().line();
      final boolean within = line.within(trend.getKey().bound) == Trend.Verdict.WITHIN;
      passes &= within;
      System.out.printf(Locale.ROOT, "| %s | %.1f | %+.1f | %.1f | %.0f | %s |%n", trend.getKey().words, line.first(), line.perHour(), 2 * line.error(),
          trend.getKey().bound, within ? "passes" : "**fails**");
    }
    System.out.printf("%n%d swaps.%n", swaps);
    return passes;
  }

  /** The delays of committed labels of one partition, until a consumer has them. */
  private static final class Delays implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final double PERCENTILE = 99;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition = new TopicPartition(Cluster.LABELS, 0);

    Delays(final String servers) {
      consumer = new KafkaConsumer<>(Results.settings(servers), new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer.assign(List.of(partition));
    }

    void skip() {
      consumer.seekToEnd(List.of(partition));
      consumer.position(partition);
    }

    /** Of those that come until a moment. */
    double p99(final long untilNanos) {
      final Histogram delays = new Histogram(3);
      while (System.nanoTime() < untilNanos) {
        consumer.poll(POLL).forEach(record -> delays.recordValue(Math.max(0, System.currentTimeMillis() - record.timestamp())));
      }
      return delays.getValueAtPercentile(PERCENTILE);
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
