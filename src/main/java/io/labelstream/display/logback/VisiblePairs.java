package io.labelstream.display.logback;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.labelstream.display.VisibleText;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/** The keys and values of an event, as {@code key="value" key="value"}; a quotation mark within a value is escaped, as is a backslash. Thread-safe. */
public final class VisiblePairs extends ClassicConverter {
  @Override
  public String convert(final ILoggingEvent event) {
    final List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null ? "" : pairs.stream().map(VisiblePairs::inWords).collect(Collectors.joining(" "));
  }

  private static String inWords(final KeyValuePair pair) {
    final String value = VisibleText.of(String.valueOf(pair.value)).replace("\\", "\\\\").replace("\"", "\\\"");
    return VisibleText.of(pair.key) + "=\"" + value + "\"";
  }
}
