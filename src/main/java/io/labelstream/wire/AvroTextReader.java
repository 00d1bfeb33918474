package io.labelstream.wire;

import io.labelstream.wire.TextFields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Finds the texts in values of one writer's schema. Immutable, hence thread-safe. */
@FunctionalInterface
interface AvroTextReader {
  /** Walks over one whole value, and lets {@code in} take the texts on the way. */
  void read(AvroCursor in) throws UndecodableValueException;

  /**
   * A reader for values of {@code schema}.
   *
   * @param id what the schema is called
   * @throws UndecodableValueException if values of this schema can have no text in {@code fields}
   */
  static AvroTextReader compile(final String id, final Schema schema, final TextFields fields) throws UndecodableValueException {
    if (schema.getType() == Schema.Type.STRING) {
      return in -> in.takeText(0);
    }
    if (schema.getType() != Schema.Type.RECORD) {
      throw new UndecodableValueException(id + " is of type " + Compiler.name(schema) + ", a record or a string is needed");
    }
    final Compiler compiler = new Compiler(id + " (" + schema.getFullName() + ")");
    final AvroTextReader reader = compiler.record(schema, fields.root());
    if (compiler.texts == 0) {
      throw new UndecodableValueException(compiler.schema + " has no field " + fields);
    }
    return in -> {
      reader.read(in);
      if (in.texts() == 0) {
        throw in.undecodable("field " + fields + " of " + compiler.schema + " is null, a string is needed");
      }
    };
  }

  /** Turns one writer's schema into steps. */
  final class Compiler {
    private static final AvroTextReader NOTHING = in -> {};

    private final String schema;
    private final AvroSkip.Compiler skips = new AvroSkip.Compiler(AvroSkip.Steps.BYTES);
    private int texts;

    private Compiler(final String schema) {
      this.schema = schema;
    }

    private AvroTextReader record(final Schema record, final Field above) throws UndecodableValueException {
      final List<AvroTextReader> steps = new ArrayList<>();
      final List<Schema.Field> all = record.getFields();
      int from = 0;
      for (final Schema.Field field : all) {
        final @Nullable Field wanted = above.find(field.name());
        if (wanted != null) {
          addSkip(all.subList(from, field.pos()), steps);
          steps.add(value(field.schema(), wanted));
          from = field.pos() + 1;
        }
      }
      addSkip(all.subList(from, all.size()), steps);
      final AvroTextReader[] walk = steps.toArray(AvroTextReader[]::new);
      return in -> {
        for (final AvroTextReader step : walk) {
          step.read(in);
        }
      };
    }

    private void addSkip(final List<Schema.Field> fields, final List<AvroTextReader> steps) {
      final AvroSkip skip = skips.sequence(fields);
      if (skip != AvroSkip.NOTHING) {
        steps.add(skip::skip);
      }
    }

    private AvroTextReader value(final Schema value, final Field field) throws UndecodableValueException {
      final String needed = field.isText() ? "string or bytes" : "record";
      final String where = "field \"" + field.path() + "\" of " + schema;
      if (value.getType() != Schema.Type.UNION) {
        final @Nullable AvroTextReader reader = one(value, field);
        if (reader == null) {
          throw new UndecodableValueException(where + " is of type " + name(value) + ", " + needed + " is needed");
        }
        return reader;
      }
      final List<AvroTextReader> branches = new ArrayList<>();
      int fitting = 0;
      for (final Schema branch : value.getTypes()) {
        final @Nullable AvroTextReader reader = branch.getType() == Schema.Type.NULL ? NOTHING : one(branch, field);
        fitting += reader == null || reader == NOTHING ? 0 : 1;
        branches.add(Objects.requireNonNullElseGet(reader, () -> in -> {
          throw in.undecodable(where + " is " + name(branch) + ", " + needed + " is needed");
        }));
      }
      if (fitting == 0) {
        throw new UndecodableValueException(where + " is of type union, " + needed + " is needed");
      }
      final AvroTextReader[] choices = branches.toArray(AvroTextReader[]::new);
      return in -> choices[in.readIndex(choices.length)].read(in);
    }

    /** A reader of values that are of one type; null if it is not the one that is needed. */
    private @Nullable AvroTextReader one(final Schema value, final Field field) throws UndecodableValueException {
      if (!field.isText()) {
        return value.getType() == Schema.Type.RECORD ? record(value, field) : null;
      }
      if (value.getType() != Schema.Type.STRING && value.getType() != Schema.Type.BYTES) {
        return null;
      }
      texts++;
      final int text = field.text();
      return in -> in.takeText(text);
    }

    private static String name(final Schema schema) {
      return schema.getType().getName();
    }
  }
}
