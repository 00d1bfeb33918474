package io.labelstream.cli.verb;

import io.labelstream.pipeline.replay.ReplayRange.Bound;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Reach;
import java.time.Instant;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A place in a topic on the command line: an offset, or a time as announcements have it. */
public final class BoundConverter implements ITypeConverter<Bound> {
  private static final Pattern OFFSET = Pattern.compile("[0-9]{1,18}");

  @Override
  public Bound convert(final String text) {
    if (OFFSET.matcher(text).matches()) {
      return new Bound.AtOffset(Long.parseLong(text));
    }
    try {
      return switch (new EffectiveTimeConverter().convert(text).resolve(Instant.now(), Reach.RETROACTIVE)) {
        case EffectiveFrom.At(final long epochMillis) -> new Bound.AtTime(Instant.ofEpochMilli(epochMillis));
        case EffectiveFrom.Beginning _, EffectiveFrom.AfterLead _ -> new Bound.AtOffset(0);
      };
    } catch (final TypeConversionException none) {
      throw new TypeConversionException("'" + text + "' is neither an offset nor a time; write 5000, 2026-01-31T12:00:00Z, "
          + "2026-01-31T12:00+01:00, -1h, now or beginning");
    }
  }
}
