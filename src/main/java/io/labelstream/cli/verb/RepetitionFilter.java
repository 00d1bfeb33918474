package io.labelstream.cli.verb;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets a warning of Kafka's through once in a while: a client that finds no broker would repeat it several times a second. Named in the
 * logging configuration. Thread-safe.
 */
public final class RepetitionFilter extends TurboFilter {
  private static final String KAFKA = "org.apache.kafka.";
  private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int MOST_MESSAGES = 1000;

  private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();

  @Override
  public FilterReply decide(
      final @Nullable Marker marker,
      final Logger logger,
      final Level level,
      final @Nullable String format,
      final Object @Nullable [] parameters,
      final @Nullable Throwable thrown) {
    if (format == null || level != Level.WARN || !logger.getName().startsWith(KAFKA)) {
      return FilterReply.NEUTRAL;
    }
    if (lastSeen.size() > MOST_MESSAGES) {
      lastSeen.clear();
    }
    final long now = System.nanoTime();
    final long kept = lastSeen.merge(logger.getName() + format, now, (last, latest) -> latest - last < SILENCE_NANOS ? last : latest);
    return kept == now ? FilterReply.NEUTRAL : FilterReply.DENY;
  }
}
