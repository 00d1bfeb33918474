package io.labelstream.rollout.kafka;

import io.labelstream.wire.UndecodableValueException;
import io.labelstream.wire.avro.InstanceStatus;
import io.labelstream.wire.avro.ModelStatus;
import io.labelstream.wire.avro.StepTime;
import io.labelstream.wire.internal.SingleObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;

/** States as the values of the status topic: {@code schemas/ModelStatus.avsc} and {@code schemas/InstanceStatus.avsc}. */
final class StatusCodec {
  private static final SingleObject<ModelStatus> VERSIONS = new SingleObject<>(ModelStatus.getClassSchema());
  /** The number of fields before token, config and differsFrom were added. */
  private static final int FIELDS_AT_FIRST = 10;
  private static final SingleObject<InstanceStatus> INSTANCES = new SingleObject<>(InstanceStatus.getClassSchema(), FIELDS_AT_FIRST);
  /** Far more than any status has. */
  private static final int LARGEST = 1 << 16;

  private StatusCodec() {}

  /** The result of reading a value of the status topic. */
  sealed interface Decoded {
    record Version(VersionState state) implements Decoded {}

    record Instance(InstanceState state) implements Decoded {}

    /** Not one of ours, or of a later release. */
    record Unreadable() implements Decoded {}
  }

  static byte[] encode(final VersionState state) {
    final List<StepTime> steps = new ArrayList<>(state.steps().size());
    state.steps().forEach(step -> steps.add(new StepTime(new Utf8(step.state()), step.time().dividedBy(ChronoUnit.MICROS.getDuration()))));
    return VERSIONS.encode(new ModelStatus(new Utf8(state.instance()), new Utf8(state.application()), new Utf8(state.slot()),
        new Utf8(state.model()), new Utf8(state.version()), new Utf8(state.sha256()), state.sequence(),
        state.controlOffset().isPresent() ? state.controlOffset().getAsLong() : null, new Utf8(state.state()), new Utf8(state.code()),
        new Utf8(state.detail()), state.residentBytes(), steps, state.at()));
  }

  /** All except {@link InstanceState#written()}, which is the record's timestamp. */
  static byte[] encode(final InstanceState state) {
    final Map<Utf8, Utf8> config = new LinkedHashMap<>();
    state.config().parts().forEach((part, value) -> config.put(new Utf8(part), new Utf8(value)));
    return INSTANCES.encode(new InstanceStatus(new Utf8(state.instance()), new Utf8(state.application()), utf8(state.slots()), new Utf8(state.state()),
        state.controlPosition(), state.control() == InstanceState.Currency.CAUGHT_UP, state.lead().toMillis(), state.heartbeat().toMillis(),
        state.residentBytes(), state.at(), new Utf8(state.token()), config, utf8(state.differsFrom())));
  }

  /**
   * Reads a value.
   *
   * @param timestamp the record's, in epoch milliseconds
   */
  static Decoded decode(final byte[] value, final long timestamp) {
    if (value.length > LARGEST) {
      return new Decoded.Unreadable();
    }
    try {
      if (VERSIONS.frames(value)) {
        return new Decoded.Version(version(VERSIONS.decode(value)));
      }
      if (INSTANCES.frames(value)) {
        return new Decoded.Instance(instance(INSTANCES.decode(value), timestamp));
      }
      return new Decoded.Unreadable();
    } catch (final UndecodableValueException malformed) {
      return new Decoded.Unreadable();
    }
  }

  private static VersionState version(final GenericRecord read) {
    final List<VersionState.Step> steps = new ArrayList<>();
    for (final Object step : (List<?>) read.get("steps")) {
      final GenericRecord one = (GenericRecord) step;
      steps.add(new VersionState.Step(text(one, "step"), Duration.of(number(one, "micros"), ChronoUnit.MICROS)));
    }
    final Object offset = read.get("controlOffset");
    return new VersionState(text(read, "instance"), text(read, "application"), text(read, "slot"), text(read, "model"), text(read, "version"),
        text(read, "sha256"), number(read, "sequence"), offset == null ? OptionalLong.empty() : OptionalLong.of((Long) offset),
        text(read, "state"), text(read, "code"), text(read, "detail"), number(read, "residentBytes"), steps,
        Instant.ofEpochMilli(number(read, "at")));
  }

  private static InstanceState instance(final GenericRecord read, final long timestamp) {
    final Map<String, String> config = new HashMap<>();
    ((Map<?, ?>) read.get("config")).forEach((part, value) -> config.put(part.toString(), value.toString()));
    return new InstanceState(text(read, "instance"), text(read, "application"), texts(read, "slots"), text(read, "state"), number(read, "controlPosition"),
        (Boolean) read.get("caughtUp") ? InstanceState.Currency.CAUGHT_UP : InstanceState.Currency.BEHIND,
        Duration.ofMillis(number(read, "leadMillis")), Duration.ofMillis(number(read, "heartbeatMillis")), number(read, "residentBytes"),
        Instant.ofEpochMilli(number(read, "at")), Instant.ofEpochMilli(timestamp), text(read, "token"), new SharedConfig(config),
        texts(read, "differsFrom"));
  }

  private static List<Utf8> utf8(final List<String> texts) {
    return texts.stream().map(Utf8::new).toList();
  }

  private static List<String> texts(final GenericRecord read, final String field) {
    return ((List<?>) read.get(field)).stream().map(Object::toString).toList();
  }

  private static String text(final GenericRecord read, final String field) {
    return read.get(field).toString();
  }

  private static long number(final GenericRecord read, final String field) {
    return (Long) read.get(field);
  }
}
