package io.labelstream.security;

import io.labelstream.wire.avro.Artifact;
import io.labelstream.wire.avro.InstanceStatus;
import io.labelstream.wire.avro.ModelAnnouncement;
import io.labelstream.wire.avro.ModelStatus;
import io.labelstream.wire.avro.ModelVerdict;
import io.labelstream.wire.avro.StepTime;
import io.labelstream.wire.avro.TrafficKind;
import io.labelstream.wire.avro.VerdictKind;
import io.labelstream.wire.internal.SingleObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of control and status topic that somebody writes without our tools, with any text in every field.
 *
 * @param application the pipeline whose instances they claim to be about
 * @param slot one of its slots
 */
record HostileRecords(String application, String slot, String controlTopic, String statusTopic) {
  private static final long HOUR = 3_600_000;

  /** An announcement whose fields are sound but for location and remark. */
  ProducerRecord<byte[], byte[]> announcement(final long sequence, final String note, final Artifact model, final @Nullable Artifact samples) {
    return announcement(slot + "/" + sequence, slot, sequence, "m", "v" + sequence, note, model, samples);
  }

  /** An announcement with a text wherever one can be. */
  ProducerRecord<byte[], byte[]> announcement(final long sequence, final String anything) {
    final Artifact artifact = new Artifact(utf8(anything), 1L, utf8("0".repeat(64)));
    return announcement(slot + "/" + sequence, slot, sequence, anything, anything, anything, artifact, artifact);
  }

  /** One for a slot of this name. */
  ProducerRecord<byte[], byte[]> announcementFor(final String otherSlot) {
    final Artifact artifact = new Artifact(utf8(otherSlot), 1L, utf8("0".repeat(64)));
    return announcement(otherSlot + "/1", otherSlot, 1, "m", "v", "", artifact, null);
  }

  private ProducerRecord<byte[], byte[]> announcement(final String key, final String ofSlot, final long sequence, final String model, final String version,
      final String note, final Artifact artifact, final @Nullable Artifact samples) {
    final ModelAnnouncement value = new ModelAnnouncement(utf8(ofSlot), sequence, utf8(model), utf8(version), utf8("fasttext"), artifact, samples,
        TrafficKind.LIVE, 0, utf8(""), null, false, utf8(note), utf8(""), false);
    return record(controlTopic, key, new SingleObject<ModelAnnouncement>(ModelAnnouncement.getClassSchema()).encode(value));
  }

  /** The veto of an instance. */
  ProducerRecord<byte[], byte[]> veto(final long sequence, final long offset, final String instance, final String code, final String detail) {
    final ModelVerdict value = new ModelVerdict(utf8(slot), sequence, offset, utf8(instance), VerdictKind.VETO, utf8(code), utf8(detail));
    return record(controlTopic, slot + "/" + sequence + "/verdict/" + instance, new SingleObject<ModelVerdict>(ModelVerdict.getClassSchema()).encode(value));
  }

  /** The sign of life of an instance of this name, of the application, with a text wherever else one can be. */
  ProducerRecord<byte[], byte[]> instance(final String name, final String anything) {
    final Utf8 text = utf8(anything);
    final InstanceStatus value = new InstanceStatus(utf8(name), utf8(application), List.of(utf8(slot), text), text, 0L, true, HOUR, HOUR, 1L, Instant.now(), text,
        Map.of(utf8("lead"), text, text, text), List.of(text));
    return record(statusTopic, name, new SingleObject<InstanceStatus>(InstanceStatus.getClassSchema()).encode(value));
  }

  /** The state of a version on that instance. */
  ProducerRecord<byte[], byte[]> version(final String name, final String anything, final String ofSlot, final @Nullable Long offset) {
    final Utf8 text = utf8(anything);
    final ModelStatus value = new ModelStatus(utf8(name), utf8(application), utf8(ofSlot), text, text, text, 1L, offset, text, text, text, 1L,
        List.of(new StepTime(text, 1L)), Instant.now());
    return record(statusTopic, name + ofSlot + offset, new SingleObject<ModelStatus>(ModelStatus.getClassSchema()).encode(value));
  }

  /** A record that is none of ours. */
  ProducerRecord<byte[], byte[]> garbage(final String topic, final String anything) {
    return record(topic, anything, anything.getBytes(StandardCharsets.UTF_8));
  }

  private static ProducerRecord<byte[], byte[]> record(final String topic, final String key, final byte[] value) {
    return new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value);
  }

  private static Utf8 utf8(final String text) {
    return new Utf8(text);
  }
}
