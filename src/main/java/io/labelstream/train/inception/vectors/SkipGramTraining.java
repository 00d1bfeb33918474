package io.labelstream.train.inception.vectors;

import io.labelstream.kernel.ArrayKernels;
import io.labelstream.kernel.Kernels;
import io.labelstream.train.Workers;
import io.labelstream.train.inception.text.EncodedTexts;
import io.labelstream.train.inception.text.TrainingTexts;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Trains vectors by skip-gram: stochastic gradient descent, with a rate that falls to 0. The contexts of a word are the words beside it and the labels of the text.
 * Threads share the two tables without locks, so that now and then one undoes what another wrote, as in the reference.
 */
final class SkipGramTraining {
  private static final float RATE = 0.05f;
  private static final int WINDOW = 5;
  private static final int NEGATIVES = 5;
  /** Words of a greater share of all are visited more rarely. */
  private static final double FREQUENT = 1e-3;
  private static final double FLATTENING = 0.75;
  /** Negative contexts are drawn from a table in which each has its share of places. */
  private static final int PLACES = 1 << 20;
  /** The texts of a thread between two looks at it. */
  private static final int PART = 1 << 10;

  private final EncodedTexts texts;
  private final int width;
  private final int stride;
  private final int epochs;
  private final long seed;
  private final float[] words;
  private final float[] contexts;
  private final float[] kept;
  private final int[] negatives;

  SkipGramTraining(final TrainingTexts texts, final int width, final int epochs, final long seed) {
    this.texts = texts.texts();
    this.width = width;
    this.stride = Kernels.padded(width);
    this.epochs = epochs;
    this.seed = seed;
    final int count = texts.vocabulary().length;
    this.words = new float[Math.multiplyExact(count, stride)];
    this.contexts = new float[Math.multiplyExact(count + texts.labels().length, stride)];
    final SplittableRandom random = new SplittableRandom(seed);
    for (int word = 0; word < count; word++) {
      for (int column = 0; column < width; column++) {
        words[word * stride + column] = (float) random.nextDouble(-0.5, 0.5) / width;
      }
    }
    final long[] counts = new long[count + texts.labels().length];
    for (final int word : this.texts.words()) {
      counts[word]++;
    }
    for (final int label : this.texts.labels()) {
      counts[count + label]++;
    }
    this.kept = kept(counts, count, this.texts.words().length);
    this.negatives = negatives(counts);
  }

  /** The share of the visits of each word that take place. */
  private static float[] kept(final long[] counts, final int words, final long all) {
    final float[] kept = new float[words];
    for (int word = 0; word < kept.length; word++) {
      final double share = FREQUENT * all / Math.max(1, counts[word]);
      kept[word] = (float) Math.min(1, Math.sqrt(share) + share);
    }
    return kept;
  }

  private static int[] negatives(final long[] counts) {
    double sum = 0;
    for (final long count : counts) {
      sum += StrictMath.pow(count, FLATTENING);
    }
    final int[] places = new int[PLACES];
    double upTo = 0;
    int place = 0;
    for (int context = 0; context < counts.length; context++) {
      upTo += StrictMath.pow(counts[context], FLATTENING);
      final int end = context == counts.length - 1 ? PLACES : (int) (PLACES * (upTo / sum));
      Arrays.fill(places, place, Math.max(place, end), context);
      place = Math.max(place, end);
    }
    return places;
  }

  /** @throws InterruptedException if the thread was interrupted */
  void run(final Workers workers) throws InterruptedException {
    final int threads = workers.threads();
    final Visitor[] visitors = new Visitor[threads];
    for (int thread = 0; thread < threads; thread++) {
      visitors[thread] = new Visitor(new SplittableRandom(seed + thread + 1));
    }
    final long all = (long) epochs * texts.size();
    for (long from = 0; from < all; from += (long) threads * PART) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      final long start = from;
      workers.forEach(threads, thread -> {
        final long first = start + (long) thread * PART;
        for (long visit = first; visit < Math.min(all, first + PART); visit++) {
          visitors[thread].visit((int) (visit % texts.size()), RATE * (1 - (float) ((double) visit / all)));
        }
      });
    }
  }

  /** The scratch memory of a thread. */
  private final class Visitor {
    private final SplittableRandom random;
    private final int[] visited;
    private final int[] rows = new int[NEGATIVES + 1];
    private final float[] factors = new float[NEGATIVES + 1];
    private final float[] vector = new float[stride];
    private final float[] gradient = new float[stride];
    private final int[] row = new int[1];

    Visitor(final SplittableRandom random) {
      this.random = random;
      int longest = 0;
      for (int text = 0; text < texts.size(); text++) {
        longest = Math.max(longest, texts.length(text));
      }
      this.visited = new int[longest];
    }

    void visit(final int text, final float rate) {
      int count = 0;
      for (int at = texts.wordStarts()[text]; at < texts.wordStarts()[text + 1]; at++) {
        final int word = texts.words()[at];
        visited[count] = word;
        count += random.nextDouble() < kept[word] ? 1 : 0;
      }
      for (int at = 0; at < count; at++) {
        final int window = 1 + random.nextInt(WINDOW);
        for (int beside = Math.max(0, at - window); beside <= Math.min(count - 1, at + window); beside++) {
          if (beside != at) {
            learn(visited[at], visited[beside], rate);
          }
        }
        for (int label = texts.labelStarts()[text]; label < texts.labelStarts()[text + 1]; label++) {
          learn(visited[at], kept.length + texts.labels()[label], rate);
        }
      }
    }

    private void learn(final int word, final int context, final float rate) {
      rows[0] = context;
      int count = 1;
      for (int draw = 0; draw < NEGATIVES; draw++) {
        rows[count] = negatives[random.nextInt(PLACES)];
        count += rows[count] == context ? 0 : 1;
      }
      System.arraycopy(words, word * stride, vector, 0, stride);
      ArrayKernels.products(contexts, stride, rows, count, vector, factors);
      for (int index = 0; index < count; index++) {
        factors[index] = rate * ((index == 0 ? 1 : 0) - Kernels.sigmoid(factors[index]));
      }
      Arrays.fill(gradient, 0);
      ArrayKernels.step(contexts, stride, rows, count, factors, vector, gradient);
      row[0] = word;
      ArrayKernels.addToRows(words, stride, row, 1, gradient);
    }
  }

  /** Sets the vectors of all words. */
  void give(final VectorTable table) {
    final float[] vector = new float[width];
    for (int word = 0; word < words.length / stride; word++) {
      System.arraycopy(words, word * stride, vector, 0, width);
      table.set(word, vector);
    }
  }
}
