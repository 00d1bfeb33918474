package io.labelstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import org.junit.jupiter.api.Test;

class BenchPipelineCommandTest {
  @Test
  void shouldRefuseSettingsThatItMakesItself() {
    // When
    final Cli.Result result = Cli.run("bench", "pipeline", "--models", "models/lid.176.ftz", "--set", "kafka.num.stream.threads=4");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).first().asString().contains("kafka.num.stream.threads", "use its options");
  }
}
