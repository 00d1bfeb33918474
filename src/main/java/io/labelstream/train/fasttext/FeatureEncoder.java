package io.labelstream.train.fasttext;

import io.labelstream.kernel.Encoding;
import io.labelstream.kernel.Kernels;
import io.labelstream.model.LabelText;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.text.Buckets;
import io.labelstream.text.Subwords;
import io.labelstream.text.WordNgrams;
import it.unimi.dsi.fastutil.objects.Object2IntMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Arrays;
import java.util.Optional;

/**
 * Turns counted examples into features, by the rules of the reference's {@code Dictionary::getLine}: known words have their row and those of their subwords,
 * unknown ones only the latter, the end of the line has no subwords, and all of them take part in word n-grams. Used once.
 */
final class FeatureEncoder {
  private final CountedExamples counted;
  private final FeatureSpace space;
  private final FastTextVocabulary vocabulary;
  private final FeatureCorpus.Builder builder;
  private final int[] keptBuckets;

  FeatureEncoder(final CountedExamples counted, final FeatureSpace space) {
    this.counted = counted;
    this.space = space;
    this.vocabulary = space.vocabulary();
    this.builder = new FeatureCorpus.Builder(counted.examples());
    this.keptBuckets = vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned ? pruned.buckets() : new int[0];
  }

  FeatureCorpus encode() {
    final int[] items = items(words());
    final int[] labels = labels();
    final Optional<WordNgrams> ngrams =
        space.hasWordNgrams() ? Optional.of(new WordNgrams(space.wordNgrams(), new Buckets(space.buckets()))) : Optional.empty();
    final int ngramsPerToken = ngrams.isPresent() ? space.wordNgrams() - 1 : 0;
    int[] example = new int[0];
    int[] content = new int[0];
    int[] buckets = new int[0];
    long at = 0;
    for (int index = 0; index < counted.examples(); index++) {
      final int length = counted.length(at);
      if (example.length < length) {
        example = new int[2 * length];
        content = new int[Math.multiplyExact(example.length, 1 + ngramsPerToken)];
        buckets = new int[example.length * ngramsPerToken];
      }
      counted.copy(at, length, example);
      at += length + 1;
      final int firstItem = copyLabels(example, labels, content);
      final int firstType = CountedExamples.FIRST_LABEL + example[CountedExamples.LABELS];
      int end = appendItems(example, firstType, length, items, content, firstItem);
      if (ngrams.isPresent()) {
        final int tokens = length - firstType;
        end = appendRows(buckets, ngrams.get().append(example, 0, tokens, tokens, buckets), content, end);
      }
      builder.add(content, firstItem, end);
    }
    return builder.build(space.rows());
  }

  /** Appends the items of an example's types. Their hashes take the place of the head and the types, for the word n-grams. */
  private int appendItems(final int[] example, final int firstType, final int length, final int[] items, final int[] content, final int start) {
    int end = start;
    for (int token = firstType; token < length; token++) {
      final int item = items[example[token]];
      content[end] = item;
      end += item == FeatureCorpus.Builder.NOTHING ? 0 : 1;
      example[token - firstType] = counted.types().hash(example[token]);
    }
    return end;
  }

  /** The number of the word that each type is, or -1. Of words with the same text the last one counts, as in the reference. */
  private int[] words() {
    final int[] words = new int[counted.types().size()];
    Arrays.fill(words, -1);
    final byte[] entries = vocabulary.entries().toArray(LittleEndian.INT8);
    for (int word = 0; word < vocabulary.words(); word++) {
      final int start = vocabulary.textStart(word);
      final int type = counted.types().find(entries, start, start + vocabulary.textLength(word));
      if (type >= 0) {
        words[type] = word;
      }
    }
    return words;
  }

  /** The item that stands for each type. */
  private int[] items(final int[] words) {
    if (!space.hasSubwords()) {
      for (int type = 0; type < words.length; type++) {
        words[type] = FeatureCorpus.Builder.item(words[type]);
      }
      return words;
    }
    final Subwords subwords = new Subwords(Kernels.best(), Math.max(space.shortestSubword(), 1), space.longestSubword(), space.buckets());
    final TypeTable types = counted.types();
    final int[] scratch = new int[2 * Kernels.LANES];
    byte[] marked = new byte[0];
    int[] buckets = new int[0];
    int[] rows = new int[0];
    for (int type = 0; type < words.length; type++) {
      final int length = types.length(type);
      if (marked.length < length + 2 + Kernels.OVERREAD_BYTES) {
        marked = new byte[2 * length + 2 + Kernels.OVERREAD_BYTES];
        // One block of start positions more than needed, and room for elements that may be overwritten after the last.
        buckets = new int[Math.multiplyExact(marked.length, subwords.mostPerByte()) + Kernels.LANES];
        rows = new int[buckets.length + 1];
      }
      int count = 0;
      if (words[type] >= 0) {
        rows[count++] = words[type];
      }
      if (type != CountedExamples.END_OF_LINE) {
        System.arraycopy(types.texts(), types.start(type), marked, 1, length);
        marked[length + 1] = Subwords.WORD_BREAK;
        count = appendRows(buckets, subwords.buckets(marked, 0, length + 1, Encoding.UTF8, scratch, buckets), rows, count);
      }
      words[type] = builder.type(rows, count);
    }
    return words;
  }

  /** The vocabulary's number of each label of the examples, or -1. */
  private int[] labels() {
    final Object2IntMap<String> known = new Object2IntOpenHashMap<>();
    known.defaultReturnValue(-1);
    for (int label = 0; label < vocabulary.labels(); label++) {
      final String text = LabelText.of(vocabulary.text(vocabulary.words() + label));
      known.put(text.startsWith(FeatureSpace.LABEL_PREFIX) ? text.substring(FeatureSpace.LABEL_PREFIX.length()) : text, label);
    }
    return counted.labelNames().stream().mapToInt(known::getInt).toArray();
  }

  /** Copies the head of an example with those of its labels that are known, and returns its end. */
  private static int copyLabels(final int[] example, final int[] labels, final int[] content) {
    int end = CountedExamples.FIRST_LABEL;
    for (int index = 0; index < example[CountedExamples.LABELS]; index++) {
      content[end] = labels[example[CountedExamples.FIRST_LABEL + index]];
      end += content[end] < 0 ? 0 : 1;
    }
    content[CountedExamples.TOKENS] = example[CountedExamples.TOKENS];
    content[CountedExamples.LABELS] = end - CountedExamples.FIRST_LABEL;
    return end;
  }

  /** Appends the rows of those buckets that have one. */
  private int appendRows(final int[] buckets, final int bucketCount, final int[] out, final int start) {
    return vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned
        ? appendKeptRows(pruned, buckets, bucketCount, out, start)
        : appendAllRows(buckets, bucketCount, vocabulary.words(), out, start);
  }

  private static int appendAllRows(final int[] buckets, final int bucketCount, final int words, final int[] out, final int start) {
    for (int index = 0; index < bucketCount; index++) {
      out[start + index] = words + buckets[index];
    }
    return start + bucketCount;
  }

  private int appendKeptRows(final FastTextPruneIndex.Pruned pruned, final int[] buckets, final int bucketCount, final int[] out, final int start) {
    int count = start;
    for (int index = 0; index < bucketCount; index++) {
      final int kept = Arrays.binarySearch(keptBuckets, buckets[index]);
      if (kept >= 0) {
        out[count++] = vocabulary.words() + pruned.row(kept);
      }
    }
    return count;
  }
}
