package io.labelstream.cli.stream;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A topic as it is asked for on the command line: {@code name} or {@code name:partitions}. */
record TopicSpec(String name, int partitions) {
  private static final int MAX_PARTITIONS = 10_000;
  private static final Pattern TOPIC = Pattern.compile("([^:]*)(?::([0-9]{1,9}))?");

  NewTopic toNewTopic() {
    return new NewTopic(name, partitions, (short) 1);
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<TopicSpec> {
    @Override
    public TopicSpec convert(final String value) {
      final Matcher topic = TOPIC.matcher(value);
      final int partitions = topic.matches() && topic.group(2) != null ? Integer.parseInt(topic.group(2)) : 1;
      if (!topic.matches() || partitions < 1 || partitions > MAX_PARTITIONS) {
        throw new TypeConversionException("'" + value + "' must be NAME or NAME:PARTITIONS with 1 to " + MAX_PARTITIONS + " partitions");
      }
      return new TopicSpec(topic.group(1), partitions);
    }
  }
}
