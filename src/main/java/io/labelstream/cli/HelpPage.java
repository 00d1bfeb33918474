package io.labelstream.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;

/** The help of a verb, or of all: verbs stand in groups, and examples on lines as long as they are, so that they can be copied. */
final class HelpPage extends Help {
  private static final int INDENT = 2;

  HelpPage(final CommandSpec spec, final ColorScheme colours) {
    super(spec, colours);
  }

  @Override
  public String footer(final Object... parameters) {
    final List<String> lines = List.of(commandSpec().usageMessage().footer());
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  @Override
  public String commandList(final Map<String, Help> verbs) {
    final int widest = verbs.keySet().stream().mapToInt(String::length).max().orElse(0);
    if (!verbs.keySet().containsAll(Verbs.groups().getFirst().verbs())) {
      return list(List.copyOf(verbs.keySet()), verbs, widest);
    }
    final StringBuilder text = new StringBuilder();
    for (final Verbs.Group group : Verbs.groups()) {
      text.append(text.isEmpty() ? "" : "\n").append(group.heading()).append('\n').append(list(group.verbs(), verbs, widest));
    }
    return text.toString();
  }

  private String list(final List<String> names, final Map<String, Help> verbs, final int widest) {
    final int nameColumns = widest + 2 * INDENT;
    final TextTable table = TextTable.forColumns(colorScheme(),
        new Column(nameColumns, INDENT, Column.Overflow.SPAN),
        new Column(commandSpec().usageMessage().width() - nameColumns, 0, Column.Overflow.WRAP));
    for (final String name : names) {
      table.addRowValues(colorScheme().commandText(name), colorScheme().text(first(verbs.get(name).commandSpec())));
    }
    return table.toString();
  }

  private static String first(final CommandSpec verb) {
    return verb.usageMessage().description()[0];
  }
}
