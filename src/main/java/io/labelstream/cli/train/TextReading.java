package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.data.DataFiles;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledData;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.data.NameTable;
import io.labelstream.train.data.NamedData;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The reading of labelled texts for models of a family.
 *
 * @param options the options of the data
 * @param names the names of labels whose ids the data have; empty where the labels of the data are taken
 * @param family the family; empty: one that cannot be trained here
 */
record TextReading(DataOptions options, Optional<NameTable> names, Optional<TrainableFamily> family) {
  /** The reading of texts whose labels do not matter: one a line, unless another format is named. */
  TextReading ofTexts() {
    return new TextReading(options.format().isPresent() ? options : options.with(DataFormat.TEXT), names, family);
  }

  /** Opens files that settings name. */
  DataFiles files() {
    return file -> of(LabelledFile.of(file, options));
  }

  /**
   * Data as the family reads them.
   *
   * @throws CliException if the family does not learn from texts of this form
   */
  LabelledData of(final LabelledData data) {
    if (family.isPresent() && !family.get().textForms().contains(data.form())) {
      throw unfit(data, family.get());
    }
    return names.isPresent() ? new NamedData(data, names.get()) : data;
  }

  private static CliException unfit(final LabelledData data, final TrainableFamily family) {
    final String others = TrainableFamilies.all().stream().filter(each -> each.textForms().contains(data.form())).map(TrainableFamily::name)
        .collect(Collectors.joining(", "));
    return new CliException(ExitCode.DATA_REFUSED, "the texts of '" + data.name() + "' are " + data.form().inWords() + ", from which the family "
        + family.name() + " does not learn; name other data" + (others.isEmpty() ? "" : ", or a family that does, such as " + others));
  }
}
