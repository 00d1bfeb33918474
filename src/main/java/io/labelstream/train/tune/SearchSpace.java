package io.labelstream.train.tune;

import io.labelstream.train.fasttext.TrainingSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The settings that are searched, and how one goes from some to others. What counts by factors (rate, epochs, dimensions, buckets) is moved by factors. Pure:
 * the same random numbers give the same settings.
 */
final class SearchSpace {
  private static final double LEAST_RATE = 0.05;
  private static final double MOST_RATE = 3;
  private static final int RATE_DIGITS = 3;
  private static final int LEAST_EPOCHS = 2;
  private static final int MOST_EPOCHS = 60;
  private static final int LEAST_DIMENSIONS = 4;
  /** A trial writes all of them to its file, so that many cost time; few of those that short texts need share a row below that. */
  private static final int MOST_BUCKETS = 1 << 20;

  private static final int LEAST_BUCKETS = 1 << 14;
  private static final int MOST_WORD_NGRAMS = 4;
  private static final double OTHER_SUBWORDS = 0.25;
  private static final double OTHER_WORD_NGRAMS = 0.25;
  private static final double EXPLORED = 0.4;

  /** Shortest and longest character n-grams; none where the longest is 0. */
  private record Subwords(int shortest, int longest) {}

  private static final Subwords USUAL_SUBWORDS = new Subwords(3, 5);
  private static final List<Subwords> SUBWORDS = List.of(new Subwords(0, 0), new Subwords(2, 4), USUAL_SUBWORDS, new Subwords(3, 6));

  private final int mostDimensions;

  /**
   * @param mostDimensions the most columns that are tried
   */
  SearchSpace(final int mostDimensions) {
    this.mostDimensions = mostDimensions;
  }

  /**
   * Settings to try next: anywhere while the search is young, and closer and closer to the best as its time runs out.
   *
   * @param best the best settings so far
   * @param spent the share of the time that is over, from 0 to 1
   */
  TrainingSettings next(final TrainingSettings best, final double spent, final SplittableRandom random) {
    return spent < EXPLORED && random.nextBoolean() ? anywhere(best, random) : near(best, 1 - spent, random);
  }

  /** The same with character n-grams if they have none, and without if they have some. */
  static TrainingSettings otherSubwords(final TrainingSettings settings) {
    return settings.longestSubword() > 0 ? settings.withSubwords(0, 0) : settings.withSubwords(USUAL_SUBWORDS.shortest(), USUAL_SUBWORDS.longest());
  }

  private TrainingSettings anywhere(final TrainingSettings fixed, final SplittableRandom random) {
    final Subwords subwords = SUBWORDS.get(random.nextInt(SUBWORDS.size()));
    return fixed
        .withLearningRate(rounded(between(LEAST_RATE, MOST_RATE, random)))
        .withEpochs((int) between(LEAST_EPOCHS, MOST_EPOCHS, random))
        .withDimensions((int) between(LEAST_DIMENSIONS, mostDimensions, random))
        .withWordNgrams(1 + random.nextInt(MOST_WORD_NGRAMS - 1))
        .withSubwords(subwords.shortest(), subwords.longest())
        .withBuckets((int) between(LEAST_BUCKETS, MOST_BUCKETS, random));
  }

  private TrainingSettings near(final TrainingSettings best, final double width, final SplittableRandom random) {
    TrainingSettings next =
        best.withLearningRate(rounded(moved(best.learningRate(), width, LEAST_RATE, MOST_RATE, random)))
            .withEpochs((int) Math.round(moved(best.epochs(), width, LEAST_EPOCHS, MOST_EPOCHS, random)))
            .withDimensions((int) Math.round(moved(best.dimensions(), width, LEAST_DIMENSIONS, mostDimensions, random)))
            .withBuckets((int) Math.round(moved(Math.max(best.buckets(), LEAST_BUCKETS), width, LEAST_BUCKETS, MOST_BUCKETS, random)));
    if (random.nextDouble() < OTHER_WORD_NGRAMS * width) {
      next = next.withWordNgrams(Math.clamp(best.wordNgrams() + (random.nextBoolean() ? 1L : -1L), 1, MOST_WORD_NGRAMS));
    }
    if (random.nextDouble() < OTHER_SUBWORDS * width) {
      final Subwords subwords = SUBWORDS.get(random.nextInt(SUBWORDS.size()));
      next = next.withSubwords(subwords.shortest(), subwords.longest());
    }
    return next;
  }

  /** A number between two, each factor being as likely as any other. */
  private static double between(final double least, final double most, final SplittableRandom random) {
    return least * Math.pow(most / least, random.nextDouble());
  }

  /** To as many digits as people like to read. */
  private static double rounded(final double rate) {
    return new BigDecimal(rate).round(new MathContext(RATE_DIGITS)).doubleValue();
  }

  /** {@code value} times or by a factor that is seldom above e to the {@code width}. */
  private static double moved(final double value, final double width, final double least, final double most, final SplittableRandom random) {
    return Math.clamp(value * Math.exp(width * random.nextGaussian() / 2), least, most);
  }
}
