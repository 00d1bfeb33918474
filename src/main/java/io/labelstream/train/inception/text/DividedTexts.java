package io.labelstream.train.inception.text;

import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.inception.WordRules;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Labelled texts, and those of them, or others, to validate with. Vocabulary and labels come from the texts that are trained on alone.
 *
 * <p>Without texts to validate with, one in {@value #HELD_OUT} is held out, if there are at least {@value #FEWEST_TO_HOLD_OUT}.
 */
public final class DividedTexts {
  private static final int HELD_OUT = 10;
  private static final int FEWEST_TO_HOLD_OUT = 2 * HELD_OUT;

  private final String source;
  private final int leastWordTexts;
  private final Names words;
  private final Names labels;
  private final NumberedTexts all;
  private final int[] learned;
  private final Optional<Part> validation;

  private record Part(NumberedTexts texts, int[] places) {}

  private DividedTexts(final String source, final int leastWordTexts, final Names words, final Names labels, final NumberedTexts all,
      final int[] learned, final Optional<Part> validation) {
    this.source = source;
    this.leastWordTexts = leastWordTexts;
    this.words = words;
    this.labels = labels;
    this.all = all;
    this.learned = learned;
    this.validation = validation;
  }

  /**
   * Reads texts.
   *
   * @param leastWordTexts words of fewer texts are unknown
   * @param seed decides which texts are held out
   * @throws IOException if a source cannot be read
   * @throws TrainingDataException if a source has another form than expected, or more than fits into memory, or there is no text to validate with
   */
  public static DividedTexts read(
      final ExampleSource source, final Optional<ExampleSource> validation, final WordRules rules, final int leastWordTexts, final long seed)
      throws IOException, TrainingDataException {
    final Names words = new Names();
    final Names labels = new Names();
    final NumberedTexts all = NumberedTexts.read(source, rules, words, labels);
    final int[] places = places(all);
    if (validation.isPresent()) {
      final NumberedTexts held = NumberedTexts.read(validation.get(), rules, words, labels);
      if (held.size() == 0) {
        throw new TrainingDataException("'" + validation.get().name() + "' has no text with a label, expected some to choose the epoch by");
      }
      return new DividedTexts(source.name(), leastWordTexts, words, labels, all, places, Optional.of(new Part(held, places(held))));
    }
    if (places.length < FEWEST_TO_HOLD_OUT) {
      return new DividedTexts(source.name(), leastWordTexts, words, labels, all, places, Optional.empty());
    }
    IntArrays.shuffle(places, new Random(seed));
    final int end = places.length - places.length / HELD_OUT;
    return new DividedTexts(source.name(), leastWordTexts, words, labels, all, sorted(places, 0, end),
        Optional.of(new Part(all, sorted(places, end, places.length))));
  }

  private static int[] places(final NumberedTexts texts) {
    return IntStream.range(0, texts.size()).toArray();
  }

  private static int[] sorted(final int[] places, final int from, final int to) {
    return IntStream.of(places).skip(from).limit(to - from).sorted().toArray();
  }

  /** The validation of a training. */
  public enum Validation {
    /** By texts of their own: all texts of the source are learned. */
    OTHER_TEXTS,
    /** By texts of the source that are held out. */
    HELD_OUT,
    /** There are too few texts to hold some out. */
    NONE
  }

  /** The validation of the training of {@link #learned}. */
  public Validation validation() {
    if (validation.isEmpty()) {
      return Validation.NONE;
    }
    return validation.get().texts() == all ? Validation.HELD_OUT : Validation.OTHER_TEXTS;
  }

  /**
   * The texts to learn from while others validate.
   *
   * @throws TrainingDataException if none has both word and label
   */
  public TrainingSet learned() throws TrainingDataException {
    return set(learned);
  }

  /**
   * All texts of the source.
   *
   * @throws TrainingDataException if none has both word and label
   */
  public TrainingSet all() throws TrainingDataException {
    return set(places(all));
  }

  /** Texts to train on, and the texts to validate with in the same numbers of words and labels, of which some may have none. */
  public record TrainingSet(TrainingTexts training, Optional<EncodedTexts> validation) {}

  private TrainingSet set(final int[] places) throws TrainingDataException {
    final RankedNames vocabulary = RankedNames.of(words, wordTexts(places), leastWordTexts);
    final IntArrayList known = new IntArrayList();
    for (final int text : places) {
      if (knownWords(all, text, vocabulary) > 0) {
        known.add(text);
      }
    }
    if (known.isEmpty()) {
      throw new TrainingDataException("'" + source + "' has no text to learn from: " + texts(all.withoutLabel()) + (all.withoutLabel() == 1 ? " is" : " are")
          + " without label, " + texts(places.length) + " without a word that " + texts(leastWordTexts) + " have; expected at least one other"
          + (leastWordTexts > 1 && places.length > 0 ? ": lower --min-count" : ""));
    }
    final int[] learnedTexts = known.toIntArray();
    final RankedNames ranked = RankedNames.of(labels, labelTexts(learnedTexts), 1);
    int cut = 0;
    for (final int text : learnedTexts) {
      cut += knownWords(all, text, vocabulary) > InceptionShape.SLOTS ? 1 : 0;
    }
    final TextCounts counts = new TextCounts(all.withoutLabel(), places.length - learnedTexts.length, cut);
    return new TrainingSet(
        new TrainingTexts(vocabulary.names(), vocabulary.texts(), ranked.names(), ranked.texts(), encode(all, learnedTexts, vocabulary, ranked), counts),
        validation.map(part -> encode(part.texts(), part.places(), vocabulary, ranked)));
  }

  private static String texts(final int count) {
    return count + (count == 1 ? " text" : " texts");
  }

  private int[] wordTexts(final int[] places) {
    final int[] counts = new int[words.size()];
    final int[] last = new int[words.size()];
    for (final int text : places) {
      for (int at = all.wordStart(text); at < all.wordEnd(text); at++) {
        final int word = all.word(at);
        if (last[word] != text + 1) {
          last[word] = text + 1;
          counts[word]++;
        }
      }
    }
    return counts;
  }

  private int[] labelTexts(final int[] places) {
    final int[] counts = new int[labels.size()];
    for (final int text : places) {
      for (int at = all.labelStart(text); at < all.labelEnd(text); at++) {
        counts[all.label(at)]++;
      }
    }
    return counts;
  }

  private static int knownWords(final NumberedTexts texts, final int text, final RankedNames vocabulary) {
    int known = 0;
    for (int at = texts.wordStart(text); at < texts.wordEnd(text); at++) {
      known += vocabulary.place(texts.word(at)) >= 0 ? 1 : 0;
    }
    return known;
  }

  private static EncodedTexts encode(final NumberedTexts texts, final int[] places, final RankedNames vocabulary, final RankedNames ranked) {
    final int[] wordStarts = new int[places.length + 1];
    final int[] labelStarts = new int[places.length + 1];
    final IntArrayList words = new IntArrayList();
    final IntArrayList labels = new IntArrayList();
    for (int index = 0; index < places.length; index++) {
      final int text = places[index];
      for (int at = texts.wordStart(text); at < texts.wordEnd(text) && words.size() - wordStarts[index] < InceptionShape.SLOTS; at++) {
        addKnown(vocabulary.place(texts.word(at)), words);
      }
      for (int at = texts.labelStart(text); at < texts.labelEnd(text); at++) {
        addKnown(ranked.place(texts.label(at)), labels);
      }
      wordStarts[index + 1] = words.size();
      labelStarts[index + 1] = labels.size();
    }
    return new EncodedTexts(wordStarts, words.toIntArray(), labelStarts, labels.toIntArray());
  }

  private static void addKnown(final int place, final IntArrayList places) {
    if (place >= 0) {
      places.add(place);
    }
  }
}
