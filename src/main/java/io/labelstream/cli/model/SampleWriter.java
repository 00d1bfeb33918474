package io.labelstream.cli.model;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.OverwritePolicy;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.golden.Answers;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.data.TextHead;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Writes golden samples. */
public final class SampleWriter {
  private SampleWriter() {}

  /**
   * The samples to write.
   *
   * @param text the file of texts
   * @param target the file of samples
   * @param top how many labels for each text
   */
  record Request(Path model, Path text, Path target, int top, OverwritePolicy overwriting) {}

  /** @throws CliException if a file cannot be read or written, or the texts make no golden samples */
  static void write(final Request request, final Lines lines) throws IOException {
    if (request.top() < 1 || request.top() > GoldenSamples.MOST_LABELS) {
      throw new CliException(ExitCode.USAGE, "--top is " + request.top() + ", expected 1 to " + GoldenSamples.MOST_LABELS);
    }
    WholeFile.require(request.target(), request.overwriting());
    final List<String> texts = texts(request.text());
    final List<GoldenSamples.Sample> samples;
    try (TextClassifier classifier = Models.open(request.model())) {
      samples = samples(texts, classifier, request.top(),
          line -> lines.warn("line " + (line + 1) + " of '" + request.text() + "' gets no label, and is left out"));
    }
    final byte[] file = file(samples, request.text().toString());
    WholeFile.write(request.target(), request.overwriting(), file);
    lines.line(request.target() + "  " + samples.size() + " golden samples, " + Amounts.bytes(file.length) + "; `announce` finds them "
        + (request.target().equals(GoldenSamples.beside(request.model())) ? "there" : "beside the model only"));
  }

  /**
   * The best labels of texts, or their vectors if the model has no labels.
   *
   * @param without takes the index of each text that gets no label, and is left out
   */
  public static List<GoldenSamples.Sample> samples(final List<String> texts, final TextClassifier classifier, final int top, final IntConsumer without) {
    final List<GoldenSamples.Sample> samples = new ArrayList<>();
    final Answers answers = new Answers(classifier, top);
    for (int index = 0; index < texts.size(); index++) {
      final Optional<GoldenSamples.Sample> sample = answers.sample(texts.get(index));
      sample.ifPresent(samples::add);
      if (sample.isEmpty()) {
        without.accept(index);
      }
    }
    return samples;
  }

  private static List<String> texts(final Path file) {
    try {
      // Lines end at a line feed only, as elsewhere; an empty rest after the last one is not a text.
      final TextHead head = TextHead.of(file);
      head.requireUtf8(file.toString());
      head.requireLineFeeds(file.toString());
      final String all = Files.readString(file);
      final List<String> texts = new ArrayList<>(List.of((head.markBytes() > 0 ? all.substring(1) : all).split("\n", -1)));
      if (texts.getLast().isEmpty()) {
        texts.removeLast();
      }
      return texts;
    } catch (final TrainingDataException refused) {
      throw new CliException(ExitCode.FILE_UNREADABLE, refused.getMessage(), refused);
    } catch (final CharacterCodingException malformed) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "'" + file + "' is not UTF-8; convert it, for example with iconv", malformed);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "'" + file + "' cannot be read; check path and permissions", failure);
    }
  }

  /**
   * Golden samples as a file.
   *
   * @param text the source of the texts, for messages
   * @throws CliException if the samples are too many or too long
   */
  public static byte[] file(final List<GoldenSamples.Sample> samples, final String text) {
    final byte[] file;
    try {
      file = GoldenSamples.of(samples).write();
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, "'" + text + "' makes no golden samples: " + outOfRange.getMessage(), outOfRange);
    }
    if (file.length > GoldenSamples.MOST_BYTES) {
      throw new CliException(ExitCode.USAGE, "'" + text + "' makes " + file.length + " bytes of golden samples, expected at most "
          + GoldenSamples.MOST_BYTES + "; give fewer or shorter texts, or a lower --top");
    }
    return file;
  }
}
