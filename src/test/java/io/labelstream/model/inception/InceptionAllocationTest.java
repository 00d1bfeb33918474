package io.labelstream.model.inception;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.labelstream.fixture.TortureTexts;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.Predictions;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.inception.WordRules.StopWords;
import io.labelstream.model.matrix.PanelForm;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scoring a text allocates nothing on the heap once the longest text has been seen and the code is compiled. */
@Tag("own-jvm")
class InceptionAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MOST_ROUNDS = 60;

  private static Stream<InceptionModel> models() {
    return Stream.of(
        new RandomInceptions(1).labels(100).model(),
        new RandomInceptions(2).labels(100).enhanced().shortlist(20, 5, Ranking.LABEL).model(),
        new RandomInceptions(3).labels(100).shortlist(20, 5, Ranking.LABEL_AND_CLUSTER).model());
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldAllocateNothingPerText(final InceptionModel model) {
    // Given
    final Random random = new Random(1);
    final byte[][] texts = IntStream.range(0, 200).mapToObj(text -> text(random, random.nextInt(text % 100 == 0 ? 2000 : 20))).toArray(byte[][]::new);
    final InceptionWeights weights = InceptionWeights.quantised(model);
    try (Arena arena = Arena.ofShared()) {
      for (final InceptionWeights form : List.of(weights, new RandomCodes(1).coded(weights))) {
        final InceptionSession session = InceptionNetwork
            .open(new WordRules(StopWords.LEFT_OUT), List.of(model.vocabulary()), form, PanelForm.WIDENED, FileTables.copied(), arena)
            .newSession(new Lifetime(Arena.ofShared()));
        // When
        final long allocated = leastAllocated(session, texts);
        // Then
        assertThat(allocated).isZero();
      }
    }
  }

  private static byte[] text(final Random random, final int pieces) {
    final byte[] known = ("the " + RandomInceptions.word(random.nextInt(20)) + " " + RandomInceptions.word(random.nextInt(20)) + " ").getBytes(StandardCharsets.UTF_8);
    final byte[] others = TortureTexts.text(random, pieces);
    final byte[] text = new byte[known.length + others.length];
    System.arraycopy(known, 0, text, 0, known.length);
    System.arraycopy(others, 0, text, known.length, others.length);
    return text;
  }

  private static long leastAllocated(final InceptionSession session, final byte[][] texts) {
    final Predictions predictions = new Predictions(5, 0);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && least > 0; round++) {
      final long before = THREADS.getCurrentThreadAllocatedBytes();
      for (final byte[] text : texts) {
        session.classify(text, 0, text.length, predictions);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
