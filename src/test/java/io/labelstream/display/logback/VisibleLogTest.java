package io.labelstream.display.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The log as the command line configures it. */
class VisibleLogTest {
  private static final String FORGED = "file:///x\033[2J\u0007\n2026-11-30T00:00:00.000Z WARN  Rollout model accepted\u202E\u009B";
  private static final String VISIBLE = "file:///x␛[2J␇␊2026-11-30T00:00:00.000Z WARN  Rollout model accepted\uFFFD\uFFFD";

  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void configure() throws Exception {
    final JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(VisibleLogTest.class.getResource("/io/labelstream/cli/verb/logback.xml"));
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void shouldKeepAMessageOnOneLine() {
    // When
    final String log = log("rejected {}", List.of(), null, FORGED);

    // Then
    assertThat(log.lines()).singleElement().asString().endsWith("WARN  Rollout rejected " + VISIBLE + " ");
  }

  @Test
  void shouldKeepAValueOnOneLineAndWithinItsQuotationMarks() {
    // When
    final String log = log("model rejected", List.of(new KeyValuePair("code", "too-large"), new KeyValuePair("detail", FORGED + "\" code=\"none\\")), null);

    // Then
    assertThat(log.lines()).singleElement().asString().endsWith("model rejected code=\"too-large\" detail=\"" + VISIBLE + "\\\" code=\\\"none\\\\\"");
  }

  @Test
  void shouldKeepTheMessageOfAFailureOnOneLine() {
    // When
    final String log = log("failed", List.of(), new IllegalStateException(FORGED, new IllegalArgumentException(FORGED)));

    // Then
    assertThat(log).contains(IllegalStateException.class.getName() + ": " + VISIBLE + System.lineSeparator()).doesNotContain("\033", "\u0007", "\u202E", "\u009B");
    assertThat(log.lines().skip(1)).noneMatch(line -> line.startsWith("2026"));
  }

  private String log(final String message, final List<KeyValuePair> pairs, final Throwable failure, final Object... values) {
    final LoggingEvent event = new LoggingEvent(
        VisibleLogTest.class.getName(), context.getLogger("io.labelstream.rollout.Rollout"), Level.WARN, message, failure, values);
    event.setKeyValuePairs(pairs);
    final ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
