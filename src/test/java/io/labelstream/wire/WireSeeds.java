package io.labelstream.wire;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;

/** Records' values for tests outside this package. */
public final class WireSeeds {
  /** The number of the schema of labels in {@link #registry()}. */
  private static final int LABELS = 1;
  private static final Schema TREE = Avros.event(
      "{\"name\":\"text\",\"type\":[\"null\",\"string\"]}",
      "{\"name\":\"map\",\"type\":{\"type\":\"map\",\"values\":{\"type\":\"array\",\"items\":\"null\"}}}",
      "{\"name\":\"tree\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"shop.Event\"}]}");
  private static final Schema WIDE = Avros.event(
      "{\"name\":\"text\",\"type\":\"string\"}", "{\"name\":\"id\",\"type\":\"long\"}", "{\"name\":\"score\",\"type\":\"double\"}",
      "{\"name\":\"small\",\"type\":\"float\"}", "{\"name\":\"on\",\"type\":\"boolean\"}", "{\"name\":\"count\",\"type\":\"int\"}",
      "{\"name\":\"digest\",\"type\":{\"type\":\"fixed\",\"name\":\"Md5\",\"size\":4}}",
      "{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\"]}}",
      "{\"name\":\"labels\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}",
      "{\"name\":\"body\",\"type\":{\"type\":\"record\",\"name\":\"Body\",\"fields\":[{\"name\":\"text\",\"type\":\"bytes\"}]}}");
  private static final Map<Integer, Schema> SCHEMAS = Map.of(
      LABELS, AvroLabelEncoder.schema(), 2, TREE, 3, WIDE, 4, Schema.create(Schema.Type.STRING), 5, Schema.create(Schema.Type.INT));

  private WireSeeds() {}

  /** A registry that knows the schemas of these values. */
  public static SchemaRegistry registry() {
    return new SchemaRegistry() {
      @Override
      public Lookup schema(final int id) {
        return SCHEMAS.containsKey(id) ? new Found(SCHEMAS.get(id)) : new Unusable("nobody registered it");
      }

      @Override
      public Lookup schema(final UUID guid) {
        return schema((int) guid.getLeastSignificantBits());
      }

      @Override
      public int register(final String subject, final Schema schema) {
        return LABELS;
      }

      @Override
      public int idOf(final String subject, final Schema schema) {
        return LABELS;
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  /** Values with a text, in Confluent's framing. */
  public static List<byte[]> avroTexts() {
    final byte[] wide = {4, 'h', 'i', 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 1, 2, 3, 4, 2, 4, 2, 'a', 2, 'b', 0, 2, 't'};
    final byte[] tree = {2, 4, 'h', 'i', 2, 2, 'k', 4, 0, 0, 2, 2, 0, 0, 0, 0};
    return List.of(Avros.framed(3, wide), Avros.framed(2, tree), Avros.framed(4, (byte) 4, (byte) 'h', (byte) 'i'));
  }

  /** Labels in Avro. */
  public static List<byte[]> avroLabels() {
    return List.of(new AvroLabelEncoder(registry(), "labels", Registration.values()[0]).encode(LabeledTexts.example()));
  }

  /** Labels in JSON. */
  public static List<byte[]> jsonLabels() {
    return List.of(new JsonLabelEncoder().encode(LabeledTexts.example()));
  }
}
