package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.fasttext.file.DenseRows;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.fasttext.file.FastTextWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Compares written models of every form with the parsed ones. */
class FastTextWriterPropertyTest {
  private static final int HEADER = 64;
  /** Behind the arguments: three int32 and two int64 of the vocabulary. */
  private static final int COUNTS = 28;

  @FunctionalInterface
  private interface Writing {
    long to(WritableByteChannel channel) throws IOException;
  }

  @Property(tries = 300)
  void shouldWriteWhatWasParsed(@ForAll @IntRange(min = 1, max = 4) final int loss, @ForAll final long seed) throws Exception {
    // Given
    final byte[] original = new RandomModels(new Random(seed)).model(loss).bytes();
    final FastTextFile model = FastTextFile.parse(MemorySegment.ofArray(original));
    // When
    final byte[] written = bytes(channel -> FastTextWriter.write(model, channel));
    // Then
    assertThat(written.length).isEqualTo(original.length);
    isEqual(FastTextFile.parse(MemorySegment.ofArray(written)), model);
  }

  @Property(tries = 100)
  void shouldStreamDenseRowsAsAWholeMatrixIsWritten(@ForAll final long seed) throws Exception {
    // Given
    final FastTextFile model = FastTextFile.parse(MemorySegment.ofArray(dense(new Random(seed)).bytes()));
    final DenseRows input = DenseRows.of((FastTextMatrix.Dense) model.input());
    final DenseRows output = DenseRows.of((FastTextMatrix.Dense) model.output());
    // When
    final byte[] streamed = bytes(channel -> FastTextWriter.writeDense(model.arguments(), model.vocabulary(), input, output, channel));
    // Then
    assertThat(streamed).isEqualTo(bytes(channel -> FastTextWriter.write(model, channel)));
  }

  @Property(tries = 100)
  void shouldMakeVocabulariesFromValues(@ForAll final long seed) throws Exception {
    // Given
    final FastTextFile model = FastTextFile.parse(MemorySegment.ofArray(new RandomModels(new Random(seed)).model(FastTextModelFile.SOFTMAX).bytes()));
    final FastTextVocabulary parsed = model.vocabulary();
    final List<byte[]> texts = new ArrayList<>();
    final long[] counts = new long[parsed.words() + parsed.labels()];
    for (int index = 0; index < counts.length; index++) {
      texts.add(parsed.text(index));
      counts[index] = parsed.count(index);
    }
    // When
    final FastTextVocabulary made =
        FastTextVocabulary.of(
            texts.subList(0, parsed.words()),
            Arrays.copyOf(counts, parsed.words()),
            texts.subList(parsed.words(), counts.length),
            Arrays.copyOfRange(counts, parsed.words(), counts.length),
            parsed.tokens(),
            parsed.prune());
    // Then
    assertThat(made.entries().mismatch(parsed.entries())).isEqualTo(-1);
    assertThat(made.starts()).isEqualTo(parsed.starts());
    assertThat(made.tokens()).isEqualTo(parsed.tokens());
  }

  @Example
  void shouldRefuseATextWithAZeroByte() {
    // Given
    final List<byte[]> words = List.of(new byte[] {'a', 0, 'b'});
    // Then
    assertThatThrownBy(() -> FastTextVocabulary.of(words, new long[1], List.of(), new long[0], 1, new FastTextPruneIndex.Complete()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zero byte");
  }

  @Example
  void shouldRefuseAQuantisedOutputOverADenseInput() throws Exception {
    // Given
    final FastTextFile dense = FastTextFile.parse(MemorySegment.ofArray(dense(new Random(1)).bytes()));
    final FastTextFile coded = FastTextFile.parse(MemorySegment.ofArray(new FastTextModelFile(1).quantised(2, true).quantisedOutput().bytes()));
    final FastTextFile mixed =
        new FastTextFile(dense.version(), dense.arguments(), dense.vocabulary(), dense.input(), coded.output(), dense.parts());
    // Then
    assertThatThrownBy(() -> bytes(channel -> FastTextWriter.write(mixed, channel)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quantised");
  }

  /** The reference's own files come out byte for byte, apart from arguments that have no influence and the order of the pruning index. */
  @Example
  void shouldRewriteTheReferencesFiles() throws Exception {
    final List<Path> files;
    try (Stream<Path> models = Files.list(SharedFiles.need("golden/models"))) {
      files = models.sorted().toList();
    }
    for (final Path file : files) {
      // Given
      final byte[] original = Files.readAllBytes(file);
      final FastTextFile model = FastTextFile.parse(MemorySegment.ofArray(original));
      // When
      final byte[] written = bytes(channel -> FastTextWriter.write(model, channel));
      // Then
      final int entries = (int) model.vocabulary().entries().byteSize();
      final int pairs = model.vocabulary().prune() instanceof FastTextPruneIndex.Pruned pruned ? 2 * Integer.BYTES * pruned.size() : 0;
      final int beforePairs = HEADER + COUNTS + entries;
      assertThat(written.length).as("%s", file.getFileName()).isEqualTo(original.length);
      assertThat(Arrays.mismatch(written, HEADER, beforePairs, original, HEADER, beforePairs)).as("%s", file.getFileName()).isEqualTo(-1);
      assertThat(Arrays.mismatch(written, beforePairs + pairs, written.length, original, beforePairs + pairs, original.length))
          .as("%s", file.getFileName())
          .isEqualTo(-1);
    }
  }

  private static FastTextModelFile dense(final Random random) {
    return new FastTextModelFile(random.nextLong()).dimensions(1 + random.nextInt(40)).wordNgrams(2).buckets(1 + random.nextInt(3000));
  }

  private static void isEqual(final FastTextFile actual, final FastTextFile expected) {
    assertThat(actual.version()).isEqualTo(expected.version());
    assertThat(actual.arguments()).isEqualTo(expected.arguments());
    assertThat(actual.parts()).isEqualTo(expected.parts());
    assertThat(actual.vocabulary().tokens()).isEqualTo(expected.vocabulary().tokens());
    assertThat(actual.vocabulary().entries().mismatch(expected.vocabulary().entries())).isEqualTo(-1);
    assertThat(actual.vocabulary().prune()).usingRecursiveComparison().isEqualTo(expected.vocabulary().prune());
    isEqual(actual.input(), expected.input());
    isEqual(actual.output(), expected.output());
  }

  private static void isEqual(final FastTextMatrix actual, final FastTextMatrix expected) {
    assertThat(actual.rows()).isEqualTo(expected.rows());
    assertThat(actual.columns()).isEqualTo(expected.columns());
    assertThat(actual.getClass()).isEqualTo(expected.getClass());
    for (int table = 0; table < expected.floats().size(); table++) {
      assertThat(actual.floats().get(table).mismatch(expected.floats().get(table))).isEqualTo(-1);
    }
    if (actual instanceof FastTextMatrix.Quantized coded && expected instanceof FastTextMatrix.Quantized original) {
      assertThat(coded.codes().mismatch(original.codes())).isEqualTo(-1);
      assertThat(coded.norms().isPresent()).isEqualTo(original.norms().isPresent());
      coded.norms().ifPresent(norms -> assertThat(norms.codes().mismatch(original.norms().orElseThrow().codes())).isEqualTo(-1));
    }
  }

  private static byte[] bytes(final Writing writing) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final long count = writing.to(Channels.newChannel(out));
    assertThat(count).isEqualTo(out.size());
    return out.toByteArray();
  }
}
