package io.labelstream.train.kafka;

import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.LabelCells;
import io.labelstream.train.data.UnreadableLineException;
import io.labelstream.wire.AvroRecords;
import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.UndecodableValueException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Avro records with a text in one field and a label, or an array of labels, in another. Not thread-safe. */
final class AvroExamples {
  private final AvroRecords records;
  private final DataOptions.Fields fields;
  private final LabelCells cells;

  AvroExamples(final SchemaRegistry registry, final DataOptions options) {
    this.records = new AvroRecords(registry);
    this.fields = options.fields();
    this.cells = new LabelCells(options.labelSeparator());
  }

  Example parse(final Headers headers, final byte[] value) throws UnreadableLineException {
    final GenericRecord record;
    try {
      record = records.read(headers, value);
    } catch (final UndecodableValueException undecodable) {
      throw new UnreadableLineException(undecodable.getMessage());
    }
    if (!(field(record, fields.text()) instanceof CharSequence text)) {
      throw new UnreadableLineException("the record of schema " + record.getSchema().getFullName() + " has no string \"" + fields.text() + "\"; name the field of the text");
    }
    return cells.example(text.toString(), labels(record));
  }

  private List<String> labels(final GenericRecord record) {
    for (final String name : fields.labels()) {
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
