package io.labelstream.wire;

import java.util.List;
import org.apache.avro.Schema;

/** Finds the text in values of one writer's schema. Immutable, hence thread-safe. */
@FunctionalInterface
interface AvroTextReader {
  /** Walks over one whole value, and lets {@code in} take the text on the way. */
  void read(AvroCursor in) throws UndecodableValueException;

  /**
   * A reader for values of {@code schema}.
   *
   * @throws UndecodableValueException if values of this schema can have no text in {@code field}
   */
  static AvroTextReader compile(final int id, final Schema schema, final String field) throws UndecodableValueException {
    if (schema.getType() == Schema.Type.STRING) {
      return AvroCursor::takeText;
    }
    if (schema.getType() != Schema.Type.RECORD) {
      throw new UndecodableValueException("schema id " + id + " is of type " + name(schema) + ", a record or a string is needed");
    }
    final Schema.Field found = schema.getField(field);
    if (found == null) {
      throw new UndecodableValueException("schema id " + id + " (" + schema.getFullName() + ") has no field \"" + field + "\"");
    }
    final String where = "field \"" + field + "\" of schema id " + id + " (" + schema.getFullName() + ")";
    final AvroTextReader text = text(found.schema(), where);
    final AvroSkip.Compiler compiler = new AvroSkip.Compiler();
    final AvroSkip before = compiler.sequence(schema.getFields().subList(0, found.pos()));
    final AvroSkip after = compiler.sequence(schema.getFields().subList(found.pos() + 1, schema.getFields().size()));
    return in -> {
      before.skip(in);
      text.read(in);
      after.skip(in);
    };
  }

  private static AvroTextReader text(final Schema schema, final String where) throws UndecodableValueException {
    if (isText(schema)) {
      return AvroCursor::takeText;
    }
    if (schema.getType() != Schema.Type.UNION || schema.getTypes().stream().noneMatch(AvroTextReader::isText)) {
      throw new UndecodableValueException(where + " is of type " + name(schema) + ", string or bytes is needed");
    }
    final List<Schema> branches = schema.getTypes();
    return in -> {
      final Schema branch = branches.get(in.readIndex(branches.size()));
      if (!isText(branch)) {
        throw in.undecodable(where + " is " + name(branch) + ", a string is needed");
      }
      in.takeText();
    };
  }

  private static boolean isText(final Schema schema) {
    return schema.getType() == Schema.Type.STRING || schema.getType() == Schema.Type.BYTES;
  }

  private static String name(final Schema schema) {
    return schema.getType().getName();
  }
}
