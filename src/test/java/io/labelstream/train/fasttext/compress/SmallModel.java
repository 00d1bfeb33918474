package io.labelstream.train.fasttext.compress;

import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.FeatureSpace;
import io.labelstream.train.fasttext.LossFunction;
import io.labelstream.train.fasttext.RowMap;
import io.labelstream.train.fasttext.Sgd;
import io.labelstream.train.fasttext.SgdProgress;
import io.labelstream.train.fasttext.SgdSettings;
import io.labelstream.train.fasttext.VisitOrder;
import io.labelstream.train.fasttext.Weights;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A classifier of made-up texts: each label has words of its own, among words that all share. Small, but trained, with bigrams.
 *
 * @param texts what it was trained on
 * @param file its matrices are in the arena that was given
 */
record SmallModel(Texts texts, FastTextFile file) {
  static final int WORDS = 600;
  static final int BUCKETS = 2000;
  private static final int TEXTS = 1500;
  private static final int WORDS_OF_TEXT = 8;
  private static final int EPOCHS = 3;

  /** Labelled lines. */
  record Texts(List<String> lines, List<String> labels) implements ExampleSource {
    static Texts random(final int labels, final int count, final long seed) {
      final Random random = new Random(seed);
      final List<String> lines = new ArrayList<>();
      final List<String> names = new ArrayList<>();
      for (int text = 0; text < count; text++) {
        final int label = random.nextInt(labels);
        final StringBuilder line = new StringBuilder();
        for (int word = 0; word < WORDS_OF_TEXT; word++) {
          final int drawn = (int) (WORDS * random.nextDouble() * random.nextDouble());
          // Half of the words tell the label by their remainder.
          line.append(word == 0 ? "w" : " w").append(random.nextBoolean() ? drawn : drawn / labels * labels % WORDS + label);
        }
        lines.add(line.toString());
        // One text of eight has the label of another, so that nothing fits perfectly.
        names.add("topic" + (random.nextInt(8) == 0 ? random.nextInt(labels) : label));
      }
      return new Texts(lines, names);
    }

    @Override
    public String name() {
      return "made-up texts";
    }

    @Override
    public void forEach(final ExampleConsumer consumer) {
      for (int index = 0; index < lines.size(); index++) {
        final byte[] text = lines.get(index).getBytes(StandardCharsets.UTF_8);
        consumer.accept(new Example(text, 0, text.length, List.of(labels.get(index))));
      }
    }
  }

  static SmallModel trained(final FastTextLoss loss, final int labels, final int dimensions, final Arena arena) throws Exception {
    final Texts texts = Texts.random(labels, TEXTS, 1);
    final List<byte[]> words = new ArrayList<>();
    words.add("</s>".getBytes(StandardCharsets.UTF_8));
    for (int word = 0; word < WORDS + labels; word++) {
      words.add(("w" + word).getBytes(StandardCharsets.UTF_8));
    }
    final List<byte[]> names = new ArrayList<>();
    final long[] labelCounts = new long[labels];
    for (int label = 0; label < labels; label++) {
      names.add(("__label__topic" + label).getBytes(StandardCharsets.UTF_8));
      labelCounts[label] = 1000 - label;
    }
    final FastTextVocabulary vocabulary =
        FastTextVocabulary.of(words, new long[words.size()], names, labelCounts, (long) TEXTS * WORDS_OF_TEXT, new FastTextPruneIndex.Complete());
    final FeatureSpace space = new FeatureSpace(vocabulary, 2, 1, 0, BUCKETS);
    final Weights input = Weights.zeros(space.rows(), dimensions, arena);
    input.randomise(1, RowMap.all(space.rows()));
    final Weights output = Weights.zeros(labels, dimensions, arena);
    try (FeatureCorpus corpus = FeatureCorpus.of(texts, space)) {
      final SgdSettings settings = new SgdSettings(EPOCHS, 0.2, 1, 1, VisitOrder.SHUFFLED, SgdSettings.Update.BOTH);
      Sgd.run(corpus, input, output, LossFunction.of(loss, labelCounts, 5), settings, SgdProgress.NONE);
    }
    final FastTextArguments arguments = new FastTextArguments(dimensions, EPOCHS, 1, 2, loss, BUCKETS, 1, 0);
    return new SmallModel(texts, new FastTextFile(12, arguments, vocabulary, dense(input, arena), dense(output, arena), List.of()));
  }

  private static FastTextMatrix.Dense dense(final Weights weights, final Arena arena) {
    return new FloatMatrix(weights.segment(), weights.rows(), weights.columns(), weights.stride()).dense(arena);
  }
}
