package io.labelstream.cli.stream;

import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A topic as it is asked for on the command line: {@code name} or {@code name:partitions}. */
record TopicSpec(String name, int partitions) {
  private static final int MAX_PARTITIONS = 10_000;

  NewTopic toNewTopic() {
    return new NewTopic(name, partitions, (short) 1);
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<TopicSpec> {
    @Override
    public TopicSpec convert(final String value) {
      final int colon = value.lastIndexOf(':');
      if (colon < 0) {
        return new TopicSpec(value, 1);
      }
      try {
        final int partitions = Integer.parseInt(value.substring(colon + 1));
        if (partitions >= 1 && partitions <= MAX_PARTITIONS) {
          return new TopicSpec(value.substring(0, colon), partitions);
        }
      } catch (final NumberFormatException notANumber) {
        throw mistake(value);
      }
      throw mistake(value);
    }

    private static TypeConversionException mistake(final String value) {
      return new TypeConversionException("'" + value + "' must be NAME or NAME:PARTITIONS with 1 to " + MAX_PARTITIONS + " partitions");
    }
  }
}
