package io.labelstream.fuzz;

import io.labelstream.fuzz.FuzzTarget.Bound;
import io.labelstream.fuzz.FuzzTarget.Reader;
import io.labelstream.wire.AvroLabelDecoder;
import io.labelstream.wire.AvroRecords;
import io.labelstream.wire.AvroTextDecoder;
import io.labelstream.wire.JsonLabelDecoder;
import io.labelstream.wire.JsonTextDecoder;
import io.labelstream.wire.LabelDecoder;
import io.labelstream.wire.SchemaId;
import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.TextDecoder;
import io.labelstream.wire.TextFields;
import io.labelstream.wire.TextSlice;
import io.labelstream.wire.UndecodableValueException;
import io.labelstream.wire.WireSeeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Values of records, in and out. */
final class WireTargets {
  private static final Bound VALUES = Bound.of(128, 1 << 20);
  /** A value may have 65,536 items that take no byte, which a list holds as references, and copies as it grows. */
  private static final Bound OBJECTS = Bound.of(128, 2 << 20);
  /** A map of a list of so many nulls. */
  private static final byte[] NULLS = {0, 0, 0, 0, 2, 2, 4, 'h', 'i', 2, 2, 'k', (byte) 0x80, (byte) 0x80, 8, 0, 0, 0};
  private static final List<Class<? extends Exception>> REFUSALS = List.of(UndecodableValueException.class);
  private static final int GUID_BYTES = 17;

  private WireTargets() {}

  static List<FuzzTarget> all() {
    final SchemaRegistry registry = WireSeeds.registry();
    final TextDecoder json = new JsonTextDecoder(TextFields.of("text", "doc.title"));
    final TextDecoder avro = new AvroTextDecoder(registry, TextFields.of("text", "body.text"));
    final AvroRecords records = new AvroRecords(registry);
    return List.of(
        FuzzTarget.of("json-text", jsonTexts(), VALUES, value -> text(json, value), REFUSALS),
        FuzzTarget.of("avro-text", WireSeeds.avroTexts(), VALUES, value -> text(avro, value), REFUSALS),
        FuzzTarget.of("avro-record", records(), OBJECTS, value -> record(records, value), REFUSALS),
        FuzzTarget.of("json-labels", WireSeeds.jsonLabels(), VALUES, value -> labels(new JsonLabelDecoder(), value), REFUSALS),
        FuzzTarget.of("avro-labels", WireSeeds.avroLabels(), VALUES, value -> labels(new AvroLabelDecoder(registry), value), REFUSALS));
  }

  private static List<byte[]> records() {
    final List<byte[]> records = new ArrayList<>(WireSeeds.avroTexts().subList(0, 2));
    records.add(NULLS);
    return records;
  }

  private static List<byte[]> jsonTexts() {
    return List.of(
        "{\"id\":1.5e3,\"text\":\"hello \\u00e9\\ud83d\\ude00\",\"doc\":{\"title\":\"T\",\"tags\":[true,null,[]]}}".getBytes(StandardCharsets.UTF_8),
        "{\"text\":\"é日\"}".getBytes(StandardCharsets.UTF_8));
  }

  /** A value that starts with a one is that of a record with a schema in its header. */
  private static String text(final TextDecoder decoder, final byte[] value) throws UndecodableValueException {
    final TextSlice slice = new TextSlice();
    if (value.length > 0 && value[0] == 1) {
      final int header = Math.min(value.length, GUID_BYTES);
      decoder.decode(Arrays.copyOfRange(value, header, value.length),
          new RecordHeaders().add(SchemaId.HEADER, Arrays.copyOf(value, header)), slice);
    } else {
      decoder.decode(value, slice);
    }
    Objects.checkFromIndexSize(slice.offset(), slice.length(), slice.bytes().length);
    return Reader.ACCEPTED;
  }

  private static String record(final AvroRecords records, final byte[] value) throws UndecodableValueException {
    records.read(new RecordHeaders(), value);
    return Reader.ACCEPTED;
  }

  private static String labels(final LabelDecoder decoder, final byte[] value) throws UndecodableValueException {
    decoder.decode(value);
    return Reader.ACCEPTED;
  }
}
