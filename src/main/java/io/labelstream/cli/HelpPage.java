package io.labelstream.cli;

import io.labelstream.cli.output.DisplayText;
import io.labelstream.train.data.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The help of a verb, or of all: verbs are in groups, lines are broken at spaces only, and examples are never broken, so that they can be copied.
 */
final class HelpPage extends Help {
  private static final int INDENT = 2;
  private static final int ENDLESS = 10_000;
  /** The start of stand-ins for ASCII characters at which picocli must not break a line, as within the name of a key: for private use, so no text has them. */
  private static final char UNBREAKABLE = '\uE000';

  HelpPage(final CommandSpec spec, final ColorScheme colours) {
    super(spec, colours);
  }

  @Override
  public String synopsis(final int headingLength) {
    final int width = commandSpec().usageMessage().width();
    final String heading = "-".repeat(headingLength);
    final String indent = " ".repeat(headingLength + commandSpec().qualifiedName().length() + 1);
    commandSpec().usageMessage().width(ENDLESS);
    try {
      return DisplayText.wrap(heading + super.synopsis(headingLength).strip(), indent, width).substring(headingLength) + "\n";
    } finally {
      commandSpec().usageMessage().width(width);
    }
  }

  @Override
  public String description(final Object... parameters) {
    return Arrays.stream(commandSpec().usageMessage().description())
        .map(line -> DisplayText.wrap(line, "", commandSpec().usageMessage().width()) + "\n").collect(Collectors.joining());
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    final IOptionRenderer usual = super.createDefaultOptionRenderer();
    return (option, label, colours) -> usual.render(OptionSpec.builder(option).description(unbreakable(option.description())).build(), label, colours);
  }

  @Override
  public IParameterRenderer createDefaultParameterRenderer() {
    final IParameterRenderer usual = super.createDefaultParameterRenderer();
    return (parameter, label, colours) ->
        usual.render(PositionalParamSpec.builder(parameter).description(unbreakable(parameter.description())).build(), label, colours);
  }

  @Override
  public String optionList() {
    return plain(super.optionList());
  }

  @Override
  public String parameterList() {
    return plain(super.parameterList());
  }

  @Override
  public String footer(final Object... parameters) {
    final List<String> lines = List.of(commandSpec().usageMessage().footer());
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  @Override
  public String commandList(final Map<String, Help> verbs) {
    final int widest = verbs.keySet().stream().mapToInt(String::length).max().orElse(0);
    return verbs.keySet().containsAll(Verbs.groups().getFirst().verbs().keySet())
        ? Verbs.groups().stream().map(group -> group.heading() + "\n" + list(group.verbs().keySet(), verbs, widest)).collect(Collectors.joining("\n"))
        : list(verbs.keySet(), verbs, widest);
  }

  private String list(final Set<String> names, final Map<String, Help> verbs, final int widest) {
    final int nameColumns = widest + 2 * INDENT;
    final TextTable table = TextTable.forColumns(colorScheme(),
        new Column(nameColumns, INDENT, Column.Overflow.SPAN),
        new Column(commandSpec().usageMessage().width() - nameColumns, 0, Column.Overflow.WRAP));
    for (final String name : names) {
      final String first = verbs.get(name).commandSpec().usageMessage().description()[0];
      table.addRowValues(colorScheme().commandText(name), colorScheme().text(unbreakable(first)[0]));
    }
    return plain(table.toString());
  }

  private static String[] unbreakable(final String... lines) {
    return Arrays.stream(lines).map(line -> mapped(line, c -> c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c) ? c + UNBREAKABLE : c)).toArray(String[]::new);
  }

  private static String plain(final String text) {
    return mapped(text, c -> c >= UNBREAKABLE && c < UNBREAKABLE + 0x7F ? c - UNBREAKABLE : c);
  }

  private static String mapped(final String text, final IntUnaryOperator mapping) {
    return text.chars().map(mapping).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }
}
