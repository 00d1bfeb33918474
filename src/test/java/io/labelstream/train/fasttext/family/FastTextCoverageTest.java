package io.labelstream.train.fasttext.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.train.Coverage;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.ExampleSource;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FastTextCoverageTest {

  @Test
  void shouldCountWordsThatTheModelDoesNotKnow() throws Exception {
    assertThat(coverage(new FastTextModelFile(1), "alpha zeta", "beta")).isEqualTo(new Coverage(5, 4));
  }

  @Test
  void shouldCountNgramsThatWerePruned() throws Exception {
    // Given
    final FastTextModelFile none = new FastTextModelFile(1).wordNgrams(2).buckets(10).quantised(2, false).keeping();
    final FastTextModelFile all = new FastTextModelFile(1).wordNgrams(2).buckets(10).quantised(2, false).keeping(IntStream.range(0, 10).toArray());
    final FastTextModelFile dense = new FastTextModelFile(1).wordNgrams(2).buckets(10);

    // Then
    assertThat(coverage(none, "alpha beta gamma")).isEqualTo(new Coverage(7, 4));
    assertThat(coverage(all, "alpha beta gamma")).isEqualTo(new Coverage(7, 7));
    assertThat(coverage(dense, "alpha beta gamma").share()).isEqualTo(1);
  }

  private static Coverage coverage(final FastTextModelFile model, final String... texts) throws Exception {
    return FastTextCoverage.of(FastTextFile.parse(MemorySegment.ofArray(model.bytes())), new ExampleSource() {
      @Override
      public String name() {
        return "made up";
      }

      @Override
      public void forEach(final ExampleConsumer consumer) {
        for (final String text : texts) {
          final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          consumer.accept(new Example(bytes, 0, bytes.length, List.of("a")));
        }
      }
    });
  }
}
