package io.labelstream.cli.train;

import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelSpelling;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.RetrievalData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the files of a search that is to be measured: two columns with a tab between them. */
final class RetrievalFiles {
  private static final DataOptions OPTIONS = DataOptions.usual().with(DataFormat.TSV).with(LabelSpelling.WITH_SPACES);

  private RetrievalFiles() {}

  /**
   * Reads all of them. Of several texts with one id the first counts.
   *
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if a file is of another form, or no answer belongs to a query
   */
  static RetrievalData read(final Path queries, final Optional<Path> documents, final Path relevant) throws IOException, TrainingDataException {
    final Map<String, byte[]> asked = texts(queries);
    final Map<String, Set<String>> answers = new LinkedHashMap<>();
    LabelledFile.of(relevant, OPTIONS).forEach(pair -> {
      if (!pair.labels().isEmpty()) {
        answers.computeIfAbsent(pair.labels().getFirst(), query -> new LinkedHashSet<>()).add(pair.decoded());
      }
    });
    if (answers.keySet().stream().noneMatch(asked::containsKey)) {
      throw new TrainingDataException("'" + relevant + "' names none of the " + asked.size() + " queries of '" + queries
          + "', expected the id of a query, a tab and the id of a document a line");
    }
    return new RetrievalData(queries.toString(), asked, documents.isPresent() ? Optional.of(texts(documents.get())) : Optional.empty(), answers);
  }

  private static Map<String, byte[]> texts(final Path file) throws IOException, TrainingDataException {
    final Map<String, byte[]> texts = new LinkedHashMap<>();
    LabelledFile.of(file, OPTIONS).forEach(row -> {
      if (!row.labels().isEmpty()) {
        texts.putIfAbsent(row.labels().getFirst(), Arrays.copyOfRange(row.text(), row.offset(), row.offset() + row.length()));
      }
    });
    return texts;
  }
}
