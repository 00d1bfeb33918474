package io.labelstream.train.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tells the format of a file from its first line that is not empty, and where that leaves a doubt, from the end of its name. */
final class FormatGuess {
  private static final int HEAD_BYTES = 1 << 16;

  private FormatGuess() {}

  static DataFormat of(final Path file, final String name) throws IOException, TrainingDataException {
    final byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD_BYTES);
    }
    final String line = firstLine(head);
    final String lower = name.toLowerCase(Locale.ROOT);
    if (line.stripLeading().startsWith("{") || endsWith(lower, ".json", ".jsonl", ".ndjson")) {
      return DataFormat.JSON;
    }
    if (endsWith(lower, ".csv")) {
      return DataFormat.CSV;
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
    throw new TrainingDataException("line 1 of '" + name
        + "' has no __label__ token, no tab and no JSON object, so that its format cannot be told; name the format: fasttext, tsv, csv or json");
  }

  private static String firstLine(final byte[] head) {
    final String text = new String(head, LineScanner.afterMark(head, 0, head.length), head.length - LineScanner.afterMark(head, 0, head.length),
        StandardCharsets.ISO_8859_1);
    final List<String> lines = text.lines().filter(line -> !line.isBlank()).limit(1).toList();
    return lines.isEmpty() ? "" : lines.getFirst();
  }

  private static boolean endsWith(final String name, final String... ends) {
    return Arrays.stream(ends).anyMatch(name::endsWith);
  }
}
