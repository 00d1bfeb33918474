package io.labelstream.benchmark;

import io.labelstream.train.data.Columns;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A text to classify, with the labels that are right. */
record TestText(byte[] text, List<String> labels) {
  private static final String LINES = ".tsv";

  /** A file of labels with commas between, a tab and the text, if it is named {@code .tsv}; or else of sparse features. */
  static LabelledFile file(final Path file) throws IOException, TrainingDataException {
    final DataOptions usual = DataOptions.usual();
    return LabelledFile.of(
        file, file.toString().endsWith(LINES) ? usual.with(DataFormat.TSV).with(Columns.firstAndLast()).withLabelSeparator(',') : usual.with(DataFormat.XMC));
  }

  /** All texts of a file. */
  static List<TestText> all(final LabelledFile file) throws IOException, TrainingDataException {
    final List<TestText> texts = new ArrayList<>();
    file.forEach(example -> texts.add(
        new TestText(Arrays.copyOfRange(example.text(), example.offset(), example.offset() + example.length()), example.labels())));
    return texts;
  }
}
