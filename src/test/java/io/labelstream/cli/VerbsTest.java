package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.Map;
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

  @Test
  void shouldGiveAVerbTheOptionsOfAllVerbs() {
    // When
    final CommandLine train = verbs("train").getSubcommands().get("train");
    // Then
    assertThat(train.getCommandSpec().optionsMap()).containsKeys("--help", "--debug");
  }

  private static CommandLine verbs(final String... arguments) {
    return Verbs.of(new CommandLine(new Main().spec()), new Io(System.in, System.out, new PrintStream(System.err)), arguments);
  }
}
