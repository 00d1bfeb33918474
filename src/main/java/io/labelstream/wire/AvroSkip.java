package io.labelstream.wire;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Steps over a part of a value whose content does not matter, checking its form. Immutable once compiled.
 *
 * <p>The time that a value takes is bounded by its bytes, whatever its schema and whatever counts it claims: values that take no byte are not stepped over
 * at all, or are {@linkplain AvroCursor#countEmpty counted}.
 */
@FunctionalInterface
interface AvroSkip {
  /** Values that take no byte: null, and everything that is made of nulls only. */
  AvroSkip NOTHING = in -> {};

  void skip(AvroCursor in) throws UndecodableValueException;

  /** The values that are stepped over one by one. */
  enum Steps {
    /** Those that take bytes. Blocks of items that tell their size are stepped over as a whole. */
    BYTES,
    /** All, as a reader will meet them that makes an object of each: such a reader can be given the value without fear of what it claims. */
    ALL
  }

  /** Steps over whole values of a schema, each item by itself. */
  static AvroSkip whole(final Schema schema) {
    return new Compiler(Steps.ALL).compile(schema);
  }

  /** Turns one writer's schema into steps; remembers the records that enclose it, since a record can contain itself. */
  final class Compiler {
    private final Steps which;
    private final Map<Schema, Record> records = new IdentityHashMap<>();

    Compiler(final Steps which) {
      this.which = which;
    }

    AvroSkip sequence(final List<Schema.Field> fields) {
      final AvroSkip[] steps = steps(fields);
      return steps.length == 0 ? NOTHING : in -> skipAll(steps, in);
    }

    private AvroSkip compile(final Schema schema) {
      return switch (schema.getType()) {
        case NULL -> empty();
        case BOOLEAN -> in -> in.skip(1);
        case INT -> AvroCursor::readInt;
        case LONG -> AvroCursor::readLong;
        case FLOAT -> in -> in.skip(Float.BYTES);
        case DOUBLE -> in -> in.skip(Double.BYTES);
        case STRING, BYTES -> AvroCursor::skipString;
        case FIXED -> fixed(schema.getFixedSize());
        case ENUM -> symbol(schema.getEnumSymbols().size());
        case UNION -> union(schema.getTypes());
        case ARRAY -> blocks(compile(schema.getElementType()));
        case MAP -> map(compile(schema.getValueType()));
        case RECORD -> record(schema);
      };
    }

    private AvroSkip empty() {
      return which == Steps.ALL ? AvroCursor::countEmpty : NOTHING;
    }

    private AvroSkip fixed(final int size) {
      return size == 0 ? empty() : in -> in.skip(size);
    }

    private static AvroSkip symbol(final int count) {
      return in -> in.readIndex(count);
    }

    private AvroSkip union(final List<Schema> branches) {
      final AvroSkip[] skips = branches.stream().map(this::compile).toArray(AvroSkip[]::new);
      return in -> skips[in.readIndex(skips.length)].skip(in);
    }

    private AvroSkip map(final AvroSkip value) {
      return blocks(in -> {
        in.skipString();
        value.skip(in);
      });
    }

    private AvroSkip blocks(final AvroSkip item) {
      return in -> {
        in.enter();
        for (long count = in.readLong(); count != 0; count = in.readLong()) {
          // A negative count is followed by the size of the block in bytes.
          final long bytes = count < 0 ? in.readLong() : 0;
          if (which == Steps.ALL && count < 0) {
            skipBlock(item, count, bytes, in);
          } else if (which == Steps.ALL) {
            skipItems(item, count, in);
          } else if (count < 0) {
            in.skip(bytes);
          } else if (item != NOTHING) {
            skipItems(item, count, in);
          }
        }
        in.leave();
      };
    }

    /** The items of a block that tells its size, which a reader may step over by: both must lead to the same place. */
    private void skipBlock(final AvroSkip item, final long count, final long bytes, final AvroCursor in) throws UndecodableValueException {
      final int before = in.remaining();
      if (count == Long.MIN_VALUE) {
        throw in.undecodable("a block says it has more items than can be counted");
      }
      skipItems(item, -count, in);
      if (before - in.remaining() != bytes) {
        throw in.undecodable("a block says it has " + bytes + " bytes, but its items take " + (before - in.remaining()));
      }
    }

    private void skipItems(final AvroSkip item, final long count, final AvroCursor in) throws UndecodableValueException {
      if (which == Steps.BYTES && count > in.remaining()) {
        throw in.undecodable("a block says it has " + count + " items, but only " + in.remaining() + " bytes remain");
      }
      for (long i = 0; i < count; i++) {
        item.skip(in);
      }
    }

    private AvroSkip record(final Schema schema) {
      final Record known = records.get(schema);
      if (known != null) {
        return isNothing(known) ? NOTHING : known;
      }
      final Record record = new Record();
      records.put(schema, record);
      record.steps = steps(schema.getFields());
      record.complete = true;
      return isNothing(record) ? NOTHING : record;
    }

    private boolean isNothing(final Record record) {
      return which == Steps.BYTES && record.complete && record.steps.length == 0;
    }

    private AvroSkip[] steps(final List<Schema.Field> fields) {
      final List<AvroSkip> steps = new ArrayList<>(fields.size());
      for (final Schema.Field field : fields) {
        final AvroSkip step = compile(field.schema());
        if (step != NOTHING) {
          steps.add(step);
        }
      }
      return steps.toArray(AvroSkip[]::new);
    }
  }

  /** A record, which may be met again among its own fields before its steps are known. */
  final class Record implements AvroSkip {
    private AvroSkip[] steps = {};
    private boolean complete;

    @Override
    public void skip(final AvroCursor in) throws UndecodableValueException {
      in.enter();
      final int before = in.remaining();
      skipAll(steps, in);
      if (in.remaining() == before) {
        in.countEmpty();
      }
      in.leave();
    }
  }

  private static void skipAll(final AvroSkip[] steps, final AvroCursor in) throws UndecodableValueException {
    for (final AvroSkip step : steps) {
      step.skip(in);
    }
  }
}
