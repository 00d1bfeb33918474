package io.labelstream.train.kafka;

import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.LabelCells;
import io.labelstream.train.data.UnreadableLineException;
import io.labelstream.wire.AvroRecords;
import io.labelstream.wire.AvroTextDecoder;
import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.TextSlice;
import io.labelstream.wire.UndecodableValueException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads Avro records: the text as a pipeline does, with {@link AvroTextDecoder}, and a label, or an array of labels, from another field. Not thread-safe. */
final class AvroExamples {
  private final AvroTextDecoder texts;
  private final TextSlice text = new TextSlice();
  private final AvroRecords records;
  private final List<String> labelFields;
  private final LabelCells cells;

  AvroExamples(final SchemaRegistry registry, final DataOptions options) {
    this.texts = new AvroTextDecoder(registry, options.fields().texts());
    this.records = new AvroRecords(registry);
    this.labelFields = options.fields().labels();
    this.cells = new LabelCells(options);
  }

  Example parse(final Headers headers, final byte[] value) throws UnreadableLineException {
    final GenericRecord record;
    try {
      texts.decode(value, headers, text);
      record = records.read(headers, value);
    } catch (final UndecodableValueException undecodable) {
      throw new UnreadableLineException(undecodable.getMessage());
    }
    return cells.example(Arrays.copyOfRange(text.bytes(), text.offset(), text.offset() + text.length()), labels(record));
  }

  private List<String> labels(final GenericRecord record) {
    for (final String name : labelFields) {
      final Optional<List<String>> labels = switch (field(record, name)) {
        case null -> Optional.empty();
        case Collection<?> several -> Optional.of(several.stream().map(String::valueOf).toList());
        case Object one -> Optional.of(List.of(one.toString()));
      };
      if (labels.isPresent()) {
        return labels.get();
      }
    }
    return List.of();
  }

  private static @Nullable Object field(final GenericRecord record, final String name) {
    return record.getSchema().getField(name) == null ? null : record.get(name);
  }
}
