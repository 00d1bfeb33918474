package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;

class StatusCodecPropertyTest {
  private static final Instant WRITTEN = Instant.ofEpochMilli(1_700_000_000_000L);

  @Property(tries = 200)
  void shouldReadBackTheStateOfAVersion(@ForAll("versions") final VersionState state) {
    // When
    final StatusCodec.Decoded decoded = StatusCodec.decode(StatusCodec.encode(state), 0);

    // Then
    assertThat(decoded).isEqualTo(new StatusCodec.Decoded.Version(state));
  }

  @Property(tries = 200)
  void shouldReadBackTheStateOfAnInstance(@ForAll("instances") final InstanceState state) {
    // When
    final StatusCodec.Decoded decoded = StatusCodec.decode(StatusCodec.encode(state), WRITTEN.toEpochMilli());

    // Then
    assertThat(decoded).isEqualTo(new StatusCodec.Decoded.Instance(state));
  }

  @Property(tries = 2_000)
  void shouldTellEverythingOfDamagedBytesByAValue(
      @ForAll("versions") final VersionState state, @ForAll final int place, @ForAll final byte change, @ForAll @IntRange(max = 64) final int cut) {
    // Given
    final byte[] value = StatusCodec.encode(state);
    final byte[] damaged = Arrays.copyOf(value, Math.max(0, value.length - cut));
    if (damaged.length > 0) {
      damaged[Math.floorMod(place, damaged.length)] += change;
    }

    // When
    final StatusCodec.Decoded decoded = StatusCodec.decode(damaged, 0);

    // Then
    if (cut > 0 || damaged.length < 10) {
      assertThat(decoded).isNotEqualTo(new StatusCodec.Decoded.Version(state));
    } else {
      assertThat(decoded).isNotNull();
    }
  }

  @Property(tries = 500)
  void shouldTellArbitraryBytesToBeUnreadable(@ForAll final byte[] value) {
    // When
    final StatusCodec.Decoded decoded = StatusCodec.decode(value, 0);

    // Then
    assertThat(decoded).isInstanceOf(StatusCodec.Decoded.Unreadable.class);
  }

  @Example
  void shouldReadWhatAnEarlierReleaseHasWritten() throws IOException {
    // Given
    final Schema earlier = new Schema.Parser().parse(Path.of("src", "test", "resources", "schemas", "InstanceStatus.1.avsc").toFile());
    final GenericRecord written = new GenericRecordBuilder(earlier).set("instance", "i1").set("application", "app").set("slots", List.of("language"))
        .set("state", "running").set("leadMillis", 30_000L).set("heartbeatMillis", 7_500L).set("at", 1_000L).build();
    final ByteBuffer value = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), earlier).encode(written);

    // When
    final StatusCodec.Decoded decoded = StatusCodec.decode(Arrays.copyOf(value.array(), value.remaining()), WRITTEN.toEpochMilli());

    // Then
    assertThat(decoded).isEqualTo(new StatusCodec.Decoded.Instance(new InstanceState("i1", "app", List.of("language"), "running", 0,
        InstanceState.Currency.BEHIND, Duration.ofSeconds(30), Duration.ofMillis(7_500), 0, Instant.ofEpochMilli(1_000), WRITTEN, "",
        SharedConfig.none(), List.of())));
  }

  @Provide
  Arbitrary<VersionState> versions() {
    final Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20).filter(StatusCodecPropertyTest::isUnicode);
    final Arbitrary<Long> numbers = Arbitraries.longs();
    final Arbitrary<List<VersionState.Step>> steps = Combinators.combine(texts, Arbitraries.longs().between(0, 1L << 50))
        .as((step, micros) -> new VersionState.Step(step, Duration.ofNanos(1_000 * micros))).list().ofMaxSize(9);
    return Combinators.combine(texts.list().ofSize(9), numbers, numbers.optional(), numbers, steps, numbers).as(
        (text, sequence, offset, bytes, times, at) -> new VersionState(text.get(0), text.get(1), text.get(2), text.get(3), text.get(4), text.get(5),
            sequence, offset.map(OptionalLong::of).orElseGet(OptionalLong::empty), text.get(6), text.get(7), text.get(8), bytes, times,
            Instant.ofEpochMilli(at / 2)));
  }

  @Provide
  Arbitrary<InstanceState> instances() {
    final Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20).filter(StatusCodecPropertyTest::isUnicode);
    final Arbitrary<Long> numbers = Arbitraries.longs().between(0, Long.MAX_VALUE / 2);
    return Combinators.combine(texts.list().ofMinSize(4).ofMaxSize(9), numbers.list().ofSize(5), Arbitraries.of(InstanceState.Currency.class),
        Arbitraries.maps(texts, texts).ofMaxSize(5)).as(
        (text, number, currency, config) -> new InstanceState(text.get(0), text.get(1), text.subList(4, text.size()), text.get(2), number.get(0), currency,
            Duration.ofMillis(number.get(1)), Duration.ofMillis(number.get(2)), number.get(3), Instant.ofEpochMilli(number.get(4)), WRITTEN,
            text.get(3), new SharedConfig(config), text.subList(4, text.size())));
  }

  /** Half a surrogate pair is no text that UTF-8 can hold. */
  private static boolean isUnicode(final String text) {
    return text.codePoints().noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}
