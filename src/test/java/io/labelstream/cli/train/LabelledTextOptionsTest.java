package io.labelstream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class LabelledTextOptionsTest {
  private final CommandSpec spec = CommandSpec.create();
  private final LabelledTextOptions options = new LabelledTextOptions(new OptionSet(spec));

  @ParameterizedTest
  @ValueSource(strings = {
      "", "--data-format csv --label-column kind --text-column title,body", "--header --label-separator | --label-names NAMES",
      "--label-prefix # --skip-unreadable"})
  void shouldGiveTheWordsThatSetThem(final String words) {
    // When
    parse(words);

    // Then
    assertThat(String.join(" ", options.words())).isEqualTo(words);
  }

  @Test
  void shouldTakeDataWhoseLabelsHaveAPrefixForFastTextLines() {
    // Given
    parse("--label-prefix #");

    // When
    final DataOptions told = options.reading(Optional.empty()).options();

    // Then
    assertThat(told.format()).contains(DataFormat.FASTTEXT);
    assertThat(told.labelPrefix()).isEqualTo("#");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--label-prefix # --data-format tsv", "--label-separator ab", "--label-column text --text-column text"})
  void shouldRefuseWhatContradictsItself(final String words) {
    // Given
    parse(words);

    // Then
    assertThatThrownBy(() -> options.reading(Optional.empty())).isInstanceOfSatisfying(CliException.class, refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  private void parse(final String words) {
    new CommandLine(spec).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words.isEmpty() ? new String[0] : words.split(" "));
  }
}
