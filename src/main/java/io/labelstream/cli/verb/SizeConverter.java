package io.labelstream.cli.verb;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes, such as {@code 65536}, {@code 64KiB} or {@code 1.6MB}. Units of a thousand end in {@code B}, those of 1024 in {@code iB}; a letter alone
 * is a unit of 1024, as in other tools and in the JVM's options.
 */
public final class SizeConverter implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ?([a-z]*)");
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L), Map.entry("b", 1L),
          Map.entry("k", 1L << 10), Map.entry("kib", 1L << 10), Map.entry("kb", 1_000L),
          Map.entry("m", 1L << 20), Map.entry("mib", 1L << 20), Map.entry("mb", 1_000_000L),
          Map.entry("g", 1L << 30), Map.entry("gib", 1L << 30), Map.entry("gb", 1_000_000_000L));

  @Override
  public Long convert(final String text) {
    final Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches() || !UNITS.containsKey(size.group(2))) {
      throw new TypeConversionException("'" + text + "' is no size, expected a number of bytes such as 65536, 64KiB, 64K (the same) or 1.6MB");
    }
    return new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(UNITS.get(size.group(2)))).longValue();
  }
}
