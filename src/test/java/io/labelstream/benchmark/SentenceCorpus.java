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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes English sentences to distil an encoder on, one a line, shuffled: none twice, and none of the sentences that encoders are tested with. Sentences are
 * the same here if they have the same letters and digits in the same words, whatever their case. Prints how many sentences each source gave, and how many were left
 * out and why.
 *
 * <p>Arguments: the folder of data sets, the folder of WordNet, how many titles to draw, and the file to write.
 */
public final class SentenceCorpus {
  private static final long SEED = 14;
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
    final SentenceSources sources = new SentenceSources(Path.of(arguments[0]), Path.of(arguments[1]), SEED);
    final Map<String, List<String>> named = new LinkedHashMap<>();
    named.put("WordNet", sources.wordNetGlosses());
    named.put("Common Voice", sources.commonVoice());
    named.put("CLINC150", sources.clinc150());
    named.put("BANKING77", sources.banking77());
    named.put("titles", sources.titles(Integer.parseInt(arguments[2])));
    final SentenceCorpus corpus = new SentenceCorpus(sources.forTests());
    System.out.printf(Locale.ROOT, "%,d different texts of tests%n", corpus.tested.size());
    named.forEach((name, found) -> corpus.add(name, found, System.out));
    corpus.write(Path.of(arguments[3]));
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

  private void write(final Path file) throws IOException {
    Collections.shuffle(sentences, new Random(SEED));
    Files.write(file, sentences);
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
