package io.labelstream.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.faults.Fault.Scene;
import io.labelstream.fixture.Deadline;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.replay.ReplayRange;
import io.labelstream.pipeline.replay.ReplayRange.Bound;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.pipeline.replay.ReplayVerification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Runs faults, one after the other, against a cluster under load, and checks all results after each. Not thread-safe. */
final class Harness implements AutoCloseable {
  /** Only stops a run that hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long MORE_TEXTS = 500;
  private static final long TEXTS_OF_ALL_PARTITIONS = 200;
  private static final int MOST_DIFFERENCES = 3;
  private static final String FALSIFIED = "labels.falsified";

  private final Closing closing = new Closing();
  private final Cluster cluster;
  private final Admin admin;
  private final Texts texts;
  private final Announcements announcements;
  private final ControlTail control;
  private final Results results;
  private final Checker checker;
  private final Instant begun = Instant.now();

  /** Starts the cluster and its load, with data and logs in two folders, and waits until all instances are ready. */
  Harness(final Path folder, final Path logs, final int instances, final long seed) throws Exception {
    this.cluster = closing.add(new Cluster(folder, logs, instances));
    try {
      final Map<String, Object> kafka = Map.of("bootstrap.servers", cluster.servers());
      this.admin = closing.add(Admin.create(kafka));
      final Oracle oracle = new Oracle(Cluster.LEAD.length().toMillis());
      oracle.base(Cluster.SLOTS.getFirst(), Cluster.BASE, Cluster.BASE, cluster.models().small(0).sha256());
      this.control = closing.add(new ControlTail(kafka, Cluster.CONTROL, oracle));
      this.results = closing.add(new Results(Results.settings(cluster.servers()), Cluster.LABELS, Cluster.DEAD));
      this.announcements = closing.add(new Announcements(kafka, Cluster.CONTROL, Cluster.LEAD, Cluster.SLOTS, cluster.models(), seed));
      announcements.start();
      // Longer than any outage.
      final Map<String, Object> producer = Map.of("bootstrap.servers", cluster.servers(), "delivery.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
      this.texts = closing.add(new Texts(producer, Cluster.TEXTS, cluster.registryUrl(), seed));
      this.checker = new Checker(texts::sent, Cluster.SLOTS, cluster.models().labels());
      cluster.instances().forEach(Instance::awaitReady);
    } catch (final Exception | Error failed) {
      closing.close();
      throw failed;
    }
  }

  /**
   * The outcome of a step.
   *
   * @param lasted from the strike to the end of the fault: for one that ends once others have taken over, the time that this took
   * @param recovery from the end of the fault to the commit of the results for all texts that there were then
   * @param endsByItself instances that ended, and were started once more
   * @param replay the verdict of the product's own verification
   */
  record Outcome(FaultPlan.Step step, Checker.Findings findings, Duration lasted, Duration recovery, int endsByItself, ReplayReport replay) {
    /** Whether the promises were kept. */
    boolean passes() {
      final boolean assumed = !step.outer().breaksTheAssumption();
      final boolean alive = endsByItself == 0 || step.outer().startsInstances() || step.inner().filter(inner -> inner.fault().startsInstances()).isPresent();
      return findings.duplicates() + findings.losses() + findings.orderBreaks() == 0 && alive
          && (!assumed || findings.wrong() == 0 && replay.verdict() == ReplayReport.Verdict.EQUAL);
    }
  }

  /** Those of some faults that can be had on this machine. */
  List<Fault> possible(final Collection<Fault> faults) {
    return faults.stream()
        .filter(fault -> fault.strikes() != Fault.Strikes.AN_ISOLATED_INSTANCE || cluster.isolation() == Isolation.Support.AVAILABLE).toList();
  }

  /** The instances' own words on how they are. */
  List<String> readiness() {
    return cluster.instances().stream().map(Instance::words).toList();
  }

  /** Results are there for what is sent: without this, the first step would measure the start. */
  void settle() throws Exception {
    final Mark mark = mark();
    awaitCommitted(mark);
    checker.judge(drain(mark), control.current());
  }

  Outcome run(final FaultPlan.Step step) throws Exception {
    final Instant before = Instant.now();
    final Scene scene = new Scene(cluster, texts, announcements, control);
    cluster.instances().forEach(Instance::endsByItself);
    final Mark atStrike = mark();
    final long begin = System.nanoTime();
    strike(step.outer(), step.victim(), atStrike, scene, () -> {
      if (step.inner().isPresent()) {
        strike(step.inner().get().fault(), step.inner().get().victim(), atStrike, scene, () -> { });
      }
    });
    final long end = System.nanoTime();
    final Mark atEnd = mark();
    awaitCommitted(atEnd);
    final Duration recovery = Duration.ofNanos(System.nanoTime() - end);
    final Instant after = Instant.now();
    final Checker.Findings findings = checker.judge(drainFurther(), control.current());
    final int ends = cluster.instances().stream().mapToInt(Instance::endsByItself).sum();
    return new Outcome(step, findings, Duration.ofNanos(end - begin), recovery, ends, replay(Cluster.LABELS, before, after));
  }

  /**
   * Takes the results of all texts so far and of some more, so that each partition has one of a later time: there a replay of what was so far ends, and before it
   * late texts may have come.
   */
  private long drainFurther() throws Exception {
    awaitTexts(texts.count() + TEXTS_OF_ALL_PARTITIONS);
    final Mark mark = mark();
    awaitCommitted(mark);
    return drain(mark);
  }

  @FunctionalInterface
  private interface Act {
    void run() throws Exception;
  }

  private void strike(final Fault fault, final int victim, final Mark atStrike, final Scene scene, final Act within) throws Exception {
    final Instance instance = cluster.instances().get(victim);
    final long sent = texts.count();
    fault.strike(scene, instance);
    final int announced = announcements.sound().size();
    within.run();
    switch (fault.until()) {
      case AT_ONCE -> { }
      case TAKEN_OVER -> awaitCommitted(atStrike);
      case MORE_TEXTS -> awaitTexts(sent + MORE_TEXTS);
      // One that was being announced while the fault struck is not counted.
      case DECIDED -> awaitOneOf(announced + 1, Set.of(Oracle.Outcome.EFFECTIVE, Oracle.Outcome.VOID));
      case EFFECTIVE -> {
        awaitOneOf(announced + 1, Set.of(Oracle.Outcome.EFFECTIVE));
        awaitTexts(texts.count() + MORE_TEXTS);
      }
    }
    fault.end(scene, instance);
  }

  private void awaitTexts(final long wanted) {
    Deadline.within(PATIENCE, wanted + " texts", texts::count, count -> count >= wanted);
  }

  /** Waits for an outcome of any of the later announcements: one that others supersede before it is proved stays open for ever. */
  private void awaitOneOf(final int first, final Set<Oracle.Outcome> wanted) {
    Deadline.within(PATIENCE, "one of " + wanted + " for an announcement since", () -> outcomes(first),
        outcomes -> outcomes.values().stream().anyMatch(wanted::contains));
  }

  private Map<Announcements.Sound, Oracle.Outcome> outcomes(final int first) {
    final Oracle oracle = control.current();
    final long now = System.currentTimeMillis();
    return announcements.sound().stream().skip(first)
        .collect(Collectors.toMap(one -> one, one -> oracle.outcome(one.slot(), one.offset(), now), (one, _) -> one, LinkedHashMap::new));
  }

  /** Records of the input up to a moment: how many, and the ends of the partitions that hold them. */
  private record Mark(long texts, Map<TopicPartition, Long> ends) {}

  private Mark mark() throws Exception {
    final long count = texts.flush();
    return new Mark(count, ends(List.of(Cluster.TEXTS)));
  }

  private Map<TopicPartition, Long> ends(final List<String> topics) throws Exception {
    final List<TopicPartition> partitions = admin.describeTopics(topics).allTopicNames().get().values().stream()
        .flatMap(topic -> topic.partitions().stream().map(partition -> new TopicPartition(topic.name(), partition.partition()))).toList();
    return admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()))).all().get()
        .entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  /** Waits until the instances have committed all input up to a mark. */
  private void awaitCommitted(final Mark mark) {
    Deadline.within(PATIENCE, "the commit of " + mark, this::committed, committed ->
        mark.ends().entrySet().stream().allMatch(end -> end.getValue() == 0 || committed.getOrDefault(end.getKey(), 0L) >= end.getValue()));
  }

  private Map<TopicPartition, Long> committed() throws InterruptedException {
    try {
      final Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(Cluster.APPLICATION).partitionsToOffsetAndMetadata().get();
      final Map<TopicPartition, Long> committed = new HashMap<>();
      offsets.forEach((partition, offset) -> Optional.ofNullable(offset).ifPresent(there -> committed.put(partition, there.offset())));
      return committed;
    } catch (final ExecutionException away) {
      return Map.of();
    }
  }

  /** Takes all results of what has been committed up to a mark, and gives the number of texts that must have one. */
  private long drain(final Mark mark) throws Exception {
    final Map<TopicPartition, Long> written = ends(List.of(Cluster.LABELS, Cluster.DEAD));
    Deadline.within(PATIENCE, "the results up to " + written, () -> {
      results.next().forEach(checker::take);
      return results.partitions();
    }, partitions -> partitions.stream().allMatch(partition -> results.position(partition) >= written.get(partition)));
    return mark.texts();
  }

  private ReplayReport replay(final String labels, final Instant from, final Instant to) throws Exception {
    final Map<String, String> settings = cluster.settings();
    settings.put("labelstream.output.topic", labels);
    settings.put("labelstream.rollout.memory.bytes", Integer.toString(1 << 30));
    return ReplayVerification.verify(PipelineConfig.of(settings),
        new ReplayRange(new Bound.AtTime(from), Optional.of(new Bound.AtTime(to))), MOST_DIFFERENCES);
  }

  /**
   * The verification of labels of which one is another.
   *
   * @param partition where its text is in the input
   */
  record Falsified(int partition, long offset, ReplayReport report) {
    /** Whether the replay finds it, and nothing else. It is one of another version where a retroactive announcement has superseded what it was before. */
    boolean isNoticed() {
      return report.verdict() == ReplayReport.Verdict.DIFFERS && report.counts().entrySet().stream()
          .filter(count -> count.getKey().kind() == ReplayReport.Kind.DIFFERENCE).mapToLong(Map.Entry::getValue).sum() == 1
          && report.differences().stream().anyMatch(difference -> difference.partition() == partition && difference.offset() == offset);
    }
  }

  /** The verification of a copy of all labels so far in which one label is another. */
  Falsified replayOfAFalsifiedLabel() throws Exception {
    final Instant now = Instant.now();
    drainFurther();
    final List<ConsumerRecord<byte[], byte[]>> labels = cluster.topics().read(Cluster.LABELS, 1, PATIENCE);
    final ConsumerRecord<byte[], byte[]> victim =
        labels.stream().filter(record -> record.timestamp() >= begun.toEpochMilli() && record.timestamp() < now.toEpochMilli()).findAny().orElseThrow();
    cluster.topics().create(FALSIFIED, Math.toIntExact(results.partitions().stream().filter(each -> each.topic().equals(Cluster.LABELS)).count()), Map.of());
    cluster.topics().send(labels.stream().map(record -> new ProducerRecord<>(FALSIFIED, record.partition(), record.timestamp(), record.key(),
        record == victim ? falsified(record.value()) : record.value(), record.headers())).toList());
    final JsonNode origin = new ObjectMapper().readTree(victim.value()).path("origin");
    return new Falsified(origin.path("partition").intValue(), origin.path("offset").longValue(), replay(FALSIFIED, begun, now));
  }

  private static byte[] falsified(final byte[] labels) {
    return new String(labels, StandardCharsets.UTF_8).replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"another\"").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws Exception {
    closing.close();
  }
}
