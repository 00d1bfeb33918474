package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.LogLines;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Traffic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class RolloutPrivacyIT {
  private static final String TEXT = "kanarienvogel";

  @TempDir private Path models;

  @Test
  void shouldKeepTextsInTheValuesOfDeadLettersAndNowhereElse(final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = new Fleet("privacy", broker.bootstrapServers(), models);
    fleet.createInput();
    final ArtifactReference first = Fleet.reference(fleet.model("first", "a"));
    final ArtifactReference challenger = Fleet.reference(fleet.model("challenger", "b"));
    final Map<String, String> settings = Fleet.with("labelstream.input.format", "json", "labelstream.max.text.bytes", "100");
    final List<String> seen = new ArrayList<>();
    final List<ConsumerRecord<byte[], byte[]>> letters;
    try (LogLines log = LogLines.capture(Level.DEBUG)) {
      try (Pipeline pipeline = fleet.start("one", settings)) {
        final Entry serving = fleet.announce(Fleet.live("1", first));
        final Entry shadow = fleet.announce(
            Fleet.of("2", challenger, new Traffic.Shadow(), new EffectiveFrom.AfterLead(), Reach.FORWARD));
        Fleet.awaitRunning(pipeline);
        Deadline.within(Fleet.PATIENCE, "both versions open",
            () -> pipeline.rollout().orElseThrow().residentBytes(), bytes -> bytes > serving.announcement().artifact().bytes());
        Fleet.awaitEffective(shadow, Fleet.LEAD.dividedBy(4));

        // When
        fleet.announceAny(withSamples("3", first, "{\"text\":\"" + TEXT + "\",\"labels\":[{\"name\":\"z\",\"score\":1}]}"));
        fleet.announceAny(withSamples("4", first, "{\"text\":\"" + TEXT + "\",\"labels\":" + TEXT + "}"));
        fleet.topics().send(List.of(
            new ProducerRecord<>("privacy.models", 0, Fleet.bytes(Fleet.SLOT + "/900"), Fleet.bytes("{\"text\":\"" + TEXT + "\"}"))));
        final long now = System.currentTimeMillis();
        fleet.topics().send(Stream.of(
            text(now, "{\"text\":\"" + TEXT + "\"}"),
            text(1, "{\"text\":\"" + TEXT + "\"}"),
            text(now + 600_000, "{\"text\":\"" + TEXT + "\"}"),
            text(now, "{\"text\":" + TEXT),
            text(now, "{\"" + TEXT + "\":\"" + TEXT + "\"}"),
            text(now, "{\"text\":\"" + TEXT.repeat(10) + "\"}"),
            text(now, TEXT)).toList());

        // Then
        letters = fleet.topics().read("privacy.dead", 6, Fleet.PATIENCE);
        fleet.awaitCodes("one", Map.of("3", RejectionCode.SAMPLES_DIFFER.code(), "4", RejectionCode.SAMPLES_UNREADABLE.code(),
            "@7", RejectionCode.UNREADABLE.code()));
        for (final String topic : List.of("privacy.out", "privacy.out.shadow", "privacy.status")) {
          final List<ConsumerRecord<byte[], byte[]>> records = fleet.topics().read(topic, 1, Fleet.PATIENCE);
          records.forEach(record -> seen.addAll(List.of(text(record.key()), text(record.value()), headers(record))));
        }
        seen.addAll(pipeline.streams().metrics().values().stream().map(metric -> metric.metricName() + "=" + metric.metricValue()).toList());
        seen.add(pipeline.stats().labelled() + " " + pipeline.stats().shadows() + " " + pipeline.stats().deadByReason());
        seen.add(pipeline.rollout().orElseThrow().versions().toString());
        assertThat(pipeline.stats().shadows().get(Fleet.SLOT).disagreed()).isEqualTo(1);
      }
      seen.addAll(log.lines());
    }
    assertThat(letters).hasSize(6).extracting(letter -> text(letter.value())).allMatch(value -> value.contains(TEXT));
    letters.forEach(letter -> seen.addAll(List.of(text(letter.key()), headers(letter))));
    assertThat(seen).anyMatch(line -> line.startsWith("DEBUG org.apache.kafka.streams"))
        .anyMatch(line -> line.contains("record is a dead letter"))
        .anyMatch(line -> line.contains("model rejected"))
        .noneMatch(line -> line.contains(TEXT));
  }

  private static ProducerRecord<byte[], byte[]> text(final long timestamp, final String value) {
    return new ProducerRecord<>("privacy", null, timestamp, Fleet.bytes("key"), Fleet.bytes(value));
  }

  private Announcement withSamples(final String version, final ArtifactReference model, final String lines) throws Exception {
    final Path samples = Files.write(models.resolve("samples-" + version), Fleet.bytes(lines + "\n"));
    final Announcement draft = Fleet.live(version, model);
    return new Announcement(draft.slot(), draft.sequence(), draft.model(), draft.version(), draft.family(), draft.artifact(),
        Optional.of(Fleet.reference(samples)), draft.traffic(), draft.effectiveFrom(), draft.reach(), draft.note(), draft.cluster());
  }

  private static String headers(final ConsumerRecord<byte[], byte[]> record) {
    return StreamSupport.stream(record.headers().spliterator(), false).map(RolloutPrivacyIT::text).collect(Collectors.joining(" "));
  }

  private static String text(final Header header) {
    return header.key() + "=" + text(header.value());
  }

  private static String text(final byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
