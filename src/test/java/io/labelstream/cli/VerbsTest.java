package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.verb.Io;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class VerbsTest {
  @Test
  void shouldNameEachVerbAsItNamesItself() {
    // When
    final Map<String, CommandLine> all = verbs().getSubcommands();
    // Then
    assertThat(all).hasSizeGreaterThan(20).allSatisfy((name, verb) -> assertThat(verb.getCommandName()).isEqualTo(name));
  }

  @Test
  void shouldAddOnlyTheVerbThatIsAskedFor() {
    // When
    final CommandLine train = verbs("train", "data.txt");
    // Then
    assertThat(train.getSubcommands()).containsOnlyKeys("train");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trian", "--help", "completion"})
  void shouldAddAllWhereAllAreLookedAt(final String first) {
    // When
    final CommandLine all = verbs(first);
    // Then
    assertThat(all.getSubcommands()).containsKeys("train", "demo", "completion");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void shouldAddNoneForTheVersion(final String option) {
    // When
    final CommandLine none = verbs(option);
    // Then
    assertThat(none.getSubcommands()).isEmpty();
  }

  @Test
  void shouldCompleteTheOptionsThatFamiliesAddToAVerb() {
    // When
    final CommandLine all = verbs("completion");
    // Then
    assertThat(all.getSubcommands().get("index").getCommandSpec().optionsMap()).containsKey("--search");
  }

  @Test
  void shouldGiveAVerbTheOptionsOfAllVerbs() {
    // When
    final CommandLine train = verbs("train").getSubcommands().get("train");
    // Then
    assertThat(train.getCommandSpec().optionsMap()).containsKeys("--help", "--debug");
  }

  @Test
  void shouldHaveEachVerbInOneGroupInTheSameOrder() {
    assertThat(Verbs.groups().stream().flatMap(group -> group.verbs().keySet().stream())).containsExactlyElementsOf(verbs().getSubcommands().keySet());
  }

  @Test
  void shouldGiveALetterOneMeaningInAllVerbsOrNone() {
    // When
    final Map<String, Set<String>> meanings = new TreeMap<>();
    final Map<String, Set<List<String>>> spellings = new TreeMap<>();
    everyVerb(verbs()).flatMap(verb -> verb.getCommandSpec().options().stream()).forEach(option -> {
      spellings.computeIfAbsent(option.longestName(), name -> new HashSet<>()).add(List.of(option.names()));
      Stream.of(option.names()).filter(name -> !name.startsWith("--")).forEach(
          letter -> meanings.computeIfAbsent(letter, name -> new HashSet<>()).add(option.longestName()));
    });

    // Then
    assertThat(meanings).containsKeys("-b", "-s", "-t").allSatisfy((letter, names) -> assertThat(names).as(letter).hasSize(1));
    // A version is a model's in the verbs of rollouts, and has no letter there.
    assertThat(spellings).allSatisfy((name, all) -> assertThat(all).as(name).hasSize(name.equals("--version") ? 2 : 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120, 200})
  void shouldKeepToTheWidthOfTheTerminalAndLeaveExamplesWhole(final int columns) {
    everyVerb(verbs()).forEach(verb -> {
      // When
      final List<String> help = help(verb, columns);

      // Then
      assertThat(help).containsSubsequence(verb.getCommandSpec().usageMessage().footer());
      assertThat(help.stream().takeWhile(line -> !line.equals("Examples:"))).as(verb.getCommandSpec().qualifiedName())
          .allMatch(line -> line.length() <= Math.min(columns, 120) || !line.strip().contains(" "));
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 100})
  void shouldBreakLinesBetweenWordsOnly(final int columns) {
    everyVerb(verbs()).forEach(verb -> {
      // When
      final List<String> narrow = help(verb, columns);

      // Then
      assertThat(words(narrow)).as(verb.getCommandSpec().qualifiedName()).isEqualTo(words(help(verb, 120)));
    });
  }

  private static List<String> words(final List<String> lines) {
    return List.of(String.join(" ", lines).split(" +"));
  }

  private static List<String> help(final CommandLine verb, final int columns) {
    final String before = System.setProperty("labelstream.columns", Integer.toString(columns));
    try {
      return Cli.run(Stream.concat(Stream.of(verb.getCommandSpec().qualifiedName().split(" ")).skip(1), Stream.of("--help")).toArray(String[]::new)).lines();
    } finally {
      if (before == null) {
        System.clearProperty("labelstream.columns");
      } else {
        System.setProperty("labelstream.columns", before);
      }
    }
  }

  private static Stream<CommandLine> everyVerb(final CommandLine above) {
    return Stream.concat(Stream.of(above), above.getSubcommands().values().stream().flatMap(VerbsTest::everyVerb));
  }

  private static CommandLine verbs(final String... arguments) {
    return Verbs.of(new CommandLine(new Main().spec()), new Io(System.in, System.out, new PrintStream(System.err)), arguments);
  }
}
