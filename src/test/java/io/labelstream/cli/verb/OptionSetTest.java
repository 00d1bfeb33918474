package io.labelstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class OptionSetTest {
  private final CommandSpec spec = CommandSpec.create();
  private final OptionSet options = new OptionSet(spec);
  private final Option<Integer> number = options.value(Integer.class, "-n", "--number").or("7", "N", "a number");
  private final Option<List<Path>> files = options.list(Path.class, "--file").optional("FILE", "files");
  private final Option<Map<String, String>> settings = options.map("--set").optional("KEY=VALUE", "settings");
  private final Option<Duration> time = options.duration("--time").optional("TIME", "a time");
  private final Option<Boolean> loud = options.flag("--loud", "loud");
  private final Option<Boolean> quiet = options.flag("--quiet", "quiet");
  private final Option<String> place = options.parameter(String.class, "PLACE", "a place");
  private final Option<String> more = options.optionalParameter(String.class, "MORE", "more");
  private final Option<List<String>> columns = options.list(String.class, "--column").between(",").optional("COLUMN", "columns");

  OptionSetTest() {
    options.exclude(loud, quiet);
  }

  @Test
  void shouldHaveWhatIsGiven() {
    // When
    new CommandLine(spec).parseArgs("--number", "3", "--file", "a", "--set", "k=v", "--loud", "there", "--file=b", "--set", "l=w", "--time", "1h30m", "else",
        "--column", "x,y");
    // Then
    assertThat(number.value()).isEqualTo(3);
    assertThat(files.value()).containsExactly(Path.of("a"), Path.of("b"));
    assertThat(settings.value()).containsExactly(Map.entry("k", "v"), Map.entry("l", "w"));
    assertThat(time.given()).contains(Duration.ofMinutes(90));
    assertThat(loud.value()).isTrue();
    assertThat(quiet.value()).isFalse();
    assertThat(place.value()).isEqualTo("there");
    assertThat(more.given()).contains("else");
    assertThat(columns.value()).containsExactly("x", "y");
  }

  @Test
  void shouldHaveDefaultsOfWhatIsNotGiven() {
    // When
    new CommandLine(spec).parseArgs("there");
    // Then
    assertThat(number.value()).isEqualTo(7);
    assertThat(files.value()).isEmpty();
    assertThat(settings.value()).isEmpty();
    assertThat(time.given()).isEmpty();
    assertThat(loud.value()).isFalse();
    assertThat(quiet.value()).isFalse();
    assertThat(more.given()).isEmpty();
  }

  @Test
  void shouldTakeAWordBehindTheVerbThatIsPartOfItsName() {
    // Given
    final CommandSpec named = CommandSpec.create();
    final OptionSet ofNamed = new OptionSet(named);
    ofNamed.word("family");
    final Option<String> first = ofNamed.parameter(String.class, "FIRST", "the first");
    // When
    new CommandLine(named).parseArgs("family", "there");
    // Then
    assertThat(first.value()).isEqualTo("there");
  }

  @Test
  void shouldRefuseTwoOfWhichAtMostOneMayBeGiven() {
    assertThatThrownBy(() -> new CommandLine(spec).parseArgs("there", "--loud", "--quiet"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("mutually exclusive");
  }

  @Test
  void shouldRefuseAValueOfAnotherType() {
    assertThatThrownBy(() -> new CommandLine(spec).parseArgs("there", "--number", "many")).isInstanceOf(ParameterException.class).hasMessageContaining("many");
  }

  @Test
  void shouldRefuseACommandLineWithoutWhatIsRequired() {
    assertThatThrownBy(() -> new CommandLine(spec).parseArgs("--number", "3")).isInstanceOf(ParameterException.class).hasMessageContaining("PLACE");
  }
}
