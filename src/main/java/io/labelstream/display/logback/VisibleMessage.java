package io.labelstream.display.logback;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.labelstream.display.VisibleText;

/** The message of an event, on one line. Thread-safe. */
public final class VisibleMessage extends MessageConverter {
  @Override
  public String convert(final ILoggingEvent event) {
    return VisibleText.of(String.valueOf(super.convert(event)));
  }
}
