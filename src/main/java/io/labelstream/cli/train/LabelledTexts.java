package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.KafkaErrors;
import io.labelstream.cli.verb.KafkaOptions;
import io.labelstream.cli.verb.StandardInput;
import io.labelstream.train.data.Columns;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledData;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.data.Spool;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.kafka.LabelledTopic;
import io.labelstream.train.kafka.TopicRange;
import io.labelstream.wire.SchemaRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/** Labelled texts that a verb was given. Every failure is a {@link CliException}. */
final class LabelledTexts implements AutoCloseable {
  private static final Closeable NOTHING = () -> { };

  private final LabelledData data;
  private final Closeable resource;
  private final Map<String, Object> client;

  private LabelledTexts(final LabelledData data, final Closeable resource, final Map<String, Object> client) {
    this.data = data;
    this.resource = resource;
    this.client = client;
  }

  /** A use of texts. */
  interface Use<T> {
    T of(LabelledData data) throws IOException, TrainingDataException, InterruptedException;
  }

  /**
   * The texts in a file, or on standard input, which is copied to a temporary file, as it is read more than once.
   *
   * @throws CliException if they cannot be read
   */
  static LabelledTexts open(final String file, final TextReading reading, final Io io) {
    return file.equals(StandardInput.NAME)
        ? spooled(io.in(), reading)
        : new LabelledTexts(explained(file, () -> reading.of(regular(Path.of(file), reading.options()))), NOTHING, Map.of());
  }

  /** No texts at all. */
  static LabelledTexts none() {
    return new LabelledTexts(new NoTexts(), NOTHING, Map.of());
  }

  /**
   * The records that a topic holds now.
   *
   * @throws CliException if the topic cannot be read
   */
  static LabelledTexts ofTopic(final String topic, final TopicRange range, final TextReading reading, final KafkaOptions kafka)
      throws InterruptedException {
    final DataOptions options = reading.options();
    if (options.format().filter(format -> !format.isOfSingleLines()).isPresent()) {
      throw new CliException(ExitCode.USAGE, "--data-format is " + options.format().get().name().toLowerCase(Locale.ROOT)
          + ", expected fasttext, tsv or json for records of a topic");
    }
    if (options.format().filter(DataFormat.TSV::equals).isPresent() && options.columns().heading() == Columns.Heading.NAMES) {
      throw new CliException(ExitCode.USAGE, "--header or a column by its name is for a file; records of a topic have no first line, name columns by their places");
    }
    try {
      options.fields().texts();
    } catch (final IllegalArgumentException malformed) {
      throw new CliException(ExitCode.USAGE, "--text-column: " + malformed.getMessage(), malformed);
    }
    final Map<String, Object> client = kafka.clientProperties();
    KafkaErrors.existing(topic, client, AclOperation.READ);
    final SchemaRegistry registry = kafka.openRegistry();
    try {
      return new LabelledTexts(reading.of(LabelledTopic.open(topic, range, options, registry, client)), registry::close, client);
    } catch (final KafkaException failure) {
      registry.close();
      throw KafkaErrors.explained(failure, topic, client, AclOperation.READ);
    }
  }

  private static LabelledData regular(final Path file, final DataOptions options) throws IOException, TrainingDataException {
    if (Files.isDirectory(file)) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "'" + file + "' is a directory; name a file of labelled texts");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "'" + file + "' is a pipe or a device; use - and standard input");
    }
    return LabelledFile.of(file, options);
  }

  private static LabelledTexts spooled(final InputStream in, final TextReading reading) {
    final Spool spool;
    try {
      spool = Spool.of(in);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.OUTPUT_FAILED,
          "standard input cannot be kept in a temporary file: " + failure.getMessage() + "; make room, or save it to a file and name that", failure);
    }
    try {
      return new LabelledTexts(explained("standard input", () -> reading.of(spool.texts("standard input", reading.options()))), spool, Map.of());
    } catch (final CliException refused) {
      close(spool);
      throw refused;
    }
  }

  /**
   * Does something with the texts.
   *
   * @throws CliException if they cannot be read, or are not of their format
   */
  <T> T use(final Use<T> use) throws InterruptedException {
    try {
      return use.of(data);
    } catch (final IOException | TrainingDataException failure) {
      throw explained(data.name(), failure);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, data.name(), client, AclOperation.READ);
    }
  }

  /** The name of the texts. */
  String name() {
    return data.name();
  }

  /** Reads a file. */
  interface Source<T> {
    T read() throws IOException, TrainingDataException;
  }

  /** @throws CliException if a file cannot be read, or is not of its format */
  static <T> T explained(final String name, final Source<T> source) {
    try {
      return source.read();
    } catch (final IOException | TrainingDataException failure) {
      throw explained(name, failure);
    }
  }

  private static CliException explained(final String name, final Exception failure) {
    return switch (failure) {
      case TrainingDataException refused -> new CliException(ExitCode.DATA_REFUSED, refused.getMessage() + remedy(refused), refused);
      case NoSuchFileException missing ->
          new CliException(ExitCode.FILE_UNREADABLE, "'" + missing.getFile() + "' does not exist; check the path", missing);
      case AccessDeniedException denied ->
          new CliException(ExitCode.FILE_UNREADABLE, "'" + denied.getFile() + "' may not be read by this user; check its permissions", denied);
      default -> new CliException(ExitCode.FILE_UNREADABLE, "'" + name + "' cannot be read: " + failure.getMessage(), failure);
    };
  }

  private static String remedy(final TrainingDataException refused) {
    return switch (refused.remedy()) {
      case NONE -> "";
      case SKIPPING -> " (--skip-unreadable passes over such rows)";
      case LABEL_PREFIX -> " (--label-prefix names it)";
      case HEADING -> "; name them with --label-column and --text-column, or say so with --header";
    };
  }

  @Override
  public void close() {
    close(resource);
  }

  private static void close(final Closeable resource) {
    try {
      resource.close();
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
