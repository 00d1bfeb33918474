package io.labelstream.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final byte[] SIX = {1, 2, 3, 4, 5, 6};

  @Test
  void shouldWriteTheBytesOfTheSpecification() throws Exception {
    // Given
    final NewTensor halves = NewTensor.of("h", Type.F16, MemorySegment.ofArray(Arrays.copyOf(SIX, 4)), 1, 2);
    final NewTensor bytes = NewTensor.of("b", Type.U8, MemorySegment.ofArray(Arrays.copyOf(SIX, 3)), 3);
    // When
    final byte[] file = write(Map.of("k", "a\"b\n"), List.of(halves, bytes));
    // Then
    final String header =
        "{\"__metadata__\":{\"k\":\"a\\\"b\\n\"},\"h\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[4,7]}}";
    final String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    final ByteBuffer expected = ByteBuffer.allocate(8 + padded.length() + 7).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(padded.length()).put(padded.getBytes(StandardCharsets.UTF_8)).put(new byte[] {1, 2, 3, 4, 1, 2, 3});
    assertThat(file).isEqualTo(expected.array());
  }

  @Test
  void shouldReadWhatOthersMayWrite() throws Exception {
    // Given
    final byte[] file = file("{ \"b\" : {\"shape\":[ 1 , 2,3 ],\n\"data_offsets\":[0,6], \"dtype\":\"U8\"} , \"__metadata__\":{},"
        + "\"s\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[6,7]},\"e\":{\"dtype\":\"I64\",\"shape\":[0,4],\"data_offsets\":[6,6]}}  ", 7);
    // When
    final Safetensors read = Safetensors.parse(MemorySegment.ofArray(file));
    // Then
    assertThat(read.tensors()).extracting(Safetensors.Tensor::name).containsExactly("b", "e", "s");
    assertThat(read.tensor("b").orElseThrow().shape()).containsExactly(1L, 2L, 3L);
    assertThat(read.metadata()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[3,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[4,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[1,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[6,0]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[9999999999999999999],\"data_offsets\":[0,6]}}",
    "TRUNCATED | {\"a\":{\"dtype\":\"U8\",\"shape\":[7],\"data_offsets\":[0,7]}}",
    "TRAILING_BYTES | {\"a\":{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[0,5]}}",
    "TRAILING_BYTES | {}",
    "UNSUPPORTED | {\"a\":{\"dtype\":\"Q4\",\"shape\":[6],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6],\"extra\":\"x\"}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[6.0],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[-6],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[06],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,6],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[[6]],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]},}",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}} x",
    "INCONSISTENT | {\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}",
    "INCONSISTENT | {\"a\\x\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"a\\ud800\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"__metadata__\":{\"k\":1},\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"__metadata__\":{\"k\":\"1\",\"k\":\"1\"},\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}}",
    "INCONSISTENT | {\"__metadata__\":{},\"__metadata__\":{},\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}}",
    "NOT_A_MODEL | [{}]"})
  void shouldNameTheDefect(final ModelDefect expected, final String header) {
    // Given
    final MemorySegment file = MemorySegment.ofArray(file(header, 6));
    // When
    final Throwable refusal = catchThrowable(() -> Safetensors.parse(file));
    // Then
    assertThat(refusal).isInstanceOfSatisfying(ModelRefusedException.class, e -> assertThat(e.defect()).isEqualTo(expected));
  }

  @Test
  void shouldRefuseHostileHeaderLengthsWithoutAllocatingThem() {
    // Given
    for (final long length : new long[] {Long.MIN_VALUE, -1, 0, 1, 1000, Safetensors.LONGEST_HEADER, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE}) {
      final byte[] file = file("{}", 0);
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      // When
      final Throwable refusal = catchThrowable(() -> Safetensors.parse(MemorySegment.ofArray(file)));
      // Then
      assertThat(refusal).as("length %d", length).isInstanceOf(ModelRefusedException.class);
    }
  }

  @Test
  void shouldRefuseTextsThatAreNotUtf8OrHoldControlCharacters() {
    // Given
    for (final byte broken : new byte[] {(byte) 0x80, (byte) 0xFF, 0x1F, 0}) {
      final byte[] file = file("{\"__metadata__\":{\"k\":\"?\"}}", 0);
      file[8 + "{\"__metadata__\":{\"k\":\"".length()] = broken;
      // When
      final Throwable refusal = catchThrowable(() -> Safetensors.parse(MemorySegment.ofArray(file)));
      // Then
      assertThat(refusal).isInstanceOfSatisfying(ModelRefusedException.class, e -> assertThat(e.defect()).isEqualTo(ModelDefect.INCONSISTENT));
    }
  }

  @Test
  void shouldNotRepeatControlCharactersOfNamesInMessages() {
    // Given
    final byte[] file = file("{\"a\\n\\u001b\":{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[1,6]}}", 6);
    // When
    final Throwable refusal = catchThrowable(() -> Safetensors.parse(MemorySegment.ofArray(file)));
    // Then
    assertThat(refusal).hasMessageContaining("a??").hasMessageNotContainingAny("\n", "\u001b");
  }

  @Property(tries = 200)
  void shouldWriteHeadersThatAnyJsonReaderReadsAndReadThemItself(@ForAll @Size(max = 5) final Map<String, String> texts, @ForAll final int count)
      throws Exception {
    // Given
    final Map<String, String> metadata = new LinkedHashMap<>();
    texts.forEach((key, text) -> metadata.put(wellFormed(key), wellFormed(text)));
    final int bytes = Math.floorMod(count, 20);
    final List<NewTensor> tensors = List.of(NewTensor.of("a.\"b\\", Type.U8, MemorySegment.ofArray(new byte[bytes]), bytes));
    // When
    final byte[] file = write(metadata, tensors);
    // Then
    final int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    final JsonNode json = new ObjectMapper().readTree(file, 8, length);
    assertThat(length % 8).isZero();
    final Safetensors read = Safetensors.parse(MemorySegment.ofArray(file));
    assertThat(read.metadata()).isEqualTo(metadata);
    metadata.forEach((key, text) -> assertThat(json.get("__metadata__").get(key).textValue()).isEqualTo(text));
    assertThat(json.get("a.\"b\\").get("data_offsets").get(1).intValue()).isEqualTo(bytes);
    assertThat(file).hasSize((int) Safetensors.bytes(metadata, tensors));
  }

  @Property(tries = 2000)
  void shouldRefuseOrReadWhateverTheHeaderIs(@ForAll @Size(max = 60) final byte[] tail, @ForAll final int cut) {
    // Given
    final String sound = "{\"__metadata__\":{\"k\":\"\\u00e9\"},\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}}";
    final byte[] start = sound.substring(0, 1 + Math.floorMod(cut, sound.length())).getBytes(StandardCharsets.UTF_8);
    final byte[] header = Arrays.copyOf(start, start.length + tail.length);
    System.arraycopy(tail, 0, header, start.length, tail.length);
    final byte[] file = file(new String(header, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1, 6);
    // When
    final Throwable refusal = catchThrowable(() -> Safetensors.parse(MemorySegment.ofArray(file)));
    // Then
    assertThat(refusal == null || refusal instanceof ModelRefusedException).as("%s", refusal).isTrue();
  }

  @Test
  void shouldNotWriteTwoTensorsOfOneName() {
    final NewTensor tensor = NewTensor.of("a", Type.U8, MemorySegment.ofArray(SIX), 6);

    assertThatIllegalArgumentException().isThrownBy(() -> write(Map.of(), List.of(tensor, tensor))).withMessageContaining("a");
  }

  private static String wellFormed(final String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static byte[] write(final Map<String, String> metadata, final List<NewTensor> tensors) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final long written = Safetensors.write(metadata, tensors, Channels.newChannel(out));
    assertThat(written).isEqualTo(out.size());
    return out.toByteArray();
  }

  private static byte[] file(final String header, final int data) {
    return file(header, StandardCharsets.UTF_8, data);
  }

  private static byte[] file(final String header, final Charset charset, final int data) {
    final byte[] json = header.getBytes(charset);
    return ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array();
  }
}
