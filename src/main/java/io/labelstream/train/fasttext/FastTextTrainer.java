package io.labelstream.train.fasttext;

import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Settings;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.data.WordVectorFile;
import io.labelstream.train.data.WordVectorFile.FirstLine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains classifiers as the reference's {@code supervised} does: the same features, losses and file. {@link Sgd} and {@link TrainedFastText#writeTo} state the
 * differences; besides, with word n-grams or subwords, only buckets that occur in the data take memory.
 */
public final class FastTextTrainer {
  private final ExampleSource data;
  private final TrainingSettings settings;
  private final Optional<WordVectorFile> pretrained;

  private FastTextTrainer(final ExampleSource data, final TrainingSettings settings) {
    this.data = data;
    this.settings = settings;
    this.pretrained = settings.pretrained().map(file -> new WordVectorFile(file, settings.dimensions(), FirstLine.SIZES));
  }

  /**
   * Trains on all examples of {@code data}, which is read once.
   *
   * @param settings those of {@link TrainingSettings}
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if there is nothing to learn from the data, or pretrained vectors are of another form than expected
   * @throws DivergedException if the learning rate is too large
   * @throws InterruptedException if the thread was interrupted while it trained
   */
  public static TrainedFastText train(final ExampleSource data, final Settings settings, final SgdProgress progress)
      throws IOException, TrainingDataException, DivergedException, InterruptedException {
    return new FastTextTrainer(data, TrainingSettings.of(settings)).train(Optional.empty(), report -> {}, progress);
  }

  /**
   * Trains as {@link #train(ExampleSource, Settings, SgdProgress)} does, and measures each epoch on examples that are not trained on.
   *
   * @param validation the examples to measure with
   * @param reports receives the figures of each epoch
   */
  public static TrainedFastText train(
      final ExampleSource data, final ExampleSource validation, final Settings settings, final Consumer<EpochReport> reports, final SgdProgress progress)
      throws IOException, TrainingDataException, DivergedException, InterruptedException {
    return new FastTextTrainer(data, TrainingSettings.of(settings)).train(Optional.of(validation), reports, progress);
  }

  private TrainedFastText train(final Optional<ExampleSource> validation, final Consumer<EpochReport> reports, final SgdProgress progress)
      throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final FeatureSpace space;
    final FeatureCorpus corpus;
    try (CountedExamples counted = CountedExamples.of(data)) {
      space = space(counted);
      corpus = FeatureCorpus.of(counted, space);
    }
    final Arena arena = Arena.ofShared();
    try (corpus) {
      final BitSet used = corpus.usedRows();
      addPretrained(space.vocabulary(), used);
      final RowMap map = RowMap.of(used, space.rows());
      corpus.renumber(map);
      return train(corpus, space, map, validation, reports, progress, arena);
    } catch (final IOException | TrainingDataException | DivergedException | InterruptedException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private TrainedFastText train(
      final FeatureCorpus corpus,
      final FeatureSpace space,
      final RowMap map,
      final Optional<ExampleSource> validation,
      final Consumer<EpochReport> reports,
      final SgdProgress progress,
      final Arena arena)
      throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final FastTextVocabulary vocabulary = space.vocabulary();
    final boolean inArrays = Weights.belongInArrays((long) map.newRows() + vocabulary.labels(), settings.dimensions());
    final Weights input = weights(map.newRows(), inArrays, arena);
    input.randomise(settings.seed(), map);
    setPretrained(vocabulary, map, input);
    final Weights output = weights(vocabulary.labels(), inArrays, arena);
    final LossFunction loss = LossFunction.of(settings.loss(), labelCounts(vocabulary), settings.negatives());
    final SgdSettings sgd =
        new SgdSettings(settings.epochs(), settings.learningRate(), settings.threads(), settings.seed(), settings.order(), SgdSettings.Update.BOTH);
    final SgdResult result;
    if (validation.isPresent()) {
      try (FeatureCorpus measured = FeatureCorpus.of(validation.get(), space);
          EpochSelection selection = new EpochSelection(settings, new HeldOutMeasure(measured, map, input, output, loss), input, output, reports)) {
        result = Sgd.run(corpus, input, output, loss, sgd, progress, selection);
        selection.finish();
      }
    } else {
      result = Sgd.run(corpus, input, output, loss, sgd, progress);
    }
    return new TrainedFastText(arena, arguments(), vocabulary, map, input, output, result);
  }

  private Weights weights(final int rows, final boolean inArray, final Arena arena) {
    return inArray ? Weights.zerosInArray(rows, settings.dimensions()) : Weights.zeros(rows, settings.dimensions(), arena);
  }

  private FeatureSpace space(final CountedExamples counted) throws IOException, TrainingDataException {
    requireLabels(counted);
    final BitSet known = new BitSet();
    if (pretrained.isPresent()) {
      pretrained
          .get()
          .forEachWord(
              (line, wordEnd, lineEnd, number) -> {
                if (!CountedExamples.isLabel(line, 0, wordEnd)) {
                  known.set(counted.type(line, 0, wordEnd));
                }
              });
    }
    final FastTextVocabulary vocabulary = new VocabularySelection(counted, settings, known).vocabulary();
    if (vocabulary.labels() < 2) {
      throw new TrainingDataException(
          "'" + data.name() + "' has only " + vocabulary.labels() + (vocabulary.labels() == 1 ? " label that occurs " : " labels that occur ")
              + settings.minimalLabelCount() + " times or more, expected at least 2: choose a smaller minimal label count");
    }
    if (vocabulary.words() == 0 && settings.effectiveBuckets() == 0) {
      throw new TrainingDataException(
          "'" + data.name() + "' has no word that occurs " + settings.minimalCount() + " times or more: choose a smaller minimal count");
    }
    return new FeatureSpace(
        vocabulary, settings.wordNgrams(), settings.subwords().shortest(), settings.subwords().longest(), settings.effectiveBuckets());
  }

  private void requireLabels(final CountedExamples counted) throws TrainingDataException {
    if (counted.examples() == 0) {
      throw new TrainingDataException("'" + data.name() + "' has no examples: expected one text a line, each with its labels");
    }
    if (counted.labelNames().isEmpty()) {
      throw new TrainingDataException(
          "'" + data.name() + "' has no labels on any of its " + counted.examples() + " texts: expected lines such as '__label__spam a text'");
    }
    if (counted.labelNames().size() == 1) {
      throw new TrainingDataException(
          "'" + data.name() + "' has only one label, '" + counted.labelNames().getFirst() + "': training needs texts of at least 2 different labels");
    }
  }

  private void addPretrained(final FastTextVocabulary vocabulary, final BitSet used) throws IOException, TrainingDataException {
    if (pretrained.isPresent()) {
      final TypeTable words = table(vocabulary);
      pretrained
          .get()
          .forEachWord(
              (line, wordEnd, lineEnd, number) -> {
                final int word = words.find(line, 0, wordEnd);
                if (word >= 0) {
                  used.set(word);
                }
              });
    }
  }

  private void setPretrained(final FastTextVocabulary vocabulary, final RowMap map, final Weights input) throws IOException, TrainingDataException {
    if (pretrained.isPresent()) {
      final TypeTable words = table(vocabulary);
      pretrained
          .get()
          .forEachVector(
              (text, end, vector) -> {
                final int word = words.find(text, 0, end);
                if (word >= 0) {
                  input.setRow(map.newRow(word), vector);
                }
              });
    }
  }

  /** The words as types: the type of a word is its number in the vocabulary. */
  private static TypeTable table(final FastTextVocabulary vocabulary) {
    final TypeTable table = new TypeTable();
    for (int word = 0; word < vocabulary.words(); word++) {
      final byte[] text = vocabulary.text(word);
      table.add(text, 0, text.length);
    }
    return table;
  }

  private static long[] labelCounts(final FastTextVocabulary vocabulary) {
    final long[] counts = new long[vocabulary.labels()];
    for (int label = 0; label < counts.length; label++) {
      counts[label] = vocabulary.count(vocabulary.words() + label);
    }
    return counts;
  }

  private FastTextArguments arguments() {
    return new FastTextArguments(
        settings.dimensions(),
        settings.epochs(),
        settings.minimalCount(),
        settings.wordNgrams(),
        settings.loss(),
        settings.effectiveBuckets(),
        Math.max(settings.subwords().shortest(), 1),
        settings.subwords().longest());
  }
}
