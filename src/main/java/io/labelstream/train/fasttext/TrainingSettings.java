package io.labelstream.train.fasttext;

import io.labelstream.model.fasttext.file.FastTextLoss;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a classifier is trained. The defaults are those of the reference's {@code supervised}.
 *
 * @param learningRate the rate at the start, positive; it falls to 0 linearly
 * @param dimensions the columns of both matrices, at least 1
 * @param epochs how often each example is visited, at least 1
 * @param minimalCount words that occur less often are unknown
 * @param minimalLabelCount labels that occur less often are left out
 * @param wordNgrams the longest word n-gram that is a feature; 1 for none
 * @param shortestSubword the shortest character n-gram in code points
 * @param longestSubword the longest character n-gram in code points; 0 for none
 * @param buckets how many rows n-grams are hashed into; see {@link #effectiveBuckets()}
 * @param negatives how many labels {@link FastTextLoss#NEGATIVE_SAMPLING} draws for each example
 * @param threads how many threads train; with one, the result is the same bits each time
 * @param seed the start of all random numbers
 * @param order in which order examples are visited; the reference knows only {@link VisitOrder#GIVEN}
 * @param pretrained a text file of word vectors to start from
 * @param kept which epoch's weights become the model
 */
public record TrainingSettings(
    double learningRate,
    int dimensions,
    int epochs,
    int minimalCount,
    int minimalLabelCount,
    int wordNgrams,
    int shortestSubword,
    int longestSubword,
    int buckets,
    FastTextLoss loss,
    int negatives,
    int threads,
    long seed,
    VisitOrder order,
    Optional<Path> pretrained,
    KeptEpoch kept) {

  /** Which epoch's weights become the model. */
  public enum KeptEpoch {
    LAST,
    /** The one of most precision on the validation set; a copy of the weights is held for it. The last one where there is no such set. */
    BEST
  }

  private static final int LONGEST_NGRAM = 1 << 10;
  private static final int MOST_DIMENSIONS = 1 << 16;

  public TrainingSettings {
    require(learningRate > 0 && !Double.isInfinite(learningRate), "the learning rate is " + learningRate + ", expected a positive number such as 0.1");
    require(dimensions >= 1 && dimensions <= MOST_DIMENSIONS, "the dimensions are " + dimensions + ", expected 1 to " + MOST_DIMENSIONS);
    require(epochs >= 1, "the epochs are " + epochs + ", expected at least 1");
    require(minimalCount >= 0, "the minimal count of words is " + minimalCount + ", expected at least 0");
    require(minimalLabelCount >= 0, "the minimal count of labels is " + minimalLabelCount + ", expected at least 0");
    require(wordNgrams >= 1 && wordNgrams <= LONGEST_NGRAM, "the word n-grams are " + wordNgrams + ", expected 1 to " + LONGEST_NGRAM);
    require(longestSubword >= 0 && longestSubword <= LONGEST_NGRAM, "the longest subword is " + longestSubword + ", expected 0 to " + LONGEST_NGRAM);
    require(
        shortestSubword >= 0 && (longestSubword == 0 || shortestSubword <= longestSubword),
        "the shortest subword is " + shortestSubword + ", expected 0 to the longest, which is " + longestSubword);
    require(
        buckets >= 0 && (buckets > 0 || wordNgrams == 1 && longestSubword == 0),
        "the buckets are " + buckets + ", expected at least 1 for n-grams of words or characters, such as 2000000");
    require(negatives >= 1, "the negatives are " + negatives + ", expected at least 1");
    require(threads >= 1, "the threads are " + threads + ", expected at least 1");
  }

  private static void require(final boolean holds, final String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** What the reference trains with unless told otherwise, on all processors. */
  public static TrainingSettings defaults() {
    return new TrainingSettings(
        0.1, 100, 5, 1, 0, 1, 0, 0, 2_000_000, FastTextLoss.SOFTMAX, 5, Runtime.getRuntime().availableProcessors(), 0,
        VisitOrder.SHUFFLED, Optional.empty(), KeptEpoch.LAST);
  }

  /** The buckets that the model gets: none where neither word n-grams nor subwords are features, as with the reference. */
  public int effectiveBuckets() {
    return wordNgrams > 1 || longestSubword > 0 ? buckets : 0;
  }

  /** These settings with another learning rate. */
  public TrainingSettings withLearningRate(final double value) {
    return new TrainingSettings(
        value, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives, threads,
        seed, order, pretrained, kept);
  }

  /** These settings with other dimensions. */
  public TrainingSettings withDimensions(final int value) {
    return new TrainingSettings(
        learningRate, value, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives, threads,
        seed, order, pretrained, kept);
  }

  /** These settings with other epochs. */
  public TrainingSettings withEpochs(final int value) {
    return new TrainingSettings(
        learningRate, dimensions, value, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives,
        threads, seed, order, pretrained, kept);
  }

  /** These settings with another minimal count of words. */
  public TrainingSettings withMinimalCount(final int value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, value, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives, threads,
        seed, order, pretrained, kept);
  }

  /** These settings with another minimal count of labels. */
  public TrainingSettings withMinimalLabelCount(final int value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, value, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives, threads, seed,
        order, pretrained, kept);
  }

  /** These settings with other word n-grams. */
  public TrainingSettings withWordNgrams(final int value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, value, shortestSubword, longestSubword, buckets, loss, negatives, threads,
        seed, order, pretrained, kept);
  }

  /** These settings with other character n-grams. */
  public TrainingSettings withSubwords(final int shortest, final int longest) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortest, longest, buckets, loss, negatives, threads, seed,
        order, pretrained, kept);
  }

  /** These settings with other buckets. */
  public TrainingSettings withBuckets(final int value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, value, loss, negatives,
        threads, seed, order, pretrained, kept);
  }

  /** These settings with another loss. */
  public TrainingSettings withLoss(final FastTextLoss value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, value, negatives,
        threads, seed, order, pretrained, kept);
  }

  /** These settings with other negatives. */
  public TrainingSettings withNegatives(final int value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, value, threads,
        seed, order, pretrained, kept);
  }

  /** These settings with other threads. */
  public TrainingSettings withThreads(final int value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives,
        value, seed, order, pretrained, kept);
  }

  /** These settings with another seed. */
  public TrainingSettings withSeed(final long value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives,
        threads, value, order, pretrained, kept);
  }

  /** These settings with another order of visits. */
  public TrainingSettings withOrder(final VisitOrder value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives,
        threads, seed, value, pretrained, kept);
  }

  /** These settings with word vectors to start from. */
  public TrainingSettings withPretrained(final Path vectors) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives,
        threads, seed, order, Optional.of(vectors), kept);
  }

  /** These settings with another rule for the epoch that is kept. */
  public TrainingSettings withKept(final KeptEpoch value) {
    return new TrainingSettings(
        learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortestSubword, longestSubword, buckets, loss, negatives,
        threads, seed, order, pretrained, value);
  }
}
