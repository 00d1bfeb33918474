package io.labelstream.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes that show before a broker is asked. */
class AnnounceCommandTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--canary 150|--canary 150 must be from 0 to 100",
    "--canary -1|--canary -1 must be from 0 to 100",
    "--salt pepper|--salt is for --canary",
  })
  void shouldNameTheOptionThatIsWrong(final String options, final String line) {
    // When
    final Cli.Result result = Cli.run(("announce models/lid.176.ftz --slot language " + options).split(" "));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).containsExactly("labelstream: " + line);
  }
}
