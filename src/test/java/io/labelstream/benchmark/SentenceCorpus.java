package io.labelstream.benchmark;

import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes English sentences to distil an encoder on, one a line, shuffled: none twice, and none of the sentences that encoders are tested with. Sentences are
 * the same here if they have the same letters and digits in the same words, whatever their case. Prints how many sentences each source gave, and how many were left
 * out and why.
 *
 * <p>Of definitions and titles, of which there are many, only so many sentences are taken as are asked for, drawn with the others.
 *
 * <p>Arguments: the folder of data sets, the folder of WordNet, the folder of the sentences that were collected for Common Voice, how many titles to draw, how many
 * sentences to draw, and the file to write. With two more, the captions in the first one, of COCO, take the place of the sentences that were made up, and those that are
 * taken are also written to the second one.
 */
public final class SentenceCorpus {
  private static final long SEED = 14;
  private static final int CAPTIONS = 6;
  private static final int SHORTEST = 8;
  private static final int LONGEST = 300;
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Set<String> tested;
  private final Set<String> taken = new HashSet<>();
  private final List<String> sentences = new ArrayList<>();

  private SentenceCorpus(final List<String> forTests) {
    tested = new HashSet<>(forTests.stream().map(SentenceCorpus::normal).toList());
  }

  public static void main(final String[] arguments) throws IOException, TrainingDataException {
    final SentenceSources sources = new SentenceSources(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), SEED);
    final SentenceCorpus corpus = new SentenceCorpus(sources.forTests());
    System.out.printf(Locale.ROOT, "%,d different texts of tests%n", corpus.tested.size());
    corpus.add("WordNet", sources.wordNetGlosses(), System.out);
    corpus.add("Common Voice, read aloud", sources.commonVoice(), System.out);
    corpus.add("CLINC150", sources.clinc150(), System.out);
    corpus.add("BANKING77", sources.banking77(), System.out);
    corpus.add("titles", sources.titles(Integer.parseInt(arguments[3])), System.out);
    corpus.draw(Integer.parseInt(arguments[4]));
    System.out.printf(Locale.ROOT, "%,d drawn; to these are added:%n", corpus.sentences.size());
    corpus.add("WordNet's examples", sources.wordNetExamples(), System.out);
    corpus.add("Common Voice, read aloud", sources.commonVoice(), System.out);
    corpus.add("Common Voice, collected", sources.collectedSentences(), System.out);
    if (arguments.length > CAPTIONS) {
      final int others = corpus.sentences.size();
      corpus.add("COCO", SentenceSources.captions(Path.of(arguments[CAPTIONS])), System.out);
      Files.write(Path.of(arguments[CAPTIONS + 1]), corpus.sentences.subList(others, corpus.sentences.size()));
    } else {
      corpus.add("made up", sources.madeUp(), System.out);
    }
    corpus.shuffle();
    Files.write(Path.of(arguments[5]), corpus.sentences);
    System.out.printf(Locale.ROOT, "%,d sentences, of which %,d are in a test%n", corpus.sentences.size(), corpus.leaked());
  }

  private void add(final String source, final List<String> found, final PrintStream out) {
    int unfit = 0;
    int again = 0;
    int inTest = 0;
    final int before = sentences.size();
    for (final String sentence : found) {
      final String line = sentence.replaceAll("\\s+", " ").strip();
      final String normal = normal(line);
      if (line.length() < SHORTEST || line.length() > LONGEST) {
        unfit++;
      } else if (isOfTest(line)) {
        inTest++;
      } else if (taken.add(normal)) {
        sentences.add(line);
      } else {
        again++;
      }
    }
    out.printf(Locale.ROOT, "%s: %,d sentences; left out: %,d by their length, %,d that are there already, %,d of tests%n",
        source, sentences.size() - before, unfit, again, inTest);
  }

  private void shuffle() {
    Collections.shuffle(sentences, new Random(SEED));
  }

  /** Keeps only so many of the sentences, as if the others had never been there. */
  private void draw(final int count) {
    shuffle();
    sentences.subList(Math.min(count, sentences.size()), sentences.size()).clear();
    taken.clear();
    sentences.forEach(sentence -> taken.add(normal(sentence)));
  }

  private long leaked() {
    return sentences.stream().filter(this::isOfTest).count();
  }

  /** A sentence is also one of a test if it is so after its first colon: there stand WordNet's definitions, from which one of the tests is made. */
  private boolean isOfTest(final String line) {
    return tested.contains(normal(line)) || tested.contains(normal(line.substring(line.indexOf(": ") + 1)));
  }

  private static String normal(final String sentence) {
    return BETWEEN_WORDS.matcher(Normalizer.normalize(sentence, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }
}
