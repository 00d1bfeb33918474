package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.labelstream.wire.internal.StrictJson;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextDecoderTest {
  /** Longer than the JSON library allows by itself. */
  private static final int LONG = StreamReadConstraints.DEFAULT_MAX_STRING_LEN + 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonTextDecoder decoder = new JsonTextDecoder();
  private final TextSlice slice = new TextSlice();

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"text\":\"plain\"}",
      " {\"id\":1, \"text\" : \"plain\", \"more\":{\"text\":[1,{\"text\":2}]}} \n",
      "{\"other\":\"text\",\"text\":\"pl\\u0061in\"}",
  })
  void shouldFindTheTextOfTheObject(final String json) throws UndecodableValueException {
    decoder.decode(bytes(json), slice);

    assertThat(text()).isEqualTo("plain");
  }

  @Test
  void shouldUnescape() throws UndecodableValueException {
    decoder.decode(bytes("{\"text\":\"a\\n\\\"\\u00e9\\u20ac\\ud83d\\ude00 é€😀\\u0000\"}"), slice);

    assertThat(text()).isEqualTo("a\n\"é€😀 é€😀\0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\\ud83d", "x\\ude00", "x\\ud83dy", "x\\ud83d\\ud83d\\ude00"})
  void shouldReplaceASurrogateWithoutPartner(final String escaped) throws UndecodableValueException {
    decoder.decode(bytes("{\"text\":\"" + escaped + "\"}"), slice);

    assertThat(text()).startsWith("x\uFFFD");
  }

  @Test
  void shouldReadTheFieldThatIsConfigured() throws UndecodableValueException {
    new JsonTextDecoder(TextFields.of("body")).decode(bytes("{\"text\":\"no\",\"body\":\"yes\"}"), slice);

    assertThat(text()).isEqualTo("yes");
  }

  @Test
  void shouldAcceptAnEmptyText() throws UndecodableValueException {
    decoder.decode(bytes("{\"text\":\"\"}"), slice);

    assertThat(slice.length()).isZero();
  }

  @Test
  void shouldNotKeepAGiantBufferAfterAGiantText() throws UndecodableValueException {
    // Given
    decoder.decode(bytes("{\"text\":\"" + "a".repeat(LONG) + "\"}"), slice);
    assertThat(slice.length()).isEqualTo(LONG);

    // When
    decoder.decode(bytes("{\"text\":\"small\"}"), slice);

    // Then
    assertThat(text()).isEqualTo("small");
    assertThat(slice.bytes().length).isLessThanOrEqualTo(1 << 20);
  }

  @Property(tries = 300)
  void shouldGiveTheUtf8OfEveryString(@ForAll @StringLength(max = 2_000) final String any) throws Exception {
    final String text = any.codePoints().map(c -> c >= 0xD800 && c <= 0xDFFF ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();

    decoder.decode(JSON.writeValueAsBytes(Map.of("text", text)), slice);

    assertThat(Arrays.copyOf(slice.bytes(), slice.length())).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "nul", "canary", "{", "{\"text\":\"canary", "{\"text\":\"canary\"", "{\"text\":\"canary\",}",
      "{\"text\":\"canary\nline\"}", "{\"text\":'canary'}", "{\"text\":\"canary\"} canary", "{\"text\":\"canary\", \"x\": nope}",
      "{\"text\":\"\\x canary\"}", "{canary:1}"})
  void shouldRefuseWhatIsNoJsonWithoutQuotingIt(final String json) {
    assertThatThrownBy(() -> decoder.decode(bytes(json), slice))
        .isInstanceOf(UndecodableValueException.class)
        .hasMessageContaining("JSON").hasMessageNotContaining("canary").hasNoCause();
  }

  @Test
  void shouldRefuseMalformedUtf8() {
    final byte[] value = bytes("{\"text\":\"?\"}");
    value[9] = (byte) 0xC3;

    assertThatThrownBy(() -> decoder.decode(value, slice)).isInstanceOf(UndecodableValueException.class)
        .hasMessageContaining("value of 12 bytes is not UTF-8, see byte 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"text\":1}", "{\"text\":{}}", "{\"text\":[\"canary\"]}", "{\"text\":true}"})
  void shouldRefuseATextThatIsNoString(final String json) {
    assertThatThrownBy(() -> decoder.decode(bytes(json), slice)).isInstanceOf(UndecodableValueException.class)
        .hasMessageContaining("JSON field \"text\" is").hasMessageContaining("a string is needed").hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"canary\"", "12", "null", "true"})
  void shouldRefuseJsonThatIsNoObject(final String json) {
    assertThatThrownBy(() -> decoder.decode(bytes(json), slice)).isInstanceOf(UndecodableValueException.class)
        .hasMessageContaining("a JSON object is needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"text\":null}", "{\"Text\":\"canary\",\"x\":{\"text\":\"canary\"}}"})
  void shouldNameTheFieldThatIsMissing(final String json) {
    assertThatThrownBy(() -> decoder.decode(bytes(json), slice)).isInstanceOf(UndecodableValueException.class)
        .hasMessageContaining("no string in field \"text\"").hasMessageNotContaining("canary");
  }

  @Test
  void shouldRefuseTwoTexts() {
    assertThatThrownBy(() -> decoder.decode(bytes("{\"text\":\"a\",\"text\":\"b\"}"), slice))
        .isInstanceOf(UndecodableValueException.class).hasMessageContaining("field \"text\" twice");
  }

  @Test
  void shouldRefuseASecondDocument() {
    assertThatThrownBy(() -> decoder.decode(bytes("{\"text\":\"a\"}{\"text\":\"b\"}"), slice))
        .isInstanceOf(UndecodableValueException.class).hasMessageContaining("one object in each record");
  }

  @Test
  void shouldRefuseNestingBeyondTheLimitAndSaySo() {
    assertThatThrownBy(() -> decoder.decode(bytes("{\"text\":\"a\",\"x\":" + "[".repeat(1_000_000)), slice))
        .isInstanceOf(UndecodableValueException.class)
        .hasMessageContaining("nested deeper than 1000 levels").hasMessageNotContaining("valid").hasNoCause();
  }

  @Test
  void shouldReadNestingUpToTheLimit() throws UndecodableValueException {
    final int levels = StrictJson.MOST_LEVELS - 1;

    decoder.decode(bytes("{\"x\":" + "[".repeat(levels) + "]".repeat(levels) + ",\"text\":\"plain\"}"), slice);

    assertThat(text()).isEqualTo("plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "-%s", "0.%s", "1e%s", "\"%s\""})
  void shouldReadPastNumbersAndStringsOfAnyLength(final String other) throws UndecodableValueException {
    final String digits = "7".repeat(100_000);

    decoder.decode(bytes("{\"x\":" + other.formatted(digits) + ",\"" + digits + "\":[1],\"text\":\"plain\"}"), slice);

    assertThat(text()).isEqualTo("plain");
  }

  @Test
  void shouldNotMindThatOtherFieldsAreThereTwice() throws UndecodableValueException {
    decoder.decode(bytes("{\"x\":1,\"text\":\"plain\",\"x\":{\"text\":1,\"text\":2}}"), slice);

    assertThat(text()).isEqualTo("plain");
  }

  @Test
  void shouldReadAnObjectBehindAByteOrderMark() throws UndecodableValueException {
    decoder.decode(bytes("\uFEFF{\"text\":\"plain\"}"), slice);

    assertThat(text()).isEqualTo("plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
  void shouldRefuseOtherEncodings(final String charset) {
    final byte[] value = "{\"text\":\"canary\"}".getBytes(Charset.forName(charset));

    assertThatThrownBy(() -> decoder.decode(value, slice)).isInstanceOf(UndecodableValueException.class)
        .hasMessageContaining("UTF-8").hasMessageNotContaining("not valid JSON");
  }

  @ParameterizedTest
  @CsvSource({"doc.text,inner", "/doc/text,inner", "/doc.text,dotted", "/a~1b,slash", "/doc/a~0b,tilde", "doc.deep.text,deepest", "/,empty"})
  void shouldReadAFieldBelowOthers(final String field, final String expected) throws UndecodableValueException {
    // Given
    final String json = "{\"text\":\"top\",\"doc.text\":\"dotted\",\"a/b\":\"slash\",\"\":\"empty\",\"list\":[{\"text\":\"listed\"}],"
        + "\"doc\":{\"x\":{\"text\":1},\"text\":\"inner\",\"a~b\":\"tilde\",\"deep\":{\"text\":\"deepest\"}},\"y\":2}";

    // When
    new JsonTextDecoder(TextFields.of(field)).decode(bytes(json), slice);

    // Then
    assertThat(text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"title\":\"A\",\"doc\":{\"body\":\"B\"}}|A/B",
      "{\"doc\":{\"body\":\"B\"},\"title\":\"A\"}|A/B",
      "{\"doc\":{\"body\":\"B\"}}|B",
      "{\"title\":\"A\",\"doc\":{\"body\":null}}|A",
      "{\"title\":\"A\",\"doc\":null}|A",
      "{\"title\":\"\",\"doc\":{\"body\":\"B\"}}|/B",
      "{\"title\":\"\"}|''"})
  void shouldJoinTheTextsOfSeveralFields(final String json, final String expected) throws UndecodableValueException {
    final JsonTextDecoder joining = new JsonTextDecoder(TextFields.of("title", "doc.body"));

    joining.decode(bytes("{\"title\":\"the one before\",\"doc\":{\"body\":\"as well\"}}"), slice);
    joining.decode(bytes(json), slice);

    assertThat(text().replace('\n', '/')).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"doc\":\"canary\"}|field \"doc\" is a string, an object is needed",
      "{\"doc\":[{\"text\":\"canary\"}]}|field \"doc\" is an array, an object is needed",
      "{\"doc\":{\"text\":{}}}|field \"doc.text\" is an object, a string is needed",
      "{\"doc\":{},\"doc\":{\"text\":\"canary\"}}|field \"doc\" twice",
      "{\"doc\":{\"text\":\"canary\",\"text\":\"canary\"}}|field \"doc.text\" twice",
      "{\"doc\":{}}|no string in field \"doc.text\""})
  void shouldSayWhereAFieldBelowOthersIsWrong(final String json, final String message) {
    assertThatThrownBy(() -> new JsonTextDecoder(TextFields.of("doc.text")).decode(bytes(json), slice))
        .isInstanceOf(UndecodableValueException.class).hasMessageContaining(message).hasMessageNotContaining("canary");
  }

  @Test
  void shouldAllocateNothingForTheTextOfARecord() throws UndecodableValueException {
    // Given
    final JsonTextDecoder joining = new JsonTextDecoder(TextFields.of("title", "doc.body"));
    final byte[] small = bytes("{\"title\":\"A\",\"doc\":{\"body\":\"B\"}}");
    final byte[] large = bytes("{\"title\":\"" + "A".repeat(10_000) + "\",\"doc\":{\"body\":\"" + "B".repeat(10_000) + "\"}}");
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    bytesOf(joining, large, threads);

    // When
    final long perSmall = bytesOf(joining, small, threads);
    final long perLarge = bytesOf(joining, large, threads);

    // Then
    assertThat(perLarge).as("only the parser itself is made for each record").isLessThan(perSmall + 2_000);
  }

  private long bytesOf(final JsonTextDecoder joining, final byte[] value, final ThreadMXBean threads) throws UndecodableValueException {
    final int records = 1_000;
    final long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < records; i++) {
      joining.decode(value, slice);
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / records;
  }

  @Test
  void shouldReadAnObjectOfThousandsOfFields() throws UndecodableValueException {
    final StringBuilder json = new StringBuilder("{\"text\":\"a\"");
    for (int i = 0; i < 1 << 13; i++) {
      json.append(",\"");
      for (int bit = 0; bit < 13; bit++) {
        json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      json.append("\":0");
    }

    decoder.decode(bytes(json.append('}').toString()), slice);

    assertThat(text()).isEqualTo("a");
  }

  @Test
  void shouldEndInTextOrRefusalWhenBytesAreDamaged() {
    final byte[] value = bytes("{\"id\":[1,2.5e3,null],\"text\":\"a\\u00e9é\\n\",\"x\":{\"y\":false}}");
    for (int at = 0; at < value.length; at++) {
      for (int b = 0; b < 256; b++) {
        final byte[] damaged = value.clone();
        damaged[at] = (byte) b;
        assertTextOrRefusal(damaged);
      }
      final byte[] truncated = Arrays.copyOf(value, at);
      assertThatThrownBy(() -> decoder.decode(truncated, slice)).isInstanceOf(UndecodableValueException.class);
    }
  }

  @Property(tries = 300)
  void shouldEndInTextOrRefusalOnAnyBytes(@ForAll final byte[] bytes) {
    assertTextOrRefusal(bytes);
  }

  private void assertTextOrRefusal(final byte[] value) {
    try {
      decoder.decode(value, slice);
      assertThat(slice.length()).isNotNegative();
    } catch (final UndecodableValueException refused) {
      assertThat(refused).hasNoCause();
    }
  }

  private static byte[] bytes(final String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private String text() {
    return new String(slice.bytes(), slice.offset(), slice.length(), StandardCharsets.UTF_8);
  }
}
