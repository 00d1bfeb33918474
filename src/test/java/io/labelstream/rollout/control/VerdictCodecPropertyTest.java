package io.labelstream.rollout.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.rollout.control.VerdictCodec.Decoded;
import io.labelstream.rollout.control.VerdictCodec.Read;
import io.labelstream.rollout.control.VerdictCodec.Unreadable;
import io.labelstream.wire.avro.ModelVerdict;
import java.io.IOException;
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
import org.apache.avro.message.BinaryMessageDecoder;

/** Verdicts come back as they were, and whatever else stands in a record is told by a value. */
class VerdictCodecPropertyTest {
  private static final int BODY = 10;
  private static final Verdict PROOF = new Verdict("language", 1, 0, "i1", new Verdict.Proved());

  @Property(tries = 500)
  void shouldComeBackAsItWas(@ForAll("verdicts") final Verdict verdict) {
    // When
    final Decoded decoded = VerdictCodec.decode(VerdictCodec.encode(verdict));

    // Then
    assertThat(decoded).isEqualTo(new Read(verdict));
  }

  @Property(tries = 50)
  void shouldBeReadByAvrosOwnDecoder(@ForAll("verdicts") final Verdict verdict) throws IOException {
    // Given
    final byte[] value = VerdictCodec.encode(verdict);

    // When
    final GenericRecord read = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), ModelVerdict.getClassSchema()).decode(value);

    // Then
    assertThat(read.get("slot")).hasToString(verdict.slot());
    assertThat(read.get("sequence")).isEqualTo(verdict.sequence());
    assertThat(read.get("announcementOffset")).isEqualTo(verdict.announcement());
    assertThat(read.get("instance")).hasToString(verdict.instance());
    assertThat(read.get("code")).hasToString(verdict.finding() instanceof Verdict.Veto(final String code, final String _) ? code : "");
  }

  @Property(tries = 100)
  void shouldBeToldFromAnnouncements(@ForAll("verdicts") final Verdict verdict) {
    // Given
    final byte[] value = VerdictCodec.encode(verdict);

    // When
    final AnnouncementCodec.Decoded decoded = AnnouncementCodec.decode(value);

    // Then
    assertThat(decoded).isInstanceOfSatisfying(AnnouncementCodec.Unreadable.class,
        unreadable -> assertThat(unreadable.rejection().code()).isEqualTo(RejectionCode.UNKNOWN_SCHEMA));
    assertThat(VerdictCodec.isVerdict(value)).isTrue();
    assertThat(VerdictCodec.isVerdict(AnnouncementCodec.encode(Announcements.live(1, "a")))).isFalse();
  }

  @Property(tries = 1000)
  void shouldAnswerForAnyBytes(@ForAll @Size(max = 300) final byte[] bytes) {
    // When
    final Decoded decoded = VerdictCodec.decode(bytes);

    // Then
    assertThat(decoded).isInstanceOf(Unreadable.class);
    assertThat(VerdictCodec.isVerdict(bytes)).isFalse();
  }

  @Property(tries = 1000)
  void shouldAnswerForAnyBytesBehindTheHeader(@ForAll @Size(max = 300) final byte[] bytes) {
    // Given
    final byte[] value = Arrays.copyOf(VerdictCodec.encode(PROOF), BODY + bytes.length);
    System.arraycopy(bytes, 0, value, BODY, bytes.length);

    // When
    final Decoded decoded = VerdictCodec.decode(value);

    // Then
    assertThat(decoded).isInstanceOf(Unreadable.class);
    assertThat(VerdictCodec.isVerdict(value)).isTrue();
  }

  @Property(tries = 100)
  void shouldAnswerWhicheverByteIsChanged(@ForAll("verdicts") final Verdict verdict, @ForAll @IntRange(min = 1, max = 255) final int flip) {
    final byte[] value = VerdictCodec.encode(verdict);

    for (int i = 0; i < value.length; i++) {
      final byte[] damaged = value.clone();
      damaged[i] ^= (byte) flip;
      final Decoded decoded = VerdictCodec.decode(damaged);
      if (i < BODY) {
        assertThat(code(decoded)).as("byte %d", i).isEqualTo(i < 2 ? RejectionCode.UNREADABLE : RejectionCode.UNKNOWN_SCHEMA);
        assertThat(VerdictCodec.isVerdict(damaged)).as("byte %d", i).isFalse();
      } else if (decoded instanceof Unreadable(final Rejection rejection, final Optional<String> _)) {
        assertThat(rejection.code()).as("byte %d", i).isIn(RejectionCode.UNREADABLE, RejectionCode.INVALID);
        assertThat(rejection.detail()).as("byte %d", i).hasSizeLessThan(300);
      }
    }
  }

  @Property(tries = 100)
  void shouldRefuseEveryTruncation(@ForAll("verdicts") final Verdict verdict) {
    final byte[] value = VerdictCodec.encode(verdict);

    for (int length = 0; length < value.length; length++) {
      final Decoded decoded = VerdictCodec.decode(Arrays.copyOf(value, length));
      assertThat(code(decoded)).as("length %d", length).isEqualTo(RejectionCode.UNREADABLE);
    }
  }

  @Property(tries = 100)
  void shouldRefuseBytesThatFollow(@ForAll("verdicts") final Verdict verdict, @ForAll @IntRange(min = 1, max = 20) final int more) {
    // Given
    final byte[] value = VerdictCodec.encode(verdict);

    // When
    final Decoded decoded = VerdictCodec.decode(Arrays.copyOf(value, value.length + more));

    // Then
    assertThat(code(decoded)).isEqualTo(RejectionCode.UNREADABLE);
  }

  @Example
  void shouldStartWithTheFingerprintOfItsSchema() {
    // When
    final byte[] value = VerdictCodec.encode(PROOF);

    // Then
    assertThat(HexFormat.of().formatHex(value, 0, BODY)).isEqualTo("c301c8032bae14ccbf74");
  }

  @Example
  void shouldRefuseAValueOverTheCapUnread() {
    // Given
    final byte[] value = Arrays.copyOf(VerdictCodec.encode(PROOF), AnnouncementCodec.LARGEST + 1);

    // When
    final Decoded decoded = VerdictCodec.decode(value);

    // Then
    assertThat(rejection(decoded).detail()).isEqualTo("the value has 65537 bytes, expected at most 65536");
  }

  @Example
  void shouldRefuseATextThatIsNotUtf8() {
    // Given
    final byte[] value = VerdictCodec.encode(veto("a-detail"));
    value[indexOf("a-detail", value)] = (byte) 0xFF;

    // When
    final Decoded decoded = VerdictCodec.decode(value);

    // Then
    assertThat(decoded).isEqualTo(
        new Unreadable(new Rejection(RejectionCode.UNREADABLE, "a text of the verdict is not UTF-8"), Optional.empty()));
  }

  @Example
  void shouldTellWhichFieldIsOutOfItsRangeAndForWhichSlot() {
    // Given
    final byte[] value = VerdictCodec.encode(PROOF);
    // The sequence stands behind the slot; Avro writes -1 as 1.
    value[indexOf("language", value) + "language".length()] = 1;

    // When
    final Decoded decoded = VerdictCodec.decode(value);

    // Then
    assertThat(decoded).isEqualTo(new Unreadable(
        new Rejection(RejectionCode.INVALID, "the sequence is -1, expected at least 1"), Optional.of("language")));
  }

  @Example
  void shouldNotTellASlotThatCannotBeOne() {
    // Given
    final byte[] value = VerdictCodec.encode(PROOF);
    value[indexOf("language", value)] = '/';

    // When
    final Decoded decoded = VerdictCodec.decode(value);

    // Then
    assertThat(decoded).isEqualTo(new Unreadable(new Rejection(RejectionCode.INVALID,
        "the slot must be 1 to 64 lower-case letters, digits and inner hyphens"), Optional.empty()));
  }

  @Example
  void shouldRefuseAVetoWithoutCode() {
    // Given
    final byte[] value = VerdictCodec.encode(PROOF);
    // The finding stands before two empty texts; Avro writes the second symbol as 2.
    value[value.length - 3] = 2;

    // When
    final Decoded decoded = VerdictCodec.decode(value);

    // Then
    assertThat(code(decoded)).isEqualTo(RejectionCode.INVALID);
  }

  @Example
  void shouldCutADetailThatIsTooLong() {
    // When
    final Verdict.Veto veto = Verdict.Veto.of(new Rejection(RejectionCode.OVER_BUDGET, "d".repeat(1001)));

    // Then
    assertThat(veto).isEqualTo(new Verdict.Veto("over-budget", "d".repeat(1000)));
    assertThat(VerdictCodec.decode(VerdictCodec.encode(veto(veto.detail())))).isInstanceOf(Read.class);
  }

  @Example
  void shouldNotCutACharacterInHalf() {
    // Given
    final Rejection rejection = new Rejection(RejectionCode.LOCATION_UNREADABLE, "d".repeat(999) + "\uD83D\uDE00");

    // When
    final Verdict.Veto veto = Verdict.Veto.of(rejection);

    // Then
    assertThat(veto.detail()).isEqualTo("d".repeat(999));
  }

  @Example
  void shouldNotBeMadeWithFieldsOutOfTheirRanges() {
    assertThatThrownBy(() -> new Verdict("no slot", 1, 0, "i1", new Verdict.Proved())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Verdict("language", 0, 0, "i1", new Verdict.Proved())).hasMessage("the sequence is 0, expected at least 1");
    assertThatThrownBy(() -> new Verdict("language", 1, -1, "i1", new Verdict.Proved())).hasMessageContaining("offset is -1, expected at least 0");
    assertThatThrownBy(() -> new Verdict("language", 1, 0, "i/1", new Verdict.Proved())).hasMessageContaining("1 to 255 letters");
    assertThatThrownBy(() -> new Verdict.Veto("No Code", "")).hasMessageContaining("1 to 64 lower-case letters");
    assertThatThrownBy(() -> new Verdict.Veto("code", "d".repeat(1001))).hasMessage("the detail has 1001 characters, expected at most 1000");
  }

  @Example
  void shouldTakeEveryRejectionCode() {
    for (final RejectionCode code : RejectionCode.values()) {
      assertThat(Verdict.Veto.of(new Rejection(code, "")).code()).isEqualTo(code.code());
    }
  }

  @Provide
  Arbitrary<Verdict> verdicts() {
    final Arbitrary<String> slots = Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(20);
    final Arbitrary<String> instances = Arbitraries.strings().alpha().numeric().withChars("._-").ofMinLength(1).ofMaxLength(30);
    final Arbitrary<String> codes = Arbitraries.strings().withCharRange('a', 'z').withChars('-').ofMinLength(1).ofMaxLength(20);
    final Arbitrary<String> details = Arbitraries.strings().all().ofMaxLength(30).filter(VerdictCodecPropertyTest::isWhole);
    final Arbitrary<Verdict.Finding> findings =
        Arbitraries.oneOf(Arbitraries.just(new Verdict.Proved()), Combinators.combine(codes, details).as(Verdict.Veto::new));
    return Combinators.combine(slots, Arbitraries.longs().greaterOrEqual(1), Arbitraries.longs().greaterOrEqual(0), instances, findings).as(Verdict::new);
  }

  private static Verdict veto(final String detail) {
    return new Verdict("language", 1, 0, "i1", new Verdict.Veto("over-budget", detail));
  }

  /** Half a surrogate pair has no form in UTF-8. */
  private static boolean isWhole(final String text) {
    return text.codePoints().noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
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
