package io.labelstream.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** A command line as it may be shown to others: properties of Kafka clients, which may be secrets, are without their values. */
public final class CommandWords {
  private static final Set<String> PROPERTY = Set.of("-X", "--property");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  private CommandWords() {}

  /** The words of the verb that runs, fit for a shell. */
  public static String of(final CommandSpec verb) {
    final List<String> words = new ArrayList<>(List.of(Program.NAME));
    boolean secret = false;
    for (final String word : verb.root().commandLine().getParseResult().originalArgs()) {
      final boolean attached = word.startsWith("-X") && word.length() > 2 || word.startsWith("--property=");
      words.add(quoted(secret || attached ? withoutValue(word) : word));
      secret = PROPERTY.contains(word);
    }
    return String.join(" ", words);
  }

  /** Words that hold no secret, fit for a shell. */
  public static String line(final List<String> words) {
    return words.stream().map(CommandWords::quoted).collect(Collectors.joining(" "));
  }

  private static String withoutValue(final String property) {
    final int value = property.startsWith("--property=") ? property.indexOf('=', "--property=".length()) : property.indexOf('=');
    return value < 0 ? property : property.substring(0, value) + "=...";
  }

  private static String quoted(final String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
