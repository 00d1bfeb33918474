package io.labelstream.train.kafka;

import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.LineParser;
import io.labelstream.train.data.UnreadableLineException;
import io.labelstream.wire.SchemaId;
import io.labelstream.wire.SchemaRegistry;
import org.apache.kafka.common.header.Headers;

/**
 * Makes examples of the values of records: of one format if it is given, else of what it says itself: a header with a schema id, or a zero byte as
 * the first, is Avro, a brace JSON, all else a fastText line. Not thread-safe.
 */
final class RecordParser {
  private static final byte AVRO = 0;

  private final DataOptions options;
  private final AvroExamples avro;
  private final LineParser json;
  private final LineParser lines;

  RecordParser(final DataOptions options, final SchemaRegistry registry) {
    this.options = options;
    this.avro = new AvroExamples(registry, options);
    this.json = LineParser.of(DataFormat.JSON, options);
    this.lines = LineParser.of(options.format().filter(format -> format != DataFormat.JSON).orElse(DataFormat.FASTTEXT), options);
  }

  /**
   * The example in a value, which may be written to.
   *
   * @throws UnreadableLineException if it is not of the format
   * @throws io.labelstream.wire.RegistryException if the registry gives no answer
   */
  Example parse(final Headers headers, final byte[] value) throws UnreadableLineException {
    if (options.format().isPresent()) {
      return (options.format().get() == DataFormat.JSON ? json : lines).parse(value, 0, value.length);
    }
    if (value.length > 0 && value[0] == AVRO || headers.lastHeader(SchemaId.HEADER) != null) {
      return avro.parse(headers, value);
    }
    return (value.length > 0 && value[0] == '{' ? json : lines).parse(value, 0, value.length);
  }
}
