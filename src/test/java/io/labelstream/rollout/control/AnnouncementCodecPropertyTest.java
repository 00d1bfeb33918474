package io.labelstream.rollout.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.labelstream.rollout.control.AnnouncementCodec.Decoded;
import io.labelstream.rollout.control.AnnouncementCodec.Read;
import io.labelstream.rollout.control.AnnouncementCodec.Unreadable;
import io.labelstream.wire.avro.ModelAnnouncement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Announcements come back as they were, and whatever else stands in a record is told by a value. */
class AnnouncementCodecPropertyTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BODY = 10;
  private static final long MOST_ALLOCATED = 1 << 20;

  @Property(tries = 500)
  void shouldComeBackAsItWas(@ForAll("announcements") final Announcement announcement) {
    // When
    final Decoded decoded = AnnouncementCodec.decode(AnnouncementCodec.encode(announcement));

    // Then
    assertThat(decoded).isEqualTo(new Read(announcement));
  }

  @Property(tries = 50)
  void shouldBeReadByAvrosOwnDecoder(@ForAll("announcements") final Announcement announcement) throws IOException {
    // Given
    final byte[] value = AnnouncementCodec.encode(announcement);

    // When
    final GenericRecord read = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), ModelAnnouncement.getClassSchema()).decode(value);

    // Then
    assertThat(read.get("slot")).hasToString(announcement.slot());
    assertThat(read.get("sequence")).isEqualTo(announcement.sequence());
    assertThat(read.get("note")).hasToString(announcement.note());
    assertThat(read.get("cluster")).hasToString(announcement.cluster());
  }

  @Property(tries = 1000)
  void shouldAnswerForAnyBytes(@ForAll @Size(max = 300) final byte[] bytes) {
    // When
    final Decoded decoded = AnnouncementCodec.decode(bytes);

    // Then
    assertThat(decoded).isInstanceOf(Unreadable.class);
  }

  @Property(tries = 1000)
  void shouldAnswerForAnyBytesBehindTheHeader(@ForAll @Size(max = 300) final byte[] bytes) {
    // Given
    final byte[] value = Arrays.copyOf(AnnouncementCodec.encode(Announcements.live(1, "a")), BODY + bytes.length);
    System.arraycopy(bytes, 0, value, BODY, bytes.length);

    // When
    final Decoded decoded = AnnouncementCodec.decode(value);

    // Then
    assertThat(decoded).isInstanceOf(Unreadable.class);
  }

  @Property(tries = 30)
  void shouldAnswerWhicheverByteIsChanged(@ForAll("announcements") final Announcement announcement, @ForAll @IntRange(min = 1, max = 255) final int flip) {
    final byte[] value = AnnouncementCodec.encode(announcement);

    for (int i = 0; i < value.length; i++) {
      final byte[] damaged = value.clone();
      damaged[i] ^= (byte) flip;
      final Decoded decoded = AnnouncementCodec.decode(damaged);
      if (i < BODY) {
        assertThat(code(decoded)).as("byte %d", i).isEqualTo(i < 2 ? RejectionCode.UNREADABLE : RejectionCode.UNKNOWN_SCHEMA);
      } else if (decoded instanceof Unreadable(final Rejection rejection, final Optional<String> _)) {
        assertThat(rejection.code()).as("byte %d", i).isIn(RejectionCode.UNREADABLE, RejectionCode.INVALID);
        assertThat(rejection.detail()).as("byte %d", i).hasSizeLessThan(300);
      }
    }
  }

  @Property(tries = 30)
  void shouldRefuseEveryTruncation(@ForAll("announcements") final Announcement announcement) {
    final byte[] value = AnnouncementCodec.encode(announcement);

    for (int length = 0; length < value.length; length++) {
      final Decoded decoded = AnnouncementCodec.decode(Arrays.copyOf(value, length));
      assertThat(code(decoded)).as("length %d", length).isEqualTo(RejectionCode.UNREADABLE);
    }
  }

  @Property(tries = 100)
  void shouldRefuseBytesThatFollow(@ForAll("announcements") final Announcement announcement, @ForAll @IntRange(min = 1, max = 20) final int more) {
    // Given
    final byte[] value = AnnouncementCodec.encode(announcement);

    // When
    final Decoded decoded = AnnouncementCodec.decode(Arrays.copyOf(value, value.length + more));

    // Then
    assertThat(code(decoded)).isEqualTo(RejectionCode.UNREADABLE);
  }

  @Property(tries = 200)
  void shouldAllocateNoMoreThanTheBytesThatAreThereCallFor(@ForAll("lengths") final long length) throws IOException {
    // Given
    final byte[] value = claiming(length);
    AnnouncementCodec.decode(value);
    final long before = THREADS.getCurrentThreadAllocatedBytes();

    // When
    final Decoded decoded = AnnouncementCodec.decode(value);

    // Then
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED);
    assertThat(code(decoded)).isEqualTo(RejectionCode.UNREADABLE);
  }

  @Example
  void shouldReadWhatAnEarlierReleaseHasAnnounced() {
    // Given
    final Announcement announcement = Announcements.live(1, "a");
    final byte[] now = AnnouncementCodec.encode(announcement);
    final byte[] before = Arrays.copyOf(now, now.length - 1);
    System.arraycopy(HexFormat.of().parseHex("c3017196f88380046427"), 0, before, 0, BODY);

    // When
    final Decoded decoded = AnnouncementCodec.decode(before);

    // Then
    assertThat(decoded).isEqualTo(new AnnouncementCodec.Read(announcement));
  }

  @Example
  void shouldStartWithTheFingerprintOfItsSchema() {
    // When
    final byte[] value = AnnouncementCodec.encode(Announcements.live(1, "a"));

    // Then
    assertThat(HexFormat.of().formatHex(value, 0, BODY)).isEqualTo("c3010caff8d26b581ecb");
  }

  @Example
  void shouldRefuseAValueOverTheCapUnread() {
    // When
    final Decoded decoded = AnnouncementCodec.decode(new byte[AnnouncementCodec.LARGEST + 1]);

    // Then
    assertThat(rejection(decoded).detail()).isEqualTo("the value has 65537 bytes, expected at most 65536");
  }

  @Example
  void shouldNotWriteAValueOverTheCap() {
    // Given
    final Announcement large = ofSize(AnnouncementCodec.LARGEST + 1);

    // When
    assertThatThrownBy(() -> AnnouncementCodec.encode(large))
        // Then
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("language/1 takes 65537 bytes", "expected at most 65536", "shorten");
  }

  @Example
  void shouldReadAValueAtTheCap() {
    // Given
    final Announcement largest = ofSize(AnnouncementCodec.LARGEST);
    final byte[] value = AnnouncementCodec.encode(largest);

    // When
    final Decoded decoded = AnnouncementCodec.decode(value);

    // Then
    assertThat(value).hasSize(AnnouncementCodec.LARGEST);
    assertThat(decoded).isEqualTo(new Read(largest));
  }

  @Example
  void shouldWriteTheBeginningAsTheLeastTime() {
    // Given
    final byte[] value = AnnouncementCodec.encode(effective(new EffectiveFrom.At(Long.MIN_VALUE)));

    // When
    final Decoded decoded = AnnouncementCodec.decode(value);

    // Then
    assertThat(value).isEqualTo(AnnouncementCodec.encode(effective(new EffectiveFrom.Beginning())));
    assertThat(decoded).isEqualTo(new Read(effective(new EffectiveFrom.Beginning())));
  }

  @Example
  void shouldRefuseATextThatIsNotUtf8() {
    // Given
    final byte[] value = AnnouncementCodec.encode(canary("salt"));
    value[indexOf("salt", value)] = (byte) 0xFF;

    // When
    final Decoded decoded = AnnouncementCodec.decode(value);

    // Then
    assertThat(code(decoded)).isEqualTo(RejectionCode.UNREADABLE);
    assertThat(rejection(decoded).detail()).contains("UTF-8");
  }

  @Example
  void shouldTellWhichFieldIsOutOfItsRangeAndForWhichSlot() {
    // Given
    final byte[] value = AnnouncementCodec.encode(canary("salt"));
    // The percentage stands before the salt's length; Avro writes -1 as 1.
    value[indexOf("salt", value) - 2] = 1;

    // When
    final Decoded decoded = AnnouncementCodec.decode(value);

    // Then
    assertThat(decoded).isEqualTo(new Unreadable(
        new Rejection(RejectionCode.INVALID, "canary percent -1 must be from 0 to 100"), Optional.of("language")));
  }

  @Example
  void shouldNotTellASlotThatCannotBeOne() {
    // Given
    final byte[] value = AnnouncementCodec.encode(Announcements.live(1, "a"));
    value[indexOf("language", value)] = '/';

    // When
    final Decoded decoded = AnnouncementCodec.decode(value);

    // Then
    assertThat(decoded).asInstanceOf(InstanceOfAssertFactories.type(Unreadable.class)).extracting(Unreadable::slot).isEqualTo(Optional.empty());
    assertThat(code(decoded)).isEqualTo(RejectionCode.INVALID);
  }

  @Provide
  Arbitrary<Announcement> announcements() {
    final Arbitrary<String> names = Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(20);
    final Arbitrary<String> texts = Arbitraries.strings().all().ofMaxLength(30).filter(AnnouncementCodecPropertyTest::isWhole);
    final Arbitrary<ArtifactReference> references = Combinators.combine(
        texts.filter(text -> !text.isBlank()), Arbitraries.longs().greaterOrEqual(1),
        Arbitraries.strings().withChars("0123456789abcdef").ofLength(64)).as(ArtifactReference::new);
    final Arbitrary<Traffic> traffic = Arbitraries.oneOf(
        Arbitraries.of(new Traffic.Staged(), new Traffic.Live(), new Traffic.Shadow(), new Traffic.Withdrawn()),
        Combinators.combine(Arbitraries.integers().between(0, 100), texts).as(Traffic.Canary::new));
    final Arbitrary<EffectiveFrom> times = Arbitraries.oneOf(
        Arbitraries.of(new EffectiveFrom.AfterLead(), new EffectiveFrom.Beginning()),
        Arbitraries.longs().greaterOrEqual(Long.MIN_VALUE + 1).map(EffectiveFrom.At::new));
    final Arbitrary<Announcement> plain = Combinators.combine(names, Arbitraries.longs().greaterOrEqual(1), names, references,
        references.optional(), traffic, times, Arbitraries.of(Reach.class)).as((slot, sequence, name, artifact, samples, share, time, reach) ->
            new Announcement(slot, sequence, name, name + "-2", "fasttext", artifact, samples, share, time, reach, "", ""));
    return Combinators.combine(plain, Arbitraries.of(Objections.class), texts, texts).as((one, objections, note, cluster) ->
        new Announcement(one.slot(), one.sequence(), one.model(), one.version(), one.family(), one.artifact(), one.samples(), one.traffic(),
            one.effectiveFrom(), one.reach(), objections, note, cluster));
  }

  /** Lengths that a string cannot have where hardly any bytes follow. */
  @Provide
  Arbitrary<Long> lengths() {
    return Arbitraries.oneOf(Arbitraries.of(Long.MIN_VALUE, -1L, 1L << 31, (1L << 31) - 1, (1L << 31) - 9, 1L << 30, Long.MAX_VALUE),
        Arbitraries.longs().filter(length -> length < 0 || length > 1000));
  }

  /** A value whose first string says that it is of this length. */
  private static byte[] claiming(final long length) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(AnnouncementCodec.encode(Announcements.live(1, "a")), 0, BODY);
    final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    encoder.writeLong(length);
    encoder.writeFixed(new byte[50]);
    encoder.flush();
    return out.toByteArray();
  }

  /** Half a surrogate pair has no form in UTF-8. */
  private static boolean isWhole(final String text) {
    return text.codePoints().noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /** An announcement whose value has, or would have, this many bytes, more than {@code 1 << 15}. */
  private static Announcement ofSize(final int bytes) {
    final int others = AnnouncementCodec.encode(canary("s".repeat(1 << 15))).length - (1 << 15);
    return canary("s".repeat(bytes - others));
  }

  private static Announcement canary(final String salt) {
    return Announcements.of(1, "a", new Traffic.Canary(10, salt), new EffectiveFrom.AfterLead(), Reach.FORWARD);
  }

  private static Announcement effective(final EffectiveFrom effectiveFrom) {
    return Announcements.of(1, "a", new Traffic.Live(), effectiveFrom, Reach.FORWARD);
  }

  private static int indexOf(final String text, final byte[] value) {
    return new String(value, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static Rejection rejection(final Decoded decoded) {
    assertThat(decoded).isInstanceOf(Unreadable.class);
    return ((Unreadable) decoded).rejection();
  }

  private static RejectionCode code(final Decoded decoded) {
    return rejection(decoded).code();
  }
}
