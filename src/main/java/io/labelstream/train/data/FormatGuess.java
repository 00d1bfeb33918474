package io.labelstream.train.data;

import java.util.Arrays;
import java.util.Locale;

/** Tells the format of a file from its first lines that are not empty and, if they leave a doubt, from the end of its name. */
final class FormatGuess {
  private FormatGuess() {}

  static DataFormat of(final TextHead head, final String name) throws TrainingDataException {
    final String line = head.lines().findFirst().orElse("");
    final String lower = name.toLowerCase(Locale.ROOT);
    if (line.stripLeading().startsWith("{") || endsWith(lower, ".json", ".jsonl", ".ndjson")) {
      return DataFormat.JSON;
    }
    if (endsWith(lower, ".csv")) {
      return DataFormat.CSV;
    }
    if (XmcHeader.begins(head)) {
      return DataFormat.XMC;
    }
    if (Arrays.stream(line.split("[ \t]+")).anyMatch(token -> token.startsWith("__label__"))) {
      return DataFormat.FASTTEXT;
    }
    if (line.indexOf('\t') >= 0 || endsWith(lower, ".tsv", ".tab")) {
      return DataFormat.TSV;
    }
    if (line.isEmpty()) {
      throw new TrainingDataException("'" + name + "' begins with nothing but empty lines, or is empty; expected a labelled text a line");
    }
    LabelPrefixGuess.requireUsed(DataOptions.LABEL_PREFIX, head, name);
    throw new TrainingDataException("line 1 of '" + name
        + "' has no __label__ token, no tab and no JSON object, so that its format cannot be told; name the format: fasttext, tsv, csv, json or xmc");
  }

  private static boolean endsWith(final String name, final String... ends) {
    return Arrays.stream(ends).anyMatch(name::endsWith);
  }
}
