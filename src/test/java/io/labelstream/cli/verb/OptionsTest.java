package io.labelstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class OptionsTest {
  private final CommandSpec spec = CommandSpec.create();

  private int number = 7;
  private List<Path> files = List.of(Path.of("usual"));
  private Map<String, String> settings = Map.of();
  private boolean loud;
  private boolean quiet;
  private String place = "here";

  OptionsTest() {
    spec.addOption(Options.value(int.class, value -> number = value, "-n", "--number").build());
    spec.addOption(Options.list(Path.class, value -> files = value, "--file").build());
    spec.addOption(Options.map(value -> settings = value, "--set").build());
    spec.addArgGroup(Options.atMostOneOf(
        Options.flag(value -> loud = value, "--loud").build(), Options.flag(value -> quiet = value, "--quiet").build()));
    spec.addPositional(Options.parameter(String.class, value -> place = value).arity("0..1").build());
  }

  @Test
  void shouldSetTheFieldsOfWhatIsGiven() {
    // When
    new CommandLine(spec).parseArgs("--number", "3", "--file", "a", "--set", "k=v", "--loud", "there", "--file=b", "--set", "l=w");
    // Then
    assertThat(number).isEqualTo(3);
    assertThat(files).containsExactly(Path.of("a"), Path.of("b"));
    assertThat(settings).containsExactly(Map.entry("k", "v"), Map.entry("l", "w"));
    assertThat(loud).isTrue();
    assertThat(quiet).isFalse();
    assertThat(place).isEqualTo("there");
  }

  @Test
  void shouldLeaveTheFieldsOfWhatIsNotGiven() {
    // When
    new CommandLine(spec).parseArgs();
    // Then
    assertThat(number).isEqualTo(7);
    assertThat(files).containsExactly(Path.of("usual"));
    assertThat(settings).isEmpty();
    assertThat(loud).isFalse();
    assertThat(quiet).isFalse();
    assertThat(place).isEqualTo("here");
  }

  @Test
  void shouldSetTheFieldOfADefault() {
    // Given
    final CommandSpec defaulted = CommandSpec.create();
    defaulted.addOption(Options.value(int.class, value -> number = value, "--number").defaultValue("5").build());
    // When
    new CommandLine(defaulted).parseArgs();
    // Then
    assertThat(number).isEqualTo(5);
  }

  @Test
  void shouldRefuseTwoOfWhichAtMostOneMayBeGiven() {
    assertThatThrownBy(() -> new CommandLine(spec).parseArgs("--loud", "--quiet"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("mutually exclusive");
  }

  @Test
  void shouldRefuseAValueOfAnotherType() {
    assertThatThrownBy(() -> new CommandLine(spec).parseArgs("--number", "many")).isInstanceOf(ParameterException.class).hasMessageContaining("many");
  }
}
