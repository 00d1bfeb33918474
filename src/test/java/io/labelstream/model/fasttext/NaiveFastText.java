package io.labelstream.model.fasttext;

import io.labelstream.model.EndOfLine;
import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.file.LittleEndian;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * fastText in doubles, word by word and without any cleverness: the classifier is tested against it.
 *
 * <p>Byte strings are held as Latin-1 strings, one {@code char} a byte.
 */
final class NaiveFastText {
  private static final String END_OF_LINE = "</s>";
  private static final String LABEL_PREFIX = "__label__";
  private static final String WHITE_SPACE = " \n\r\t\u000B\f\0";
  private static final double RAISE = 1e-5;

  /** How much a float product may be off, as a part of the sum of the sizes of its terms. */
  private static final double ROUNDING = 4e-7;

  /** The most that a small float can lose when 8 is added to it. */
  private static final double LEAST_ERROR = 1e-6;
  /** Half of a float's last digit: what each addition can be off by, always in the same direction where the same row is added over and over. */
  private static final double UNIT_ROUNDOFF = 0x1p-24;
  /** Floats are added one after the other for no longer than this before their sum is set aside. */
  private static final int LONGEST_SUM = 1 << 14;

  /** A label's score, as far as doubles tell that of floats. */
  record Bounds(double least, double most) {}

  private final FastTextArguments arguments;
  private final FastTextVocabulary vocabulary;
  private final FastTextFile file;
  private final Map<String, Integer> entries = new HashMap<>();
  private final Map<Integer, Integer> kept = new HashMap<>();

  NaiveFastText(final FastTextFile file) {
    this.file = file;
    this.arguments = file.arguments();
    this.vocabulary = file.vocabulary();
    for (int entry = 0; entry < vocabulary.words() + vocabulary.labels(); entry++) {
      entries.put(text(entry), entry);
    }
    if (vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned) {
      final int[] buckets = pruned.buckets();
      for (int index = 0; index < buckets.length; index++) {
        kept.put(buckets[index], pruned.row(index));
      }
    }
  }

  private String text(final int entry) {
    final byte[] bytes =
        vocabulary.entries().asSlice(vocabulary.textStart(entry), vocabulary.textLength(entry)).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The score of each label; nothing where the text has no features. */
  Optional<Bounds[]> scores(final byte[] utf8, final EndOfLine endOfLine) {
    final List<Integer> rows = features(utf8, endOfLine);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    final double[] hidden = new double[arguments.dimensions()];
    final double[] sizes = new double[hidden.length];
    for (final int row : rows) {
      final double[] values = row(file.input(), row);
      for (int column = 0; column < hidden.length; column++) {
        hidden[column] += values[column];
        sizes[column] += Math.abs(values[column]);
      }
    }
    for (int column = 0; column < hidden.length; column++) {
      hidden[column] /= rows.size();
      sizes[column] /= rows.size();
    }
    final double[] products = new double[vocabulary.labels()];
    final double[] errors = new double[vocabulary.labels()];
    Arrays.fill(errors, LEAST_ERROR);
    for (int label = 0; label < products.length; label++) {
      final double[] weights = row(file.output(), label);
      for (int column = 0; column < hidden.length; column++) {
        products[label] += weights[column] * hidden[column];
        errors[label] += Math.abs(weights[column] * hidden[column]) * ROUNDING;
        errors[label] += Math.abs(weights[column]) * sizes[column] * Math.min(rows.size(), LONGEST_SUM) * UNIT_ROUNDOFF;
      }
    }
    return Optional.of(
        switch (arguments.loss()) {
          case SOFTMAX -> softmax(products, errors);
          case HIERARCHICAL_SOFTMAX -> walk(products, errors);
          case NEGATIVE_SAMPLING, ONE_VERSUS_ALL -> sigmoids(products, errors);
        });
  }

  /** The rows of the input matrix that a text stands for. */
  List<Integer> features(final byte[] utf8, final EndOfLine endOfLine) {
    final String written = new String(utf8, StandardCharsets.ISO_8859_1);
    final String line = endOfLine == EndOfLine.AS_WRITTEN ? written : written.replace('\n', ' ') + "\n";
    final List<Integer> rows = new ArrayList<>();
    final List<Integer> hashes = new ArrayList<>();
    final List<String> tokens = tokens(line);
    for (int index = 0; index < tokens.size(); index++) {
      final String token = tokens.get(index);
      final boolean ends = token.equals(END_OF_LINE) && (endOfLine != EndOfLine.IMPLIED_ONLY || index == tokens.size() - 1);
      final int entry = entries.getOrDefault(token, -1);
      final boolean label = entry >= 0 ? entry >= vocabulary.words() : token.startsWith(LABEL_PREFIX);
      if (!label) {
        if (entry >= 0) {
          rows.add(entry);
        }
        if (!ends && (entry < 0 || !token.equals(END_OF_LINE))) {
          addSubwords(token, rows);
        }
        hashes.add(hash(token));
      }
      if (ends) {
        break;
      }
    }
    addWordNgrams(hashes, rows);
    return rows;
  }

  private static List<String> tokens(final String line) {
    final List<String> tokens = new ArrayList<>();
    final StringBuilder token = new StringBuilder();
    for (int position = 0; position < line.length(); position++) {
      final char value = line.charAt(position);
      if (WHITE_SPACE.indexOf(value) < 0) {
        token.append(value);
        continue;
      }
      if (!token.isEmpty()) {
        tokens.add(token.toString());
        token.setLength(0);
      }
      if (value == '\n') {
        tokens.add(END_OF_LINE);
        return tokens;
      }
    }
    if (!token.isEmpty()) {
      tokens.add(token.toString());
    }
    return tokens;
  }

  private static int hash(final String bytes) {
    int hash = (int) 2166136261L;
    for (int position = 0; position < bytes.length(); position++) {
      hash = (hash ^ (byte) bytes.charAt(position)) * 16777619;
    }
    return hash;
  }

  private void addSubwords(final String token, final List<Integer> rows) {
    final String word = "<" + token + ">";
    for (int start = 0; start < word.length() && arguments.longestSubword() > 0; start++) {
      if (isContinuation(word, start)) {
        continue;
      }
      int end = start;
      for (int points = 1; points <= arguments.longestSubword() && end < word.length(); points++) {
        end++;
        while (end < word.length() && isContinuation(word, end)) {
          end++;
        }
        final boolean onlyAMark = points == 1 && (start == 0 || end == word.length());
        if (points >= arguments.shortestSubword() && !onlyAMark) {
          addBucket(Integer.remainderUnsigned(hash(word.substring(start, end)), arguments.buckets()), rows);
        }
      }
    }
  }

  private static boolean isContinuation(final String bytes, final int position) {
    return (bytes.charAt(position) & 0xC0) == 0x80;
  }

  private void addWordNgrams(final List<Integer> hashes, final List<Integer> rows) {
    for (int start = 0; start < hashes.size(); start++) {
      long hash = hashes.get(start);
      for (int next = start + 1; next < hashes.size() && next < start + arguments.wordNgrams(); next++) {
        hash = hash * 116049371L + hashes.get(next);
        addBucket((int) Long.remainderUnsigned(hash, arguments.buckets()), rows);
      }
    }
  }

  private void addBucket(final int bucket, final List<Integer> rows) {
    if (vocabulary.prune() instanceof FastTextPruneIndex.Complete) {
      rows.add(vocabulary.words() + bucket);
    } else if (kept.containsKey(bucket)) {
      rows.add(vocabulary.words() + kept.get(bucket));
    }
  }

  private static double[] row(final FastTextMatrix matrix, final int row) {
    final double[] values = new double[matrix.columns()];
    switch (matrix) {
      case FastTextMatrix.Dense dense -> {
        for (int column = 0; column < values.length; column++) {
          values[column] = dense.weights().get(LittleEndian.FLOAT32, 4L * ((long) row * values.length + column));
        }
      }
      case FastTextMatrix.Quantized quantized -> {
        final var quantizer = quantized.quantizer();
        for (int column = 0; column < values.length; column++) {
          final int subvector = column / quantizer.subvectorColumns();
          final int code = quantized.codes().get(LittleEndian.INT8, (long) row * quantizer.subvectors() + subvector) & 0xFF;
          final int width = subvector == quantizer.subvectors() - 1 ? quantizer.lastSubvectorColumns() : quantizer.subvectorColumns();
          final int at = subvector * 256 * quantizer.subvectorColumns() + code * width + column % quantizer.subvectorColumns();
          values[column] = quantizer.centroids().get(LittleEndian.FLOAT32, 4L * at);
          if (quantized.norms().isPresent()) {
            final var norms = quantized.norms().get();
            values[column] *= norms.centroids().get(LittleEndian.FLOAT32, 4L * (norms.codes().get(LittleEndian.INT8, row) & 0xFF));
          }
        }
      }
    }
    return values;
  }

  private static Bounds[] softmax(final double[] products, final double[] errors) {
    double max = Double.NEGATIVE_INFINITY;
    for (final double product : products) {
      max = Math.max(max, product);
    }
    final double error = 2 * Arrays.stream(errors).max().orElseThrow();
    double sum = 0;
    for (final double product : products) {
      sum += Math.exp(product - max);
    }
    final Bounds[] bounds = new Bounds[products.length];
    for (int label = 0; label < bounds.length; label++) {
      final double score = Math.exp(products[label] - max) / sum + RAISE;
      bounds[label] = new Bounds(score * (1 - error), score * (1 + error));
    }
    return bounds;
  }

  private static Bounds[] sigmoids(final double[] products, final double[] errors) {
    final Bounds[] bounds = new Bounds[products.length];
    for (int label = 0; label < bounds.length; label++) {
      bounds[label] = new Bounds(step(products[label] - errors[label]) + RAISE, step(products[label] + errors[label]) + RAISE);
    }
    return bounds;
  }

  private static double step(final double x) {
    if (x < -8 || x > 8) {
      return x < 0 ? 0 : 1;
    }
    final double middle = Math.floor((x + 8) * 512 / 16) * 16 / 512 - 8;
    return 1 / (1 + Math.exp(-middle));
  }

  private Bounds[] walk(final double[] products, final double[] errors) {
    final int labels = products.length;
    final int nodes = 2 * labels - 1;
    final long[] counts = new long[nodes];
    final int[] parents = new int[nodes];
    final boolean[] rights = new boolean[nodes];
    for (int node = 0; node < nodes; node++) {
      counts[node] = node < labels ? vocabulary.count(vocabulary.words() + node) : (long) 1e15;
    }
    int leaf = labels - 1;
    int inner = labels;
    for (int node = labels; node < nodes; node++) {
      final int left = leaf >= 0 && counts[leaf] < counts[inner] ? leaf-- : inner++;
      final int right = leaf >= 0 && counts[leaf] < counts[inner] ? leaf-- : inner++;
      counts[node] = counts[left] + counts[right];
      parents[left] = node;
      parents[right] = node;
      rights[right] = true;
    }
    final Bounds[] bounds = new Bounds[labels];
    for (int label = 0; label < labels; label++) {
      double score = 1;
      double error = 0;
      for (int node = label; node != nodes - 1; node = parents[node]) {
        final double right = 1 / (1 + Math.exp(-products[parents[node] - labels]));
        score *= (rights[node] ? right : 1 - right) + RAISE;
        error += errors[parents[node] - labels];
      }
      bounds[label] = new Bounds(score * (1 - error), score * (1 + error));
    }
    return bounds;
  }
}
