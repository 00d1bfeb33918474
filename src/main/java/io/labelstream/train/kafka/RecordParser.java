package io.labelstream.train.kafka;

import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.LineParser;
import io.labelstream.train.data.TextHead;
import io.labelstream.train.data.UnreadableLineException;
import io.labelstream.wire.SchemaId;
import io.labelstream.wire.SchemaRegistry;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Makes examples from the values of records. Without a given format, each record shows its own: a header with a schema id or a zero as the first byte is Avro,
 * a brace as the first byte is JSON, anything else is a fastText line. A byte order mark before text is not part of it. Not thread-safe.
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
   * The example in a value, whose bytes may be modified.
   *
   * @throws UnreadableLineException if it is not of the format
   * @throws io.labelstream.wire.RegistryException if the registry does not answer
   */
  Example parse(final Headers headers, final byte[] value) throws UnreadableLineException {
    if (options.format().isEmpty() && (value.length > 0 && value[0] == AVRO || headers.lastHeader(SchemaId.HEADER) != null)) {
      return avro.parse(headers, value);
    }
    requireUtf8(value);
    final int from = TextHead.afterMark(value);
    final boolean isJson = options.format().map(DataFormat.JSON::equals).orElse(from < value.length && value[from] == '{');
    return (isJson ? json : lines).parse(value, from, value.length - from);
  }

  private static void requireUtf8(final byte[] value) throws UnreadableLineException {
    final Optional<String> encoding = TextHead.otherEncoding(value);
    if (encoding.isPresent()) {
      throw new UnreadableLineException("the value is in " + encoding.get() + ", expected UTF-8");
    }
  }
}
